/** The order of one selector as it grows on a thread: whoever wants its first n rows waits only for these. */
import type { ProgressListener } from '../../core/ports';
import type { PrefixSums } from '../../core/measure/prefixSums';
import { prefixOf } from '../../core/select/prefix';
import type { Selection, SelectionRefusal } from '../../core/select/selector';

/** A selection with the sums of the order that it begins. */
export interface Ordered {
  readonly kind: 'ordered';
  readonly selection: Selection;
  readonly sums: PrefixSums;
}

export interface OrderReport {
  readonly onPrefix: (prefix: Ordered) => void;
  readonly onProgress: ProgressListener;
}

export type RunOrder = (report: OrderReport, signal: AbortSignal) => Promise<Ordered | SelectionRefusal>;

export interface WaitOptions {
  readonly signal?: AbortSignal | undefined;
  /** Rows found of those waited for. */
  readonly onProgress?: ProgressListener | undefined;
}

interface Waiter {
  readonly count: number;
  readonly onProgress: ProgressListener | undefined;
  readonly resolve: (found: Ordered | SelectionRefusal) => void;
  readonly reject: (error: Error) => void;
}

/** So long an order that nobody waits for any more goes on, since the next n may be asked for at once. */
const graceMs = 500;

export class GrowingOrder {
  private known: Ordered | null = null;
  private knownSize = 0;
  private isEnded = false;
  private readonly waiting = new Set<Waiter>();
  private readonly controller = new AbortController();

  /** `reach` rows are wanted in all. */
  constructor(
    private readonly reach: number,
    run: RunOrder,
  ) {
    const report: OrderReport = {
      onPrefix: (prefix) => this.grow(prefix, prefix.selection.rows.length),
      onProgress: (done) => this.tell(done),
    };
    run(report, this.controller.signal).then(
      (found) => this.end(found),
      (error: unknown) => this.fail(error instanceof Error ? error : new Error(String(error))),
    );
  }

  /** What is known so far: the basis of an estimate. */
  get sums(): PrefixSums | null {
    return this.known?.sums ?? null;
  }

  /** True where `count` rows are known or under way. */
  reaches(count: number): boolean {
    return count <= (this.isEnded ? this.knownSize : this.reach);
  }

  isKnown(count: number): boolean {
    return count <= this.knownSize;
  }

  first(count: number, { signal, onProgress }: WaitOptions = {}): Promise<Ordered | SelectionRefusal> {
    if (signal?.aborted === true) return Promise.reject(cancelled());
    if (this.known !== null && this.isKnown(count)) return Promise.resolve(prefix(this.known, count));
    return new Promise((resolve, reject) => {
      const waiter: Waiter = { count, onProgress, resolve, reject };
      this.waiting.add(waiter);
      signal?.addEventListener('abort', () => this.leave(waiter), { once: true });
    });
  }

  stop(): void {
    this.isEnded = true;
    this.controller.abort();
  }

  private tell(done: number): void {
    for (const { count, onProgress } of this.waiting) if (done < count) onProgress?.(done, count);
  }

  private leave(waiter: Waiter): void {
    if (!this.waiting.delete(waiter)) return;
    waiter.reject(cancelled());
    setTimeout(() => {
      if (this.waiting.size === 0) this.stop();
    }, graceMs).unref();
  }

  private grow(found: Ordered, size: number): void {
    this.known = found;
    this.knownSize = size;
    for (const waiter of this.waiting) {
      if (waiter.count > size) continue;
      this.waiting.delete(waiter);
      waiter.resolve(prefix(found, waiter.count));
    }
  }

  private end(found: Ordered | SelectionRefusal): void {
    this.isEnded = true;
    // An order that ends early has no more rows: it answers every n that it was to reach.
    if (found.kind === 'ordered') return this.grow(found, this.reach);
    for (const waiter of this.waiting) waiter.resolve(found);
    this.waiting.clear();
  }

  private fail(error: Error): void {
    this.isEnded = true;
    for (const waiter of this.waiting) waiter.reject(error);
    this.waiting.clear();
  }
}

function prefix({ selection, sums }: Ordered, count: number): Ordered {
  return { kind: 'ordered', selection: selection.isPrefixStable ? prefixOf(selection, count) : selection, sums };
}

function cancelled(): Error {
  return new DOMException('The selection was cancelled.', 'AbortError');
}
