/** The tagger that the settings name, made when it is first needed and kept until they change. */
import * as vscode from 'vscode';
import { fleetTagger } from '../../core/tagging/fleetTagger';
import { guardedTagger, guardedText, type PrivacyMode } from '../../core/tagging/guardedTagger';
import { renderPrompt, type PromptTemplate } from '../../core/tagging/prompt';
import type { Tagger } from '../../core/tagging/tagRecord';
import type { Log } from '../../core/ports';
import type { EmbedderSource } from '../../node/session/embedderSource';
import { createLocalTagger } from '../../node/tagging/embedded/localTagger';
import { createInstaggerTagger } from '../../node/tagging/instaggerTagger';
import { createOpenaiTagger, type EndpointOptions } from '../../node/tagging/openaiTagger';
import { systemClock } from '../../node/tagging/systemClock';
import type { RunBudget } from '../../node/tagging/tagRun';
import { onDidChangeSettings, readSettings, type Endpoint, type Settings } from '../settings';
import { hostOf, type ApiKeys } from './apiKeys';
import { createLanguageModelTagger } from './languageModelTagger';
import { priceOfModel, type DatedPrice } from './modelPrice';
import type { PromptFiles } from './promptFiles';

export interface TaggerSummary {
  readonly label: string;
  readonly isRemote: boolean;
}

export interface TaggerTerms {
  readonly budget?: RunBudget;
  /** A budget in US dollars that cannot be kept, because the model's price is not known. */
  readonly unpricedBudget?: number;
  readonly price?: DatedPrice;
  readonly concurrency?: number;
}

/** A tagger with everything that is said of it before it runs. */
export interface ReadyTagger {
  readonly tagger: Tagger;
  readonly terms: TaggerTerms;
  /** Hosts that queries are sent to; empty where nothing leaves the machine. */
  readonly destination: string;
  /** Null for taggers without a prompt. */
  readonly template: PromptTemplate | null;
  /** The exact prompt that is sent for a query. */
  readonly promptOf: (query: string) => string;
  /** What becomes of queries that hold private text. */
  readonly privacy: PrivacyMode;
  /** What is sent of a query: private parts replaced where the settings say so. */
  readonly textOf: (query: string) => string;
}

/** A judge model with everything that is said of it before it is asked. */
export interface ReadyJudge {
  readonly model: string;
  readonly options: EndpointOptions;
  readonly terms: TaggerTerms;
  readonly destination: string;
}

interface Made {
  readonly key: string;
  readonly tagger: Promise<Tagger>;
}

export class TaggerChoice implements vscode.Disposable {
  private made: Made | null = null;
  private readonly changes = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changes.event;
  private readonly subscription: vscode.Disposable;

  constructor(
    private readonly keys: ApiKeys,
    private readonly prompts: PromptFiles,
    private readonly embedders: EmbedderSource,
    private readonly log: Log,
  ) {
    this.subscription = onDidChangeSettings(() => this.changes.fire());
  }

  /** As the toolbar shows it, without making the tagger. */
  summary(settings: Settings = readSettings()): TaggerSummary {
    const hosts = hostsOf(settings);
    switch (settings.taggerKind) {
      case 'embedded':
        return { label: vscode.l10n.t('embedded, offline (preview quality)'), isRemote: false };
      case 'openai':
        return { label: `${settings.model} · ${hosts}`, isRemote: true };
      case 'instagger':
        return { label: `InsTagger ${settings.model} · ${hosts}`, isRemote: true };
      case 'languageModel':
        return { label: vscode.l10n.t("the editor's language model"), isRemote: true };
      case 'field':
        return { label: vscode.l10n.t('field "{0}"', settings.tagsField), isRemote: false };
    }
  }

  /** The tagger of the settings, or of others for once. Rejects with one clear sentence where it cannot be made. */
  async open(settings: Settings = readSettings()): Promise<ReadyTagger> {
    const template = await this.templateFor(settings);
    const mode = settings.privacyScan === 'off' ? 'send' : settings.privacyScan;
    const textOf = (query: string) => guardedText(query, mode);
    const form = settings.taggerKind === 'openai' ? 'object' : 'list';
    const made = await this.tagger(settings, template);
    return {
      tagger: made.isRemote ? guardedTagger(made, mode) : made,
      terms: made.isRemote ? termsOf(settings) : {},
      destination: destinationOf(settings, made),
      template,
      privacy: made.isRemote ? mode : 'send',
      textOf,
      promptOf: (query) => (template === null ? '' : renderPrompt(template, textOf(query), form)),
    };
  }

  /** The endpoint that judges rows: its own settings, else the tagger's. */
  async judge(settings: Settings): Promise<ReadyJudge> {
    const first = settings.endpoints[0];
    const baseUrl = settings.judgeBaseUrl || first?.baseUrl || settings.baseUrl;
    const model = settings.judgeModel || settings.model;
    const apiKey = await this.keys.find(baseUrl);
    const judging: Settings = { ...settings, taggerKind: 'openai', baseUrl, model, endpoints: [] };
    return {
      model,
      options: optionsOf(judging, { baseUrl, model }, apiKey),
      terms: termsOf(judging),
      destination: hostOf(baseUrl),
    };
  }

  /** Members of the fleet, with their keys; one member where no fleet is set. */
  endpoints(settings: Settings): Promise<readonly { readonly options: EndpointOptions; readonly weight: number }[]> {
    return Promise.all(
      endpointsOf(settings).map(async ({ baseUrl, model, weight }) => {
        const apiKey = await this.keys.find(baseUrl);
        return {
          weight: weight ?? 1,
          options: optionsOf(settings, { baseUrl, model: model ?? settings.model }, apiKey),
        };
      }),
    );
  }

  dispose(): void {
    this.subscription.dispose();
    this.changes.dispose();
  }

  private templateFor(settings: Settings): Promise<PromptTemplate | null> {
    switch (settings.taggerKind) {
      case 'openai':
      case 'languageModel':
        return this.prompts.find(settings.prompt, 'chat');
      case 'instagger':
        return this.prompts.find(settings.prompt, 'completion');
      case 'embedded':
      case 'field':
        return Promise.resolve(null);
    }
  }

  private async tagger(settings: Settings, template: PromptTemplate | null): Promise<Tagger> {
    const members = isEndpoint(settings) ? await this.endpoints(settings) : [];
    const key = JSON.stringify([settings, template, members]);
    if (this.made?.key === key) return this.made.tagger;
    const tagger = this.make(settings, template, members);
    this.made = { key, tagger };
    tagger.catch(() => {
      if (this.made?.tagger === tagger) this.made = null;
    });
    return tagger;
  }

  private async make(
    settings: Settings,
    template: PromptTemplate | null,
    members: Awaited<ReturnType<TaggerChoice['endpoints']>>,
  ): Promise<Tagger> {
    switch (settings.taggerKind) {
      case 'embedded':
        return createLocalTagger({ openEmbedder: () => this.embedders.open(), log: this.log });
      case 'openai':
      case 'instagger':
        return fleetTagger(
          members.map(({ options, weight }) => ({ weight, tagger: endpointTagger(settings, template, options) })),
          systemClock,
        );
      case 'languageModel':
        return createLanguageModelTagger(template);
      case 'field':
        throw new Error(vscode.l10n.t('Tags are read from a field of the rows; there is nothing to run.'));
    }
  }
}

function endpointTagger(settings: Settings, template: PromptTemplate | null, options: EndpointOptions): Tagger {
  if (template?.kind === 'completion') return createInstaggerTagger({ ...options, prompt: template });
  const { temperature, maxOutputTokens: maxTokens } = settings;
  return createOpenaiTagger({ ...options, prompt: template ?? undefined, temperature, maxTokens });
}

function optionsOf(
  settings: Settings,
  { baseUrl, model }: { readonly baseUrl: string; readonly model: string },
  apiKey: string | undefined,
): EndpointOptions {
  return {
    baseUrl,
    model,
    timeoutMs: settings.requestTimeoutSeconds * 1000,
    maxConcurrency: settings.concurrency,
    ...(apiKey === undefined ? {} : { apiKey }),
  };
}

function termsOf(settings: Settings): TaggerTerms {
  const { maxCost, maxRequests, concurrency } = settings;
  const price = settings.taggerKind === 'languageModel' ? null : priceOfModel(settings.model, settings.prices);
  return {
    concurrency: concurrency * endpointsOf(settings).length,
    ...(price === null ? {} : { price }),
    ...(price === null && maxCost > 0 ? { unpricedBudget: maxCost } : {}),
    budget: {
      ...(maxRequests > 0 ? { maxRequests } : {}),
      ...(maxCost > 0 && price !== null ? { maxCost } : {}),
    },
  };
}

function destinationOf(settings: Settings, tagger: Tagger): string {
  if (!tagger.isRemote) return '';
  return isEndpoint(settings) ? hostsOf(settings) : tagger.label;
}

function endpointsOf(settings: Settings): readonly Endpoint[] {
  const { endpoints, baseUrl } = settings;
  return endpoints.length > 0 ? endpoints : [{ baseUrl }];
}

function hostsOf(settings: Settings): string {
  return [...new Set(endpointsOf(settings).map(({ baseUrl }) => hostOf(baseUrl)))].join(', ');
}

function isEndpoint({ taggerKind }: Settings): boolean {
  return taggerKind === 'openai' || taggerKind === 'instagger';
}
