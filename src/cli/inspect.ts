/** `sft-lens inspect`: container, encoding, rows, shape, mapping, problems. */
import type { LongWork } from '../core/ports';
import type { InvalidRow } from '../core/dataset/survey';

/** The keys of cli.md, and warnings about the file as a whole. */
export interface InspectReport {
  readonly container: string;
  readonly encoding: string;
  /** All rows, the invalid ones included. */
  readonly rows: number;
  readonly bytes: number;
  readonly shape: string;
  readonly mapping: string;
  readonly confidence: number;
  readonly queries: number;
  readonly invalidRows: readonly InvalidRow[];
  readonly invalidRowCount: number;
  readonly emptyQueries: number;
  readonly duplicateQueries: number;
  readonly longestRowBytes: number;
  readonly warnings: readonly string[];
}

export interface InspectOptions extends LongWork {
  /** A mapping as text, as `--query` takes it. */
  readonly query?: string;
}

/** Rejects with `DatasetTrouble` where the file cannot be opened. */
export declare function inspect(path: string, options?: InspectOptions): Promise<InspectReport>;
