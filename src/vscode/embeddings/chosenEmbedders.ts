/** Vectors of tag names from where the settings say: the embedded model, an endpoint, or a file. Queries never go there. */
import path from 'node:path';
import * as vscode from 'vscode';
import { endpointEmbedderSource, fileEmbedderSource, type EmbedderSource } from '../../node/session/embedderSource';
import { onDidChangeSettings, readSettings, type Settings } from '../settings';
import { hostOf, type ApiKeys } from '../taggers/apiKeys';
import type { EmbeddingConsent } from './embeddingConsent';

interface Made {
  readonly key: string;
  readonly source: EmbedderSource;
}

export class ChosenEmbedders implements EmbedderSource, vscode.Disposable {
  private made: Made | null = null;
  private readonly changes = new vscode.EventEmitter<void>();
  /** Vectors come from elsewhere now. */
  readonly onDidChange = this.changes.event;
  private readonly subscription: vscode.Disposable;
  private latestKey = keyOf(readSettings());

  constructor(
    private readonly embedded: EmbedderSource,
    private readonly keys: ApiKeys,
    private readonly consent: EmbeddingConsent,
    private readonly cacheFolder: string,
  ) {
    this.subscription = onDidChangeSettings(() => this.tellChange());
  }

  /** What is in force, in a few words. */
  get label(): string {
    const settings = readSettings();
    switch (settings.embeddingSource) {
      case 'embedded':
        return vscode.l10n.t('all-MiniLM-L6-v2, on this machine');
      case 'endpoint':
        return `${settings.embeddingModel} · ${hostOf(settings.embeddingBaseUrl)}`;
      case 'file':
        return vscode.l10n.t('file {0}', path.basename(settings.embeddingFile));
    }
  }

  async open(): ReturnType<EmbedderSource['open']> {
    return (await this.source(readSettings())).open();
  }

  /** Tries again, as after consent was given or a key was set. */
  reset(): void {
    this.forget();
    this.changes.fire();
  }

  async dispose(): Promise<void> {
    this.subscription.dispose();
    this.changes.dispose();
    await this.made?.source.dispose();
  }

  private async source(settings: Settings): Promise<EmbedderSource> {
    if (settings.embeddingSource === 'embedded') return this.embedded;
    const key = keyOf(settings);
    if (this.made?.key === key) return this.made.source;
    const source = await this.make(settings);
    this.forget();
    this.made = { key, source };
    return source;
  }

  private async make({ embeddingSource, embeddingBaseUrl, embeddingModel, embeddingFile }: Settings) {
    if (embeddingSource === 'file') return fileEmbedderSource(filePrefix(embeddingFile));
    if (!this.consent.isGiven(embeddingBaseUrl))
      throw new Error(
        vscode.l10n.t(
          'The names of tags go to {0} only when you agree: run "SFT Lens: Choose the Embeddings of Tags…".',
          hostOf(embeddingBaseUrl),
        ),
      );
    const apiKey = await this.keys.find(embeddingBaseUrl);
    return endpointEmbedderSource({ baseUrl: embeddingBaseUrl, model: embeddingModel, apiKey }, this.cacheFolder);
  }

  private forget(): void {
    void this.made?.source.dispose().catch(() => {});
    this.made = null;
  }

  private tellChange(): void {
    const key = keyOf(readSettings());
    if (key === this.latestKey) return;
    this.latestKey = key;
    this.reset();
  }
}

function keyOf({ embeddingSource, embeddingBaseUrl, embeddingModel, embeddingFile }: Settings): string {
  switch (embeddingSource) {
    case 'embedded':
      return embeddingSource;
    case 'endpoint':
      return JSON.stringify([embeddingSource, embeddingBaseUrl, embeddingModel]);
    case 'file':
      return JSON.stringify([embeddingSource, embeddingFile]);
  }
}

/** `PREFIX` of `PREFIX.json` and `PREFIX.f32`, whichever of them is named; relative to the first folder. */
function filePrefix(file: string): string {
  if (file === '') throw new Error(vscode.l10n.t('Name the vectors in the setting "sftLens.embedding.file".'));
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
  return path.resolve(folder, file.replace(/\.(json|f32)$/iu, ''));
}
