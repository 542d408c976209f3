/**
 * From the 64-bit halves of query hashes to consecutive entry numbers. Open addressing with linear probing over typed
 * arrays, at most 60 % full: 12 to 30 bytes per entry, O(1) per look-up. The hash is SHA-256, so its bits are the slot.
 */
export class HashTable {
  private slots = new Int32Array(64).fill(-1);
  private highs = new Uint32Array(32);
  private lows = new Uint32Array(32);
  private used = 0;

  /** Number of entries; they are numbered from 0 in order of insertion. */
  get size(): number {
    return this.used;
  }

  highOf(entry: number): number {
    return this.highs[entry]!;
  }

  lowOf(entry: number): number {
    return this.lows[entry]!;
  }

  /** The entry of a hash, or -1. */
  find(high: number, low: number): number {
    return this.slots[this.slotOf(high, low)]!;
  }

  /** The entry of a hash, made where there is none. */
  insert(high: number, low: number): number {
    const slot = this.slotOf(high, low);
    const found = this.slots[slot]!;
    if (found !== -1) return found;
    const entry = this.used++;
    if (entry >= this.highs.length) this.growEntries();
    this.highs[entry] = high;
    this.lows[entry] = low;
    this.slots[slot] = entry;
    if (this.used > this.slots.length * 0.6) this.growSlots();
    return entry;
  }

  /** Inserts a hash; false where it was there. */
  add(high: number, low: number): boolean {
    const sizeBefore = this.used;
    this.insert(high, low);
    return this.used > sizeBefore;
  }

  private slotOf(high: number, low: number): number {
    const mask = this.slots.length - 1;
    let slot = (low ^ Math.imul(high, 0x9e3779b1)) & mask;
    for (;;) {
      const entry = this.slots[slot]!;
      if (entry === -1 || (this.highs[entry] === high && this.lows[entry] === low)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  private growEntries(): void {
    this.highs = grown(this.highs);
    this.lows = grown(this.lows);
  }

  private growSlots(): void {
    this.slots = new Int32Array(this.slots.length * 2).fill(-1);
    for (let entry = 0; entry < this.used; entry++) {
      this.slots[this.slotOf(this.highs[entry]!, this.lows[entry]!)] = entry;
    }
  }
}

/** Twice as long, with the same beginning. */
export function grown(column: Uint32Array): Uint32Array<ArrayBuffer> {
  const longer = new Uint32Array(column.length * 2);
  longer.set(column);
  return longer;
}
