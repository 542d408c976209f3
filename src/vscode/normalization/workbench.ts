/** Answers the normalization workbench's page from the active session. */
import type * as vscode from 'vscode';
import { queriesOf } from '../../core/dataset/conversation';
import type { AbortSignalLike } from '../../core/ports';
import type { NormalizationParameters } from '../../core/normalize/parameters';
import type { DatasetSession } from '../../node/session/datasetSession';
import type { EmbedderSource } from '../../node/session/embedderSource';
import { NormalizationPreviews } from '../../node/session/normalizationPreviews';
import { AuditList } from '../../node/session/auditList';
import type { NormalizedTags } from '../../node/session/sessionNormalization';
import {
  decisionsOf,
  emptyWorkbench,
  noEvents,
  parametersOfForm,
  workbenchSnapshot,
} from '../../node/session/workbenchModel';
import type {
  AuditPage,
  ManualDecision,
  NormalizationHost,
  NormalizationPage,
  PreviewCounts,
  StepName,
  WorkbenchParameters,
  WorkbenchSnapshot,
} from '../../protocol/normalization';
import type { Rpc } from '../../protocol/rpc';
import type { OpenDataset, OpenSessions } from '../openSessions';
import { Throttle } from '../throttle';

export interface WorkbenchServices {
  readonly distFolder: string;
  readonly embedders: EmbedderSource;
  /** Where vectors come from, in a few words. */
  readonly embeddingLabel: () => string;
  readonly chooseEmbeddings: () => Promise<void>;
  readonly suggestTags: (session: DatasetSession, text: string, limit: number) => { tag: string; rows: number }[];
  readonly saveRecipe: (dataset: OpenDataset) => Promise<void>;
  readonly openRecipe: (dataset: OpenDataset) => Promise<void>;
  readonly exportVocabulary: (dataset: OpenDataset) => Promise<void>;
  readonly showTag: (dataset: OpenDataset, tag: string) => Promise<void>;
}

const refreshIntervalMs = 250;
const exampleCount = 5;
const suggestionCount = 12;

export class Workbench implements NormalizationHost, vscode.Disposable {
  private rpc: Rpc<NormalizationHost, NormalizationPage> | null = null;
  private audits: AuditList | null = null;
  private readonly previews: NormalizationPreviews;
  /** The result that previews are prepared for. */
  private prepared: NormalizedTags | null = null;
  private readonly refresh = new Throttle(refreshIntervalMs);
  private readonly stops: (() => void)[] = [];
  private watched: DatasetSession | null = null;
  private stopWatching: (() => void) | null = null;

  constructor(
    private readonly sessions: OpenSessions,
    private readonly services: WorkbenchServices,
  ) {
    this.previews = new NormalizationPreviews({
      distFolder: services.distFolder,
      embed: async (names, work) => (await services.embedders.open()).embed(names, work),
    });
    this.stops.push(sessions.onDidChange(() => this.refresh.run(() => this.showAgain())));
    this.watchProgress();
  }

  attach(rpc: Rpc<NormalizationHost, NormalizationPage>): void {
    this.rpc = rpc;
  }

  dispose(): void {
    this.previews.drop();
    this.refresh.dispose();
    this.stopWatching?.();
    for (const stop of this.stops) stop();
  }

  async ready(): Promise<WorkbenchSnapshot> {
    const snapshot = this.snapshot();
    this.preparePreviews('now');
    return snapshot;
  }

  /** What the moved step would leave and change; nothing of it is kept. */
  async preview(
    { parameters, moved }: { readonly parameters: WorkbenchParameters; readonly moved: StepName },
    signal?: AbortSignalLike,
  ): Promise<PreviewCounts> {
    const { normalization } = this.required().session;
    const tags = normalization.current;
    if (tags === null || moved === 'raw' || moved === 'manual') return { tags: 0, changes: [] };
    const asked = new AbortController();
    signal?.addEventListener('abort', () => asked.abort());
    this.prepared = tags;
    const wanted = parametersOfForm(parameters);
    const isWithoutVectors = tags.semanticProblem !== undefined && moved !== 'semantic';
    return this.previews.ask(
      { table: tags.table, decisions: normalization.recipe.decisions },
      {
        moved,
        parameters: isWithoutVectors ? withoutVectors(wanted) : wanted,
        applied: tags.result.parameters,
      },
      asked.signal,
    );
  }

  /** Cancelling brings the recipe before back. */
  async apply(
    { parameters }: { readonly parameters: WorkbenchParameters },
    signal?: AbortSignalLike,
  ): Promise<WorkbenchSnapshot> {
    const { normalization } = this.required().session;
    const { vocabulary: _ended, ...recipe } = normalization.recipe;
    await normalization.apply({ ...recipe, parameters: parametersOfForm(parameters) }, signal);
    return this.snapshot();
  }

  async readEvents({
    step,
    text,
    start,
    count,
  }: {
    readonly step: StepName | 'manual' | 'all';
    readonly text: string;
    readonly start: number;
    readonly count: number;
  }): Promise<AuditPage> {
    return this.audit()?.page({ step, text }, start, count) ?? { start, total: 0, events: [] };
  }

  /** The first rows that carry the tag, as written or normalized. */
  async exampleQueries({ tag }: { readonly tag: string }): Promise<{ row: number; query: string }[]> {
    const { session } = this.required();
    const examples: { row: number; query: string }[] = [];
    for (const row of rowsWith(session, tag)) {
      const found = await session.readOne(row);
      if (found?.read.kind === 'row')
        examples.push({ row, query: (queriesOf(found.read.conversation)[0] ?? '').slice(0, 300) });
    }
    return examples;
  }

  async decide({ decision }: { readonly decision: ManualDecision }): Promise<WorkbenchSnapshot> {
    await this.required().session.normalization.decide(decisionsOf(decision, (id) => this.audit()?.find(id)));
    return this.snapshot();
  }

  async undo(): Promise<WorkbenchSnapshot> {
    await this.required().session.normalization.undo();
    return this.snapshot();
  }

  async redo(): Promise<WorkbenchSnapshot> {
    await this.required().session.normalization.redo();
    return this.snapshot();
  }

  saveRecipe(): Promise<void> {
    return this.services.saveRecipe(this.required());
  }

  async openRecipe(): Promise<WorkbenchSnapshot> {
    await this.services.openRecipe(this.required());
    return this.snapshot();
  }

  exportVocabulary(): Promise<void> {
    return this.services.exportVocabulary(this.required());
  }

  chooseEmbeddings(): Promise<void> {
    return this.services.chooseEmbeddings();
  }

  async suggestTags({ text }: { readonly text: string }): Promise<{ tag: string; rows: number }[]> {
    return this.services.suggestTags(this.required().session, text, suggestionCount);
  }

  showRows({ tag }: { readonly tag: string }): Promise<void> {
    return this.services.showTag(this.required(), tag);
  }

  /** The audit of the current result, made once; null where there is none. */
  private audit(): AuditList | null {
    const tags = this.required().session.normalization.current;
    if (tags === null) return null;
    if (this.audits?.tags !== tags) this.audits = new AuditList(tags);
    return this.audits;
  }

  private required(): OpenDataset {
    const { active } = this.sessions;
    if (active === null) throw new Error('No dataset is open.');
    return active;
  }

  private snapshot(): WorkbenchSnapshot {
    const { active } = this.sessions;
    const embedding = this.services.embeddingLabel();
    if (active === null) return emptyWorkbench(embedding);
    return workbenchSnapshot(active.session, embedding, this.audit()?.counts ?? noEvents);
  }

  private showAgain(): void {
    this.watchProgress();
    this.rpc?.notify('showWorkbench', { snapshot: this.snapshot() });
    this.preparePreviews('soon');
  }

  /** Steps prepared for a table that is gone only take memory; those of the result of now are prepared before they are asked for. */
  private preparePreviews(when: 'now' | 'soon'): void {
    const dataset = this.sessions.active;
    const tags = dataset?.session.normalization.current ?? null;
    if (dataset === null || tags === this.prepared) return;
    if (this.prepared !== null && this.prepared.table !== tags?.table) this.previews.drop();
    this.prepared = tags;
    const { recipe } = dataset.session.normalization;
    if (tags === null || dataset.tagging.isRunning || recipe.vocabulary !== undefined) return;
    const subject = { table: tags.table, decisions: recipe.decisions };
    const wanted = tags.semanticProblem === undefined ? recipe.parameters : withoutVectors(recipe.parameters);
    if (when === 'now') this.previews.prepare(subject, wanted, tags.result.parameters);
    else this.previews.prepareSoon(subject, wanted, tags.result.parameters);
  }

  private watchProgress(): void {
    const session = this.sessions.active?.session ?? null;
    if (session === this.watched) return;
    this.stopWatching?.();
    this.watched = session;
    this.stopWatching =
      session?.normalization.onDidProgress((progress) =>
        this.rpc?.notify(
          'showProgress',
          progress === null ? { task: null, done: 0, total: 0 } : { task: 'normalize', ...progress },
        ),
      ) ?? null;
  }
}

function withoutVectors(parameters: NormalizationParameters): NormalizationParameters {
  return { ...parameters, semantic: 'off' };
}

function rowsWith(session: DatasetSession, tag: string): number[] {
  const tags = session.normalization.current;
  if (tags === null) return [];
  const { table } = tags;
  const raw = tags.rawIds.get(tag) ?? -1;
  const kept = tags.result.vocabulary.names.indexOf(tag);
  const rows: number[] = [];
  for (let row = 0; row + 1 < table.queryOffsets.length && rows.length < exampleCount; row++) {
    const start = table.tagOffsets[table.queryOffsets[row]!]!;
    const end = table.tagOffsets[table.queryOffsets[row + 1]!]!;
    const ids = table.tagIds.subarray(start, end);
    if (ids.some((id) => id === raw || (kept >= 0 && tags.result.vocabulary.ofRaw[id] === kept))) rows.push(row);
  }
  return rows;
}
