/** What is known of every row after one pass over the file: compact columns, one entry per row, and one per query. */

/** Bits of `RowColumns.flags`. */
export const rowFlag = {
  invalid: 1,
  emptyQuery: 2,
  emptyAnswer: 4,
  /** The row's first query equals an earlier row's. */
  repeatedQuery: 8,
  /** The row was read although JSON forbids something in it (bare NaN). */
  lenient: 16,
  roleProblem: 32,
  toolsProblem: 64,
} as const;

/** Codes of `RowColumns.language`, by dominant script; the index is the code. */
export const languageNames = [
  'unknown',
  'latin',
  'zh',
  'ja',
  'ko',
  'ru',
  'ar',
  'he',
  'hi',
  'th',
  'el',
  'other',
] as const;

export interface RowColumns {
  readonly rowCount: number;
  /** Number of user turns. */
  readonly turns: Uint32Array;
  /** Characters (UTF-16 units) of all queries of the row. */
  readonly queryLength: Uint32Array;
  /** Characters of the whole conversation. */
  readonly length: Uint32Array;
  /** Characters of all assistant turns. */
  readonly answerLength: Uint32Array;
  readonly language: Uint8Array;
  readonly flags: Uint8Array;
  /** Row r's queries are `queryOffsets[r]` to `queryOffsets[r + 1]` of the per-query columns. */
  readonly queryOffsets: Uint32Array;
  /** First and second 32 bits of each query's content hash. */
  readonly queryHashHigh: Uint32Array;
  readonly queryHashLow: Uint32Array;
}
