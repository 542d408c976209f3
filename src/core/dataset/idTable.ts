/** Which ids were seen before, and where: open addressing over 64-bit hashes. Time O(1) an id, memory at most 36 bytes. */

const firstCapacity = 1024;

export class IdTable {
  private slots = new Uint32Array(firstCapacity);
  private high = new Uint32Array(firstCapacity / 2);
  private low = new Uint32Array(firstCapacity / 2);
  private rows = new Uint32Array(firstCapacity / 2);
  private count = 0;

  /** Notes the id of a row; gives the first row that has it, which is this one where it is new. */
  add(high: number, low: number, row: number): number {
    if (2 * (this.count + 1) > this.slots.length) this.grow();
    const slot = this.slotOf(high, low);
    const known = this.slots[slot]!;
    if (known !== 0) return this.rows[known - 1]!;
    this.high[this.count] = high;
    this.low[this.count] = low;
    this.rows[this.count] = row;
    this.slots[slot] = ++this.count;
    return row;
  }

  /** The id's slot, or the free one where it belongs. */
  private slotOf(high: number, low: number): number {
    const mask = this.slots.length - 1;
    let slot = (low ^ Math.imul(high, 0x9e3779b1)) & mask;
    while (this.slots[slot] !== 0 && !this.isAt(this.slots[slot]! - 1, high, low)) slot = (slot + 1) & mask;
    return slot;
  }

  private isAt(entry: number, high: number, low: number): boolean {
    return this.high[entry] === high >>> 0 && this.low[entry] === low >>> 0;
  }

  private grow(): void {
    this.high = doubled(this.high);
    this.low = doubled(this.low);
    this.rows = doubled(this.rows);
    this.slots = new Uint32Array(2 * this.slots.length);
    for (let entry = 0; entry < this.count; entry++)
      this.slots[this.slotOf(this.high[entry]!, this.low[entry]!)] = entry + 1;
  }
}

function doubled(values: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(2 * values.length);
  larger.set(values);
  return larger;
}
