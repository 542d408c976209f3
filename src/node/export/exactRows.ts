/** Reads rows in the order of a selection, with few reads: neighbours in the file are fetched together. */
import type { Dataset, RowBytes } from '../../core/dataset/dataset';
import type { LongWork } from '../../core/ports';

/** Rows fetched together; bounds memory to this many rows. */
const batchRows = 512;

/** The rows, batch by batch, in the order given. Rejects where the dataset does not hold one of them. */
export async function* readInOrder(
  dataset: Dataset,
  rows: Uint32Array,
  work: LongWork,
): AsyncGenerator<readonly RowBytes[]> {
  for (let from = 0; from < rows.length; from += batchRows) {
    const batch = rows.subarray(from, from + batchRows);
    const found = new Map<number, RowBytes>();
    for (const [start, count] of runsOf(batch)) {
      work.cancellation?.throwIfAborted();
      for (const row of await dataset.readRows(start, count, { cancellation: work.cancellation }))
        found.set(row.row, row);
    }
    yield Array.from(batch, (row) => requireRow(found, row));
  }
}

function requireRow(found: ReadonlyMap<number, RowBytes>, row: number): RowBytes {
  const bytes = found.get(row);
  if (bytes === undefined) throw new RangeError(`Row ${row} is not in the dataset; was the file changed?`);
  return bytes;
}

/** Rows as runs of neighbours: first row and number of rows. */
function* runsOf(rows: Uint32Array): Generator<readonly [start: number, count: number]> {
  const sorted = rows.slice().sort();
  for (let from = 0; from < sorted.length;) {
    let end = from + 1;
    while (end < sorted.length && sorted[end]! <= sorted[end - 1]! + 1) end++;
    yield [sorted[from]!, sorted[end - 1]! - sorted[from]! + 1];
    from = end;
  }
}
