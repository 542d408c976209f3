/** Runs a tagger over queries: adaptive concurrency, retries, budget, pause; every record is in the journal before it is told. */
import type { Clock } from '../../core/ports';
import type { Tagger, TaggerTrouble, TagRecord } from '../../core/tagging/tagRecord';

/** A query to tag; equal hashes are tagged once. */
export interface TagTarget {
  readonly hash: string;
  readonly text: string;
}

/** Price in US dollars per million tokens. */
export interface TokenPrice {
  readonly promptPerMillion: number;
  readonly completionPerMillion: number;
}

export interface RunBudget {
  readonly maxRequests?: number;
  /** US dollars; needs a price. */
  readonly maxCost?: number;
}

export interface RunProgress {
  readonly state: 'running' | 'paused' | 'stopping' | 'done' | 'stopped';
  /** Queries whose outcome is in the journal, failed ones included. */
  readonly done: number;
  readonly total: number;
  readonly tagged: number;
  readonly failed: number;
  readonly requests: number;
  readonly retries: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly cost: number;
  readonly ratePerSecond: number;
  /** Requests under way now, and allowed now. */
  readonly inFlight: number;
  readonly concurrency: number;
}

export interface FailedQuery {
  readonly hash: string;
  readonly message: string;
}

export interface TagRunReport extends RunProgress {
  readonly run: string;
  readonly seconds: number;
  /** Why it ended before the last query, with the remedy; absent when everything was tried. */
  readonly message?: string;
  readonly ending: 'complete' | 'cancelled' | 'budget' | 'trouble' | 'journal';
  readonly trouble?: TaggerTrouble;
  readonly failures: readonly FailedQuery[];
}

export interface TagRunOptions {
  readonly tagger: Tagger;
  readonly queries: Iterable<TagTarget> | AsyncIterable<TagTarget>;
  /** Number of queries, where known before the end. */
  readonly total?: number;
  readonly journal: { append(records: readonly TagRecord[]): Promise<void> };
  /** True for queries that have been tagged meanwhile (another window): they are not sent. */
  readonly isKnown?: (hash: string) => boolean;
  readonly clock?: Clock;
  readonly seed?: number;
  /** Requests at once at most; default the tagger's. */
  readonly concurrency?: number;
  readonly maxAttempts?: number;
  readonly budget?: RunBudget;
  readonly price?: TokenPrice;
  /** At most ten times a second, and once at the end. */
  readonly onProgress?: (progress: RunProgress) => void;
  /** Records that are now in the journal. */
  readonly onDidLand?: (records: readonly TagRecord[]) => void;
}

export interface TagRun {
  readonly id: string;
  readonly progress: RunProgress;
  /** Never rejects because of a query, a server or the journal: the report says what happened. */
  readonly finished: Promise<TagRunReport>;
  pause(): void;
  resume(): void;
  /** Requests under way are given up; what has been answered is kept. */
  cancel(): void;
}

export function startTagRun(options: TagRunOptions): TagRun {
  throw new Error(`Not built yet: ${options.tagger.label}`);
}
