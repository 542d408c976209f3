/** Every row of a dataset once, in pages, leaving the event loop free in between. */
import type { Dataset } from '../../core/dataset/dataset';
import { parseRow, type ParsedRow } from '../../core/dataset/rowJson';
import type { LongWork } from '../../core/ports';
import { rowDecoder } from '../dataset/decodeRow';

const rowsPerPage = 512;
const progressIntervalMs = 100;

/** Waits for the index, then visits each row in order. */
export async function forEachRow(
  dataset: Dataset,
  visit: (row: number, parsed: ParsedRow) => void,
  work: LongWork = {},
): Promise<void> {
  await dataset.whenIndexed();
  const decode = rowDecoder(dataset.container);
  let toldAt = 0;
  for (let start = 0; start < dataset.rowCount; start += rowsPerPage) {
    work.cancellation?.throwIfAborted();
    for (const { row, bytes } of await dataset.readRows(start, rowsPerPage, work))
      visit(row, parseRow(decode(bytes), dataset.container.encoding));
    if (Date.now() - toldAt < progressIntervalMs) continue;
    toldAt = Date.now();
    work.onProgress?.(Math.min(start + rowsPerPage, dataset.rowCount), dataset.rowCount);
  }
  work.onProgress?.(dataset.rowCount, dataset.rowCount);
}
