const openBrace = 0x7b;
const openBracket = 0x5b;

/** The brackets that are open, innermost last: a bit for each, so that a file of nothing else takes an eighth of its size. */
export class BracketStack {
  private bits = new Uint8Array(64);
  private count = 0;

  get length(): number {
    return this.count;
  }

  /** The innermost one; undefined where none is open. */
  get top(): number | undefined {
    if (this.count === 0) return undefined;
    const at = this.count - 1;
    return (this.bits[at >>> 3]! >> (at & 7)) & 1 ? openBrace : openBracket;
  }

  push(byte: number): void {
    const at = this.count++;
    if (at >>> 3 === this.bits.length) this.grow();
    const bit = 1 << (at & 7);
    if (byte === openBrace) this.bits[at >>> 3]! |= bit;
    else this.bits[at >>> 3]! &= ~bit;
  }

  pop(): number | undefined {
    const { top } = this;
    if (top !== undefined) this.count--;
    return top;
  }

  clear(): void {
    this.count = 0;
  }

  private grow(): void {
    const bits = new Uint8Array(2 * this.bits.length);
    bits.set(this.bits);
    this.bits = bits;
  }
}
