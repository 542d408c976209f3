/** What is known of every row after one pass over the file: compact columns, one entry per row, and one per query. */
import { PackedColumn, SumColumn, type Column, type ColumnPart } from './packedColumn';
import type { QueryHashColumns } from './queryHashes';

/** Bits of `RowColumns.flags`. */
export const rowFlag = {
  invalid: 1,
  emptyQuery: 2,
  emptyAnswer: 4,
  /** The row's own query (its first; after a history of earlier rounds its last) equals an earlier row's. */
  repeatedQuery: 8,
  /** The row was read although JSON forbids something in it (bare NaN). */
  lenient: 16,
  roleProblem: 32,
  toolsProblem: 64,
  /** Earlier rounds stand in a `history` beside the row's own query, which is the last. */
  hasHistory: 128,
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
  readonly turns: Column;
  /** Characters (UTF-16 units) of all queries of the row. */
  readonly queryLength: Column;
  /** Characters of the whole conversation. */
  readonly length: Column;
  /** Characters of all assistant turns. */
  readonly answerLength: Column;
  readonly language: Column;
  readonly flags: Column;
  /** Row r's queries are `queryOffsets.at(r)` to `queryOffsets.at(r + 1)` of the per-query columns. */
  readonly queryOffsets: Column;
  /** First and second 32 bits of each query's content hash. */
  readonly queryHashHigh: Column;
  readonly queryHashLow: Column;
}

/** The columns of rows as they travel to another thread; what is neither query nor answer is nearly always the same, so that it costs nothing. */
export type RowColumnParts = {
  readonly [
    Name in Exclude<keyof RowColumns, 'rowCount' | 'length' | 'queryHashHigh' | 'queryHashLow'> | 'otherLength'
  ]: ColumnPart;
} & { readonly rowCount: number };

export function openColumns(parts: RowColumnParts, hashes: QueryHashColumns): RowColumns {
  const queryLength = new PackedColumn(parts.queryLength);
  const answerLength = new PackedColumn(parts.answerLength);
  return {
    rowCount: parts.rowCount,
    turns: new PackedColumn(parts.turns),
    queryLength,
    answerLength,
    length: new SumColumn([queryLength, answerLength, new PackedColumn(parts.otherLength)]),
    language: new PackedColumn(parts.language),
    flags: new PackedColumn(parts.flags),
    queryOffsets: new PackedColumn(parts.queryOffsets),
    queryHashHigh: hashes.high,
    queryHashLow: hashes.low,
  };
}
