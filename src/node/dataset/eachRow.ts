import { RowIndex, type SharedIndex } from '../../core/dataset/rowIndex';
import { FileByteSource } from '../files/fileByteSource';

/** Where a thread finds the rows: the file, or the unpacked copy, and the index in shared memory. */
export interface ContentInput {
  readonly path: string;
  readonly index: SharedIndex;
}

export interface ContentRow {
  readonly row: number;
  readonly line: number;
  readonly byteOffset: number;
  readonly bytes: Uint8Array;
}

const readBytes = 4 << 20;
const progressIntervalMs = 100;

/** Visits every row in order with reads of about four megabytes; `bytes` are only good during the call. */
export async function eachRow(
  content: ContentInput,
  visit: (row: ContentRow) => void,
  onProgress: (rows: number) => void,
): Promise<void> {
  const index = new RowIndex(content.index);
  const source = await FileByteSource.open(content.path);
  const buffer = Buffer.allocUnsafeSlow(readBytes);
  let toldAtMs = Date.now();
  try {
    for (let row = 0; row < index.rowCount;) {
      row = await visitTogether(index, source, row, buffer, visit);
      if (Date.now() - toldAtMs < progressIntervalMs) continue;
      toldAtMs = Date.now();
      onProgress(row);
    }
  } finally {
    await source.close();
  }
}

/** Visits the rows that one read brings; gives the next row. */
async function visitTogether(
  index: RowIndex,
  source: FileByteSource,
  first: number,
  buffer: Uint8Array,
  visit: (row: ContentRow) => void,
): Promise<number> {
  const { next, start, end } = rowsTogether(index, first);
  const bytes = await source.read(start, end - start, buffer.subarray(0, end - start));
  for (let row = first; row < next; row++) {
    const { byteOffset, length, line } = index.place(row);
    visit({ row, line, byteOffset, bytes: bytes.subarray(byteOffset - start, byteOffset - start + length) });
  }
  return next;
}

/** Rows from `first` up to `next` that one read of about four megabytes brings, and its range. */
function rowsTogether(index: RowIndex, first: number): { next: number; start: number; end: number } {
  const start = index.place(first).byteOffset;
  let end = start + index.place(first).length;
  let next = first + 1;
  for (; next < index.rowCount; next++) {
    const { byteOffset, length } = index.place(next);
    if (byteOffset + length - start > readBytes) break;
    end = byteOffset + length;
  }
  return { next, start, end };
}
