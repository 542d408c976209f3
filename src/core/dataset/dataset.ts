/** An opened dataset: facts about its bytes and random access to its rows, whatever container holds them. */
import type { LongWork } from '../ports';

export type Compression = 'none' | 'gzip' | 'zstd' | 'parquet';
export type Encoding = 'utf-8' | 'utf-8-bom' | 'utf-16le' | 'utf-16be' | 'gbk' | 'latin-1' | 'binary';
/** `jsonl` also covers values that follow each other without line ends between; `text` is one plain string a line. */
export type ContainerKind = 'jsonl' | 'json-array' | 'json-object' | 'text' | 'parquet' | 'empty';

/** What the bytes are, found by looking at them, never at the name. */
export interface ContainerFacts {
  readonly kind: ContainerKind;
  readonly compression: Compression;
  readonly encoding: Encoding;
  /** Path of keys from the top of the file to the rows; empty where the file itself is the list. */
  readonly rowsPath: readonly string[];
  /** Size of the file on disk. */
  readonly sizeBytes: number;
}

/** Something about the file as a whole that its reader should know (torn gzip, broken array, wrong extension). */
export interface DatasetWarning {
  readonly message: string;
  readonly row?: number;
  readonly byteOffset?: number;
}

/** One row's bytes as they stand in the source (after decompression; Parquet rows are written out as JSON). */
export interface RowBytes {
  readonly row: number;
  /** Offset of the first byte in the decompressed stream. */
  readonly byteOffset: number;
  /** Line in the file, counted from 1; undefined for Parquet. */
  readonly line?: number;
  readonly bytes: Uint8Array;
}

export interface Dataset {
  /** Absolute path. */
  readonly path: string;
  readonly container: ContainerFacts;
  readonly warnings: readonly DatasetWarning[];
  /** Rows found so far; final once `isIndexed`. */
  readonly rowCount: number;
  readonly isIndexed: boolean;
  /** Settles when every row is known; rejects with the reason when the index cannot be finished. */
  whenIndexed(): Promise<void>;
  /** Told as rows are found, at most ten times a second, and once at the end; returns the way to stop listening. */
  onDidGrow(listener: (rowCount: number) => void): () => void;
  /** Up to `count` rows from `start`; fewer only at the end of what is indexed. */
  readRows(start: number, count: number, work?: LongWork): Promise<readonly RowBytes[]>;
  close(): Promise<void>;
}

/** The text of a row's bytes in the dataset's encoding. */
export type DecodeRow = (bytes: Uint8Array) => string;
