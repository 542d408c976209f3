/** What a run has still to do: the source of queries, each hash once, and tries that wait for their time. */
import { HashTable } from '../../core/tagging/hashTable';
import { halvesOfHash } from '../../core/tagging/queryHash';
import type { TagTarget } from './tagRun';

export interface Job {
  readonly target: TagTarget;
  /** Tries made so far. */
  readonly attempts: number;
}

export class RunQueue {
  private readonly seen = new HashTable();
  private readonly source: Iterator<TagTarget> | AsyncIterator<TagTarget>;
  private retries: { readonly job: Job; readonly readyAt: number }[] = [];
  private isSourceEmpty = false;

  constructor(
    queries: Iterable<TagTarget> | AsyncIterable<TagTarget>,
    private readonly isKnown: (hash: string) => boolean,
  ) {
    this.source = Symbol.asyncIterator in queries ? queries[Symbol.asyncIterator]() : queries[Symbol.iterator]();
  }

  get isEmpty(): boolean {
    return this.isSourceEmpty && this.retries.length === 0;
  }

  /** Distinct queries taken from the source so far. */
  get seenCount(): number {
    return this.seen.size;
  }

  /** When the next retry is due; Infinity where none waits. */
  get nextReadyAt(): number {
    return this.retries.reduce((earliest, retry) => Math.min(earliest, retry.readyAt), Infinity);
  }

  retryAt(job: Job, readyAt: number): void {
    this.retries.push({ job, readyAt });
  }

  /** Due retries first, then the source; null where nothing can be done now. */
  async next(now: number): Promise<Job | null> {
    const due = this.retries.findIndex((retry) => retry.readyAt <= now);
    if (due !== -1) return this.retries.splice(due, 1)[0]!.job;
    while (!this.isSourceEmpty) {
      const next: IteratorResult<TagTarget, unknown> = await this.source.next();
      if (next.done === true) this.isSourceEmpty = true;
      else if (this.isNew(next.value)) return { target: next.value, attempts: 0 };
    }
    return null;
  }

  /** Queries whose retries were still to come. */
  get waiting(): readonly TagTarget[] {
    return this.retries.map((retry) => retry.job.target);
  }

  async close(): Promise<void> {
    this.isSourceEmpty = true;
    await this.source.return?.();
  }

  private isNew(target: TagTarget): boolean {
    const { high, low } = halvesOfHash(target.hash);
    return this.seen.add(high, low) && !this.isKnown(target.hash);
  }
}
