/** Runs a tagger over queries: adaptive concurrency, retries, budget, pause; every record is in the journal before it is told. */
import type { Clock } from '../../core/ports';
import type { TokenPrice } from '../../core/tagging/runTally';
import type { Tagger, TaggerTrouble, TagRecord } from '../../core/tagging/tagRecord';
import type { SentLog } from './sentLog';
import { TagRunner } from './tagRunner';

export type { TokenPrice } from '../../core/tagging/runTally';

/** A query to tag; equal hashes are tagged once. */
export interface TagTarget {
  readonly hash: string;
  readonly text: string;
}

export interface RunBudget {
  readonly maxRequests?: number | undefined;
  /** US dollars; needs a price. */
  readonly maxCost?: number | undefined;
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
  /** Of the requests: those that an earlier run had under way when it was cut off. */
  readonly repeated: number;
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
  readonly total?: number | undefined;
  readonly journal: { append(records: readonly TagRecord[]): Promise<void> };
  /** True for queries that have been tagged meanwhile (another window): they are not sent. */
  readonly isKnown?: (hash: string) => boolean;
  readonly clock?: Clock | undefined;
  readonly seed?: number | undefined;
  /** Requests at once at most; default the tagger's. */
  readonly concurrency?: number | undefined;
  readonly maxAttempts?: number | undefined;
  readonly budget?: RunBudget | undefined;
  readonly price?: TokenPrice | undefined;
  /** At most ten times a second, and once at the end. */
  readonly onProgress?: (progress: RunProgress) => void;
  /** Records that are now in the journal. */
  readonly onDidLand?: (records: readonly TagRecord[]) => void;
  /** Knows what an earlier run had under way, and is told what this one has. */
  readonly sentLog?: SentLog | undefined;
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

/** Starts at once; `finished` tells how it went. */
export function startTagRun(options: TagRunOptions): TagRun {
  const runner = new TagRunner(options);
  return {
    id: runner.id,
    get progress() {
      return runner.progress;
    },
    finished: runner.run(),
    pause: () => runner.pause(),
    resume: () => runner.resume(),
    cancel: () => runner.cancel(),
  };
}
