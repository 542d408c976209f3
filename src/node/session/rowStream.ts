/** Every row of a dataset once, in pages, leaving the event loop free in between. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Dataset, RowBytes } from '../../core/dataset/dataset';
import { parseRow, type ParsedRow } from '../../core/dataset/rowJson';
import type { LongWork } from '../../core/ports';
import { rowDecoder } from '../dataset/decodeRow';

const rowsPerPage = 512;
const progressIntervalMs = 100;
/** Work at a stretch before others get a turn. */
const longestTurnMs = 16;

/** Waits for the index, then visits each row in order, until `visit` says `stop`. */
export async function forEachRowBytes(
  dataset: Dataset,
  visit: (row: RowBytes) => 'stop' | void,
  work: LongWork = {},
): Promise<void> {
  await dataset.whenIndexed();
  let toldAt = 0;
  let turnAt = performance.now();
  for (let start = 0; start < dataset.rowCount; start += rowsPerPage) {
    for (const row of await dataset.readRows(start, rowsPerPage, work)) {
      if (performance.now() - turnAt > longestTurnMs) {
        await nextTurn();
        work.cancellation?.throwIfAborted();
        turnAt = performance.now();
      }
      if (visit(row) === 'stop') return;
    }
    work.cancellation?.throwIfAborted();
    if (Date.now() - toldAt < progressIntervalMs) continue;
    toldAt = Date.now();
    work.onProgress?.(Math.min(start + rowsPerPage, dataset.rowCount), dataset.rowCount);
  }
  work.onProgress?.(dataset.rowCount, dataset.rowCount);
}

/** The same with each row parsed. */
export function forEachRow(
  dataset: Dataset,
  visit: (row: number, parsed: ParsedRow) => void,
  work: LongWork = {},
): Promise<void> {
  const decode = rowDecoder(dataset.container);
  const { encoding } = dataset.container;
  return forEachRowBytes(dataset, ({ row, bytes }) => visit(row, parseRow(decode(bytes), encoding)), work);
}
