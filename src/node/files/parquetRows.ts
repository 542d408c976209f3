/** Rows of a Parquet file as lines of JSON, one row group portion at a time. */
import { open, type FileHandle } from 'node:fs/promises';
import { parquetMetadataAsync, parquetReadObjects, type AsyncBuffer, type FileMetaData } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';

/** Rows of the first portion, of one after damage, and of one piece of text. */
const fewRows = 1000;
/** Each portion looks through its whole row group again, so that large ones are worth their memory. */
const portionBytes = 64 << 20;
/** Small rows take more memory than their text. */
const mostRows = 100_000;

/** A Parquet file whose table of contents cannot be read: nothing of it can. */
export class ParquetTrouble extends Error {
  override readonly name = 'ParquetTrouble';
}

/**
 * Chunks of JSON lines; binary columns become base64, dates ISO text, 64-bit integers numbers where exact. A row group
 * that cannot be read is left out and told; rejects with `ParquetTrouble` where the footer is damaged.
 */
export async function* parquetLines(
  path: string,
  onDamage: (message: string) => void = () => {},
): AsyncGenerator<Uint8Array> {
  const file = await open(path, 'r');
  try {
    yield* linesOf(await asyncBuffer(file), onDamage);
  } finally {
    await file.close();
  }
}

async function* linesOf(file: AsyncBuffer, onDamage: (message: string) => void): AsyncGenerator<Uint8Array> {
  const metadata = await readFooter(file);
  let groupStart = 0;
  for (const { num_rows: groupRows, total_byte_size: groupBytes } of metadata.row_groups) {
    const groupEnd = groupStart + Number(groupRows);
    const meanBytes = Number(groupBytes) / Number(groupRows);
    yield* groupLines(file, metadata, { start: groupStart, end: groupEnd, meanBytes }, onDamage);
    groupStart = groupEnd;
  }
}

interface RowGroup {
  readonly start: number;
  /** One past the last row. */
  readonly end: number;
  /** Of a row as it is encoded, by the file's own account; its text may be longer. */
  readonly meanBytes: number;
}

async function* groupLines(
  file: AsyncBuffer,
  metadata: FileMetaData,
  group: RowGroup,
  onDamage: (message: string) => void,
): AsyncGenerator<Uint8Array> {
  let rowCount = fewRows;
  for (let { start } = group; start < group.end;) {
    const end = Math.min(group.end, start + rowCount);
    const rows = await rowsOf(file, metadata, start, end);
    if (rows instanceof Error && rowCount > fewRows) {
      rowCount = fewRows;
      continue;
    }
    if (rows instanceof Error) {
      onDamage(
        `The Parquet data is damaged (${rows.message}); ${group.end - start} rows from its row ${start} on are lost.`,
      );
      return;
    }
    let bytes = 0;
    for (let from = 0; from < rows.length; from += fewRows) {
      const lines = jsonLines(rows.slice(from, from + fewRows));
      bytes += lines.length;
      yield lines;
    }
    start = end;
    // Rows may be sorted by length: those to come count as much as those that came.
    const fitting = portionBytes / Math.max(bytes / rows.length, group.meanBytes);
    rowCount = Math.min(mostRows, Math.max(fewRows, Math.floor(fitting)));
  }
}

/** What is wrong with the data is given back; trouble of the disk is thrown. */
async function rowsOf(
  file: AsyncBuffer,
  metadata: FileMetaData,
  rowStart: number,
  rowEnd: number,
): Promise<readonly Record<string, unknown>[] | Error> {
  try {
    return await parquetReadObjects({ file, metadata, compressors, rowStart, rowEnd });
  } catch (error) {
    if (isFileError(error)) throw error;
    return error instanceof Error ? error : new Error(String(error));
  }
}

async function readFooter(file: AsyncBuffer): Promise<FileMetaData> {
  try {
    return await parquetMetadataAsync(file);
  } catch (error) {
    if (isFileError(error)) throw error;
    throw new ParquetTrouble(messageOf(error));
  }
}

const encoder = new TextEncoder();

function jsonLines(rows: readonly Record<string, unknown>[]): Uint8Array {
  return encoder.encode(rows.map((row) => `${JSON.stringify(row, plainValue)}\n`).join(''));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The disk's trouble rather than the file's. */
function isFileError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}

async function asyncBuffer(file: FileHandle): Promise<AsyncBuffer> {
  const { size } = await file.stat();
  return {
    byteLength: size,
    async slice(start, end = size) {
      const bytes = new Uint8Array(Math.max(0, end - start));
      await file.read(bytes, 0, bytes.length, start);
      return bytes.buffer;
    },
  };
}

/** What JSON cannot write. */
function plainValue(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  return value;
}
