/** The tagger that the settings name, made when it is first needed and kept until they change. */
import * as vscode from 'vscode';
import type { TokenPrice } from '../../core/tagging/runTally';
import type { Tagger } from '../../core/tagging/tagRecord';
import type { Log } from '../../core/ports';
import type { EmbedderSource } from '../../node/session/embedderSource';
import { createLocalTagger } from '../../node/tagging/embedded/localTagger';
import { createInstaggerTagger } from '../../node/tagging/instaggerTagger';
import { createOpenaiTagger, type EndpointOptions } from '../../node/tagging/openaiTagger';
import type { RunBudget } from '../../node/tagging/tagRun';
import { onDidChangeSettings, readSettings, type Settings } from '../settings';
import { hostOf, type ApiKeys } from './apiKeys';
import { createLanguageModelTagger } from './languageModelTagger';

export interface TaggerSummary {
  readonly label: string;
  readonly isRemote: boolean;
}

export interface TaggerTerms {
  readonly budget?: RunBudget;
  readonly price?: TokenPrice;
  readonly concurrency?: number;
}

export class TaggerChoice implements vscode.Disposable {
  private made: { readonly key: string; readonly tagger: Promise<Tagger> } | null = null;
  private readonly changes = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changes.event;
  private readonly subscription: vscode.Disposable;

  constructor(
    private readonly keys: ApiKeys,
    private readonly embedders: EmbedderSource,
    private readonly log: Log,
  ) {
    this.subscription = onDidChangeSettings(() => this.changes.fire());
  }

  /** As the toolbar shows it, without making the tagger. */
  summary(): TaggerSummary {
    const settings = readSettings();
    switch (settings.taggerKind) {
      case 'embedded':
        return { label: vscode.l10n.t('embedded, offline (preview quality)'), isRemote: false };
      case 'openai':
        return { label: `${settings.model} · ${hostOf(settings.baseUrl)}`, isRemote: true };
      case 'instagger':
        return { label: `InsTagger ${settings.model} · ${hostOf(settings.baseUrl)}`, isRemote: true };
      case 'languageModel':
        return { label: vscode.l10n.t("the editor's language model"), isRemote: true };
      case 'field':
        return { label: vscode.l10n.t('field "{0}"', settings.tagsField), isRemote: false };
    }
  }

  /** Rejects with one clear sentence where the tagger cannot be made. */
  async open(): Promise<Tagger> {
    const settings = readSettings();
    const apiKey = isEndpoint(settings) ? await this.keys.find(settings.baseUrl) : undefined;
    const key = JSON.stringify([settings, apiKey]);
    if (this.made?.key !== key) {
      const tagger = this.make(settings, apiKey);
      this.made = { key, tagger };
      tagger.catch(() => {
        if (this.made?.tagger === tagger) this.made = null;
      });
    }
    return this.made.tagger;
  }

  terms(): TaggerTerms {
    const { maxCost, maxRequests, prices, model, concurrency } = readSettings();
    const price = prices[model];
    if (!this.summary().isRemote) return {};
    return {
      concurrency,
      ...(price === undefined
        ? {}
        : { price: { promptPerMillion: price.inputPerMillion, completionPerMillion: price.outputPerMillion } }),
      budget: {
        ...(maxRequests > 0 ? { maxRequests } : {}),
        ...(maxCost > 0 && price !== undefined ? { maxCost } : {}),
      },
    };
  }

  dispose(): void {
    this.subscription.dispose();
    this.changes.dispose();
  }

  private make(settings: Settings, apiKey: string | undefined): Promise<Tagger> {
    const endpoint: EndpointOptions = {
      baseUrl: settings.baseUrl,
      model: settings.model,
      timeoutMs: settings.requestTimeoutSeconds * 1000,
      maxConcurrency: settings.concurrency,
      ...(apiKey === undefined ? {} : { apiKey }),
    };
    switch (settings.taggerKind) {
      case 'embedded':
        return createLocalTagger({ openEmbedder: () => this.embedders.open(), log: this.log });
      case 'openai':
        return Promise.resolve(
          createOpenaiTagger({
            ...endpoint,
            prompt: settings.prompt,
            temperature: settings.temperature,
            maxTokens: settings.maxOutputTokens,
          }),
        );
      case 'instagger':
        return Promise.resolve(createInstaggerTagger(endpoint));
      case 'languageModel':
        return createLanguageModelTagger(settings.prompt);
      case 'field':
        return Promise.reject(
          new Error(vscode.l10n.t('Tags are read from a field of the rows; there is nothing to run.')),
        );
    }
  }
}

function isEndpoint(settings: Settings): boolean {
  return settings.taggerKind === 'openai' || settings.taggerKind === 'instagger';
}
