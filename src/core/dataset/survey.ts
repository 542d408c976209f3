/** What one pass over a dataset finds: columns for filters and figures, problems, and the shapes met. */
import type { RowColumns } from './rowColumns';
import type { ShapeName } from './shapeNames';

export interface InvalidRow {
  readonly row: number;
  /** Line of the damage, from 1. */
  readonly line: number;
  /** Offset of the damage in the (decompressed) file. */
  readonly byteOffset: number;
  /** "unexpected `}` at byte 48,120". */
  readonly message: string;
}

export interface Survey {
  readonly columns: RowColumns;
  /** The first 100. */
  readonly invalidRows: readonly InvalidRow[];
  readonly invalidRowCount: number;
  /** Rows read although JSON forbids something in them (the first 100) and their number. */
  readonly lenientRows: readonly InvalidRow[];
  readonly lenientRowCount: number;
  readonly queryCount: number;
  /** Valid rows without any query. */
  readonly emptyQueryCount: number;
  /** Valid rows whose first query equals an earlier row's. */
  readonly duplicateQueryCount: number;
  readonly longestRowBytes: number;
  readonly longestRow: number;
  readonly shapes: readonly { readonly shape: ShapeName; readonly rows: number }[];
}
