import { closeSync, openSync, readSync } from 'node:fs';

/** Reads ranges of a file at once, for threads that have nothing else to do meanwhile. */
export class ContentRange {
  private readonly file: number;

  constructor(path: string) {
    this.file = openSync(path, 'r');
  }

  /** Fills `target` from `offset` on; gives the bytes read, fewer only at the end of the file. */
  read(offset: number, target: Uint8Array): number {
    let used = 0;
    while (used < target.length) {
      const count = readSync(this.file, target, used, target.length - used, offset + used);
      if (count === 0) break;
      used += count;
    }
    return used;
  }

  bytes(offset: number, length: number): Buffer {
    const target = Buffer.allocUnsafeSlow(length);
    return target.subarray(0, this.read(offset, target));
  }

  close(): void {
    closeSync(this.file);
  }
}
