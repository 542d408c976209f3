import { rowFlag, type RowColumns } from './rowColumns';

/**
 * Flags rows whose first query equals an earlier row's, and counts them. Open addressing over row numbers, compared by the
 * 64 bits of their hashes that the columns hold. Time O(rows), memory at most 16 bytes per row while it runs.
 */
export function markRepeatedQueries({
  rowCount,
  queryOffsets,
  queryHashHigh,
  queryHashLow,
  flags,
}: RowColumns): number {
  const capacity = 2 ** Math.ceil(Math.log2(2 * rowCount + 2));
  const slots = new Uint32Array(capacity);
  let repeated = 0;
  for (let row = 0; row < rowCount; row++) {
    const query = queryOffsets[row]!;
    if (query === queryOffsets[row + 1]) continue;
    let slot = (queryHashLow[query]! ^ Math.imul(queryHashHigh[query]!, 0x9e3779b1)) & (capacity - 1);
    while (slots[slot] !== 0 && !isSame(slots[slot]! - 1, query)) slot = (slot + 1) & (capacity - 1);
    if (slots[slot] === 0) slots[slot] = query + 1;
    else {
      flags[row]! |= rowFlag.repeatedQuery;
      repeated++;
    }
  }
  return repeated;

  function isSame(a: number, b: number): boolean {
    return queryHashHigh[a] === queryHashHigh[b] && queryHashLow[a] === queryHashLow[b];
  }
}
