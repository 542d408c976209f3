/** The normalization of one open dataset: a recipe with undo, and its result, recomputed in a thread when tags change. */
import { Emitter } from '../../core/emitter';
import type { Decision } from '../../core/normalize/decisions';
import { decideInVocabulary } from '../../core/normalize/fixedNormalization';
import type { NormalizationResult } from '../../core/normalize/normalize';
import { defaultParameters, type NormalizationParameters } from '../../core/normalize/parameters';
import type { Recipe } from '../../core/normalize/recipe';
import {
  canRedo,
  canUndo,
  currentRecipe,
  recordRecipe,
  redo,
  startHistory,
  undo,
} from '../../core/normalize/recipeHistory';
import { normalizedRowTags } from '../../core/normalize/vocabulary';
import type { RowTags, TagTable } from '../../core/normalize/tagTable';
import type { AbortSignalLike, LongWork, ProgressListener } from '../../core/ports';
import { isCancelled } from '../../protocol/cancelSource';
import { runJob } from '../jobs/runJob';
import type { EmbedderSource } from './embedderSource';
import { taggedQueryCount } from './taggedPool';

/** A result with what follows from it, all of one moment. */
export interface NormalizedTags {
  readonly table: TagTable;
  readonly result: NormalizationResult;
  readonly rowTags: RowTags;
  /** Raw id by raw name. */
  readonly rawIds: ReadonlyMap<string, number>;
  /** Why the semantic step was left out, where it was. */
  readonly semanticProblem?: string;
  /** `Embedder.id` of the vectors, where the semantic step ran. */
  readonly embeddingModel?: string;
}

export interface NormalizationOptions {
  readonly distFolder: string;
  readonly embedders: EmbedderSource;
  /** The table of now, or null while it is not known. */
  readonly table: () => TagTable | null;
  /** True while tags are landing: the semantic step then waits for the end of the run. */
  readonly isBusy: () => boolean;
  /** Told what kept a scheduled computation from its end. */
  readonly onError?: (error: unknown) => void;
}

/** `semanticProblem` while tags are landing. */
export const waitingForRun = 'Waits for the end of the tagging run.';

const initialRecipe: Recipe = { parameters: defaultParameters, decisions: [] };
/** With fewer tagged queries, "rare" says nothing yet: until then nothing is dropped, unless the user asks for it. */
const leastQueriesForFrequency = 100;
const settleDelayMs = 300;
/** Rest between computations while tags stream in, as a multiple of what the last one took. */
const restShare = 2;

export class SessionNormalization {
  private readonly changes = new Emitter<void>();
  /** A new result, or a new recipe. */
  readonly onDidChange = this.changes.event;
  private readonly progress = new Emitter<{ readonly done: number; readonly total: number } | null>();
  readonly onDidProgress = this.progress.event;
  private history = startHistory(initialRecipe);
  private latest: NormalizedTags | null = null;
  private running: AbortController | null = null;
  private timer: NodeJS.Timeout | null = null;
  private settled: Promise<void> = Promise.resolve();
  private isDisposed = false;
  private isUnaskedRunning = false;
  /** Something changed while a computation was running. */
  private isStale = false;
  private lastDurationMs = 0;

  constructor(private readonly options: NormalizationOptions) {}

  /** The recipe in force: the user's, or the defaults as far as they suit the number of tagged queries. */
  get recipe(): Recipe {
    const recipe = currentRecipe(this.history);
    if (recipe.parameters !== initialRecipe.parameters || this.taggedQueries() >= leastQueriesForFrequency)
      return recipe;
    return { ...recipe, parameters: { ...recipe.parameters, frequency: 'off' } };
  }

  get current(): NormalizedTags | null {
    return this.latest;
  }

  get canUndo(): boolean {
    return canUndo(this.history);
  }

  get canRedo(): boolean {
    return canRedo(this.history);
  }

  /** Takes over the recipe of an earlier session on the same file, with its undo steps. */
  continueFrom(earlier: SessionNormalization): void {
    this.history = earlier.history;
  }

  /** Settles when the recipe's result is there, or was given up for the one before; rejects where it cannot be computed. */
  async apply(recipe: Recipe, signal?: AbortSignalLike): Promise<void> {
    const before = this.history;
    const wanted = recordRecipe(before, recipe);
    this.history = wanted;
    const giveUp = () => {
      if (this.history !== wanted) return;
      this.history = before;
      this.running?.abort();
      this.changes.fire();
    };
    signal?.addEventListener('abort', giveUp);
    try {
      await this.refresh();
    } finally {
      signal?.removeEventListener('abort', giveUp);
    }
  }

  /** Adds decisions by hand; where a fixed vocabulary is in force they are written into it. */
  decide(decisions: readonly Decision[]): Promise<void> {
    const recipe = currentRecipe(this.history);
    if (recipe.vocabulary === undefined)
      return this.apply({ ...recipe, decisions: [...recipe.decisions, ...decisions] });
    return this.apply({ ...recipe, vocabulary: decisions.reduce(decideInVocabulary, recipe.vocabulary) });
  }

  undo(): Promise<void> {
    this.history = undo(this.history);
    return this.refresh();
  }

  redo(): Promise<void> {
    this.history = redo(this.history);
    return this.refresh();
  }

  /**
   * Recomputes soon; calls that come close together become one. While tags stream in, a computation is let come to its
   * end, and the next one waits in proportion to what the last one took.
   */
  schedule(): void {
    if (this.isDisposed || this.timer !== null) return;
    this.timer = setTimeout(
      () => {
        this.timer = null;
        this.refreshUnasked();
      },
      Math.max(settleDelayMs, restShare * this.lastDurationMs),
    );
  }

  /** Recomputes now; a computation under way is ended. */
  refresh(): Promise<void> {
    this.settled = this.compute();
    return this.settled;
  }

  /** Settles when nothing is being computed or waited for. */
  async whenSettled(): Promise<void> {
    do {
      if (this.timer !== null) {
        clearTimeout(this.timer);
        this.timer = null;
        this.refreshUnasked();
      }
      await this.settled.catch(() => {});
    } while (this.timer !== null || this.isUnaskedRunning);
  }

  dispose(): void {
    this.isDisposed = true;
    if (this.timer !== null) clearTimeout(this.timer);
    this.running?.abort();
  }

  /** Nobody waits for it, so that what goes wrong is told to `onError`. */
  private refreshUnasked(): void {
    if (this.isUnaskedRunning) {
      this.isStale = true;
      return;
    }
    this.isUnaskedRunning = true;
    const startMs = performance.now();
    void this.refresh()
      .catch((error: unknown) => this.options.onError?.(error))
      .finally(() => {
        this.isUnaskedRunning = false;
        this.lastDurationMs = performance.now() - startMs;
        const isStale = this.isStale;
        this.isStale = false;
        if (isStale) this.schedule();
      });
  }

  private taggedQueries(): number {
    const table = this.options.table();
    return table === null ? 0 : taggedQueryCount(table);
  }

  private async compute(): Promise<void> {
    this.running?.abort();
    const running = new AbortController();
    this.running = running;
    const table = this.options.table();
    if (table === null || table.tagIds.length === 0) return this.accept(running, null);
    try {
      const { parameters } = this.recipe;
      const waits = this.options.isBusy() && parameters.semantic !== 'off' && this.recipe.vocabulary === undefined;
      const outcome = waits
        ? {
            result: await this.run(table, { ...parameters, semantic: 'off' }, running),
            semanticProblem: waitingForRun,
          }
        : await this.runWhole(table, parameters, running);
      const { result } = outcome;
      const rowTags = normalizedRowTags(table, result.vocabulary);
      const rawIds = new Map(result.vocabulary.rawNames.map((name, id) => [name, id]));
      this.accept(running, { table, rowTags, rawIds, ...outcome });
    } catch (error) {
      if (!isCancelled(error) && !running.signal.aborted) throw error;
    } finally {
      if (this.running === running) this.progress.fire(null);
    }
  }

  /** All four steps; without the semantic one, and saying so, where vectors cannot be had. */
  private async runWhole(
    table: TagTable,
    parameters: NormalizationParameters,
    running: AbortController,
  ): Promise<Pick<NormalizedTags, 'result' | 'semanticProblem' | 'embeddingModel'>> {
    if (parameters.semantic === 'off' || this.recipe.vocabulary !== undefined)
      return { result: await this.run(table, parameters, running) };
    const vectors = new VectorSource(this.options.embedders);
    try {
      const embeddingModel = await vectors.open();
      return { result: await this.run(table, parameters, running, vectors), embeddingModel };
    } catch (error) {
      if (vectors.problem === undefined || isCancelled(error) || running.signal.aborted) throw error;
      const result = await this.run(table, { ...parameters, semantic: 'off' }, running);
      return { result, semanticProblem: vectors.problem };
    }
  }

  private run(
    table: TagTable,
    parameters: NormalizationParameters,
    running: AbortController,
    vectors = new VectorSource(this.options.embedders),
  ): Promise<NormalizationResult> {
    const onProgress: ProgressListener = (done, total) => {
      if (!running.signal.aborted) this.progress.fire({ done, total });
    };
    const { decisions, vocabulary } = this.recipe;
    return runJob(
      'normalize',
      { table, parameters, decisions, ...(vocabulary === undefined ? {} : { vocabulary }) },
      {
        distFolder: this.options.distFolder,
        signal: running.signal,
        onProgress,
        answer: (names) => vectors.embed(names, { cancellation: running.signal, onProgress }),
      },
    );
  }

  private accept(running: AbortController, tags: NormalizedTags | null): void {
    if (running.signal.aborted || this.isDisposed) return;
    this.latest = tags;
    this.changes.fire();
  }
}

/** Vectors for one run; remembers why they could not be had. */
class VectorSource {
  problem: string | undefined;

  constructor(private readonly embedders: EmbedderSource) {}

  /** Resolves to the id of the model. */
  open(): Promise<string> {
    return this.noting(async () => (await this.embedders.open()).id);
  }

  embed(names: readonly string[], work: LongWork): Promise<Float32Array> {
    return this.noting(async () => (await this.embedders.open()).embed(names, work));
  }

  private async noting<Value>(ask: () => Promise<Value>): Promise<Value> {
    try {
      return await ask();
    } catch (error) {
      if (!isCancelled(error)) this.problem = error instanceof Error ? error.message : String(error);
      throw error;
    }
  }
}
