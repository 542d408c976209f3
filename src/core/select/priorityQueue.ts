/** A binary heap over whole-number ids with numeric keys: highest key first, ties by lower id. Push and pop O(log size). */
export class PriorityQueue {
  private keys: Float64Array;
  private ids: Uint32Array;
  private used = 0;

  constructor(capacity: number) {
    this.keys = new Float64Array(Math.max(1, capacity));
    this.ids = new Uint32Array(Math.max(1, capacity));
  }

  get size(): number {
    return this.used;
  }

  /** Key of the first entry; -Infinity when empty. */
  get firstKey(): number {
    return this.used === 0 ? -Infinity : this.keys[0]!;
  }

  /** Id of the first entry; -1 when empty. */
  get firstId(): number {
    return this.used === 0 ? -1 : this.ids[0]!;
  }

  clear(): void {
    this.used = 0;
  }

  push(id: number, key: number): void {
    if (this.used === this.ids.length) this.grow();
    let at = this.used++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBefore(key, id, this.keys[parent]!, this.ids[parent]!)) break;
      this.keys[at] = this.keys[parent]!;
      this.ids[at] = this.ids[parent]!;
      at = parent;
    }
    this.keys[at] = key;
    this.ids[at] = id;
  }

  /** Takes the first entry out and returns its id; -1 when empty. */
  pop(): number {
    if (this.used === 0) return -1;
    const first = this.ids[0]!;
    this.used--;
    if (this.used > 0) this.sink(this.ids[this.used]!, this.keys[this.used]!);
    return first;
  }

  /** Gives the first entry another key. */
  replaceFirst(key: number): void {
    if (this.used > 0) this.sink(this.ids[0]!, key);
  }

  private sink(id: number, key: number): void {
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= this.used) break;
      const right = child + 1;
      if (right < this.used && isBefore(this.keys[right]!, this.ids[right]!, this.keys[child]!, this.ids[child]!)) {
        child = right;
      }
      if (!isBefore(this.keys[child]!, this.ids[child]!, key, id)) break;
      this.keys[at] = this.keys[child]!;
      this.ids[at] = this.ids[child]!;
      at = child;
    }
    this.keys[at] = key;
    this.ids[at] = id;
  }

  private grow(): void {
    const keys = new Float64Array(this.keys.length * 2);
    keys.set(this.keys);
    this.keys = keys;
    const ids = new Uint32Array(this.ids.length * 2);
    ids.set(this.ids);
    this.ids = ids;
  }
}

function isBefore(keyA: number, idA: number, keyB: number, idB: number): boolean {
  return keyA > keyB || (keyA === keyB && idA < idB);
}
