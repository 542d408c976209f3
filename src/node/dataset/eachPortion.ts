import { RowIndex } from '../../core/dataset/rowIndex';
import { FileByteSource } from '../files/fileByteSource';
import type { ContentInput } from './eachRow';

/** Whole rows that one read has brought. */
export interface Portion {
  readonly bytes: Buffer;
  /** Offset of the first byte in the content. */
  readonly start: number;
  readonly firstRow: number;
  /** One past the last row. */
  readonly endRow: number;
  readonly index: RowIndex;
}

/** Little enough to stay in a processor's cache. */
const portionBytes = 1 << 20;

/** Goes through the content in portions of about a megabyte, more where one row is larger; the bytes are good until the next. */
export async function eachPortion(content: ContentInput, visit: (portion: Portion) => void): Promise<void> {
  const index = new RowIndex(content.index);
  const source = await FileByteSource.open(content.path);
  const buffer = Buffer.allocUnsafeSlow(portionBytes);
  try {
    for (let row = 0; row < index.rowCount;) {
      const { endRow, start, end } = portionFrom(index, row);
      const target = end - start > buffer.length ? undefined : buffer.subarray(0, end - start);
      const read = await source.read(start, end - start, target);
      const bytes = Buffer.from(read.buffer, read.byteOffset, read.length);
      visit({ bytes, start, firstRow: row, endRow, index });
      row = endRow;
    }
  } finally {
    await source.close();
  }
}

function portionFrom(index: RowIndex, row: number): { endRow: number; start: number; end: number } {
  const start = index.place(row).byteOffset;
  let endRow = Math.max(row, index.rowAt(start + portionBytes)) + 1;
  let last = index.place(endRow - 1);
  // The row that reaches beyond waits for the next portion.
  if (endRow - 1 > row && last.byteOffset + last.length > start + portionBytes) last = index.place(--endRow - 1);
  return { endRow, start, end: last.byteOffset + last.length };
}

/** The row that holds a place of the portion, and its range in the portion's bytes. */
export function rowAround(
  { index, start }: Portion,
  at: number,
): { readonly row: number; readonly from: number; readonly to: number } {
  const row = index.rowAt(start + at);
  const { byteOffset, length } = index.place(row);
  return { row, from: byteOffset - start, to: byteOffset - start + length };
}
