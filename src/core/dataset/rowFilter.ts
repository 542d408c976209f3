/** Filters that combine: each keeps or drops rows by what is known of them in columns; all must keep a row. */
import type { RowTags } from '../normalize/tagTable';
import type { RowColumns } from './rowColumns';

/** A closed range; an absent end is open. */
export interface NumberRange {
  readonly atLeast?: number;
  readonly atMost?: number;
}

export type NumberColumn = 'tagCount' | 'queryLength' | 'answerLength' | 'length' | 'turns';
export type RowProperty =
  | 'invalid'
  | 'repeatedQuery'
  | 'emptyQuery'
  | 'emptyAnswer'
  | 'lenient'
  | 'roleProblem'
  | 'toolsProblem'
  | 'tagged'
  | 'problem';

export type RowFilter =
  /** Rows with the tag (by id in the tag table), or without it. */
  | { readonly kind: 'tag'; readonly tagId: number; readonly isExcluded: boolean }
  | { readonly kind: 'number'; readonly column: NumberColumn; readonly range: NumberRange }
  | { readonly kind: 'language'; readonly codes: readonly number[] }
  | { readonly kind: 'property'; readonly property: RowProperty; readonly isExcluded: boolean }
  /** Rows named outright: hits of a search, of a JSON path, a selection. Ascending. */
  | { readonly kind: 'rows'; readonly rows: Uint32Array; readonly isExcluded: boolean };

/** What filters look at; a column that is not known yet keeps every row. */
export interface FilterColumns {
  readonly rowCount: number;
  readonly columns?: RowColumns;
  readonly tags?: RowTags;
  readonly isTagged?: Uint8Array;
}

/** Row numbers that every filter keeps, ascending. Time O(rows × filters + tags). */
export declare function filterRows(filters: readonly RowFilter[], known: FilterColumns): Uint32Array;
