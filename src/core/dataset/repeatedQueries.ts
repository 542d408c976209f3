import { rowFlag, type RowColumns } from './rowColumns';

type QueryHashes = Pick<RowColumns, 'rowCount' | 'queryOffsets' | 'queryHashHigh' | 'queryHashLow' | 'flags'>;

const tableSlots = 1 << 21;

/**
 * Tells `onRepeat` each row whose own query (the first; after a history the last) equals an earlier row's. Open addressing over the 64 bits of their hashes;
 * large datasets are gone through several times, each time for another part of the hashes, so that the table stays small
 * and the columns are only read in order. Time O(rows × (1 + queries / 1.4 million)), memory at most 18 MB.
 */
export function findRepeatedQueries(
  hashes: QueryHashes,
  onRepeat: (row: number) => void,
  slotLimit = tableSlots,
): void {
  const queryCount = hashes.queryHashHigh.length;
  const parts = 2 ** Math.max(0, Math.ceil(Math.log2(queryCount / (0.7 * slotLimit))));
  const seen = new SeenHashes(Math.min(slotLimit, 2 ** Math.ceil(Math.log2(2 * queryCount + 2))));
  for (let part = 0; part < parts; part++) {
    seen.clear();
    findInPart(hashes, { part, parts }, seen, onRepeat);
  }
}

/** Only queries whose first hash half is `part` modulo `parts`. */
function findInPart(
  { rowCount, queryOffsets, queryHashHigh, queryHashLow, flags }: QueryHashes,
  { part, parts }: { readonly part: number; readonly parts: number },
  seen: SeenHashes,
  onRepeat: (row: number) => void,
): void {
  for (let row = 0, query = 0; row < rowCount; row++) {
    const first = query;
    query = queryOffsets.at(row + 1)!;
    if (first === query) continue;
    const own = (flags.at(row)! & rowFlag.hasHistory) === 0 ? first : query - 1;
    const high = queryHashHigh.at(own)!;
    if ((high & (parts - 1)) === part && !seen.add(high, queryHashLow.at(own)!)) onRepeat(row);
  }
}

class SeenHashes {
  private readonly high: Uint32Array;
  private readonly low: Uint32Array;
  private readonly isUsed: Uint8Array;
  private count = 0;

  /** A power of two. */
  constructor(slotCount: number) {
    this.high = new Uint32Array(slotCount);
    this.low = new Uint32Array(slotCount);
    this.isUsed = new Uint8Array(slotCount);
  }

  clear(): void {
    this.isUsed.fill(0);
    this.count = 0;
  }

  /** False where it was there before. Numbers that are no hashes may fill the table: what comes then is not noted. */
  add(high: number, low: number): boolean {
    const mask = this.isUsed.length - 1;
    let slot = (low ^ Math.imul(high, 0x9e3779b1)) & mask;
    for (; this.isUsed[slot] === 1; slot = (slot + 1) & mask)
      if (this.high[slot] === high && this.low[slot] === low) return false;
    if (this.count + 1 === this.isUsed.length) return true;
    this.count++;
    this.isUsed[slot] = 1;
    this.high[slot] = high;
    this.low[slot] = low;
    return true;
  }
}
