/** Filters over the rows of a dataset, as chips show them; all chips together must hold ("and"). */

export type NumberColumn = 'tagCount' | 'length' | 'queryLength' | 'answerLength' | 'turns';

export type RowFilter =
  /** Rows that carry the tag (a normalized name where a vocabulary is in force, else a raw one). */
  | { readonly kind: 'tag'; readonly tag: string; readonly isExcluded: boolean }
  /** Rows that carry at least one of the tags: a lasso of the tag map. */
  | { readonly kind: 'anyTag'; readonly tags: readonly string[] }
  | { readonly kind: 'number'; readonly column: NumberColumn; readonly minimum?: number; readonly maximum?: number }
  | { readonly kind: 'language'; readonly language: string; readonly isExcluded: boolean }
  /** Any JSON path of the row: `source`, `meta.score`; compared as text, or as numbers where both sides are numbers. */
  | {
      readonly kind: 'path';
      readonly path: string;
      readonly comparison: '=' | '!=' | '<' | '<=' | '>' | '>=' | 'contains' | 'exists';
      readonly value: string;
    }
  | { readonly kind: 'state'; readonly state: RowState; readonly isExcluded: boolean }
  /** Text anywhere in the row. */
  | { readonly kind: 'text'; readonly text: string; readonly isPattern: boolean; readonly isCaseSensitive: boolean }
  /** A list of rows that the session holds under the name `list`, so that messages carry no row numbers. */
  | { readonly kind: 'rows'; readonly label: string; readonly list: string; readonly rowCount: number };

export type RowState =
  | 'invalid'
  | 'lenient'
  | 'emptyQuery'
  | 'emptyAnswer'
  | 'duplicate'
  | 'roleProblem'
  | 'toolsProblem'
  | 'tagged'
  | 'failed'
  | 'selected'
  | 'pinned'
  | 'excluded';

export type SortColumn = 'row' | NumberColumn | 'selectionRank';

export interface RowSort {
  readonly column: SortColumn;
  readonly isDescending: boolean;
}
