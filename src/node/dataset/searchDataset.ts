/** Text and regular expressions over a whole dataset, streaming in a thread of its own. */
import type { Dataset } from '../../core/dataset/dataset';
import type { LongWork } from '../../core/ports';

export interface SearchQuery {
  readonly text: string;
  readonly isRegularExpression: boolean;
  readonly isCaseSensitive: boolean;
}

export interface SearchResult {
  /** Rows with a hit, ascending. */
  readonly rows: Uint32Array;
}

export interface SearchProblem {
  readonly kind: 'problem';
  readonly message: string;
}

/** `onHits` is told the rows found so far, in portions. A bad pattern is a value. */
export declare function searchDataset(
  dataset: Dataset,
  query: SearchQuery,
  work?: LongWork & { readonly onHits?: (rows: Uint32Array) => void },
): Promise<SearchResult | SearchProblem>;
