/** A column whose length is not known beforehand; doubles, so that n additions cost O(n). */
export class GrowingColumn {
  private values = new Uint32Array(1024);
  private used = 0;

  get length(): number {
    return this.used;
  }

  push(value: number): void {
    if (this.used === this.values.length) {
      const larger = new Uint32Array(2 * this.used);
      larger.set(this.values);
      this.values = larger;
    }
    this.values[this.used++] = value;
  }

  /** The values, exactly sized. */
  finish(): Uint32Array<ArrayBuffer> {
    return this.values.slice(0, this.used);
  }
}
