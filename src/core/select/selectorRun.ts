/** What one run of a selector works on, and what a selector is. */
import type { LongWork } from '../ports';
import type { Picks } from './picks';
import type { SelectionData, SelectorName, SelectorParameters } from './selector';

/** One run: rows that may be taken, and where taken rows go. Pinned rows are in `picks` already. */
export interface SelectorRun {
  readonly data: SelectionData;
  /** Rows that may be taken, ascending. */
  readonly candidates: Uint32Array;
  readonly picks: Picks;
  /** Rows wanted in all. */
  readonly count: number;
  readonly seed: number;
  readonly parameters: SelectorParameters;
  readonly work: LongWork;
  /** Something the reader has to know about how the rows were chosen. */
  readonly note: (text: string) => void;
}

/** One entry of the registry. */
export interface Selector {
  readonly name: SelectorName;
  /** As people read it: `InsTag complexity-first`. */
  readonly title: string;
  /** One plain sentence: what it prefers. */
  readonly summary: string;
  /** Where it comes from. */
  readonly source: string;
  /** True where the first k rows are its selection for k. */
  readonly isPrefixStable: boolean;
  /** What is missing for it to run, as one sentence; null where nothing is. */
  readonly missing?: (data: SelectionData, parameters: SelectorParameters) => string | null;
  /** Takes rows until it is full or has no more; returns the number of rounds (1 where it has none). */
  readonly run: (run: SelectorRun) => number;
}

/** Reports progress and stops when cancelled; call it now and then from long loops. */
export function checkIn({ work, picks, count }: SelectorRun): void {
  work.cancellation?.throwIfAborted();
  work.onProgress?.(picks.size, count);
}
