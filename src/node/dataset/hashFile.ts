/** Pairs of 32-bit numbers in a file, read and written by blocks of 32 kB. */
import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import type { Column } from '../../core/dataset/packedColumn';
import type { QueryHashColumns } from '../../core/dataset/queryHashes';

const blockPairs = 4096;
const pairBytes = 8;

export class HashFileWriter {
  private readonly block = new Uint32Array(2 * blockPairs);
  private written = 0;
  private pending = 0;

  private constructor(private readonly descriptor: number) {}

  /** Null where the file cannot be made. */
  static create(path: string): HashFileWriter | null {
    try {
      return new HashFileWriter(openSync(path, 'w+', 0o600));
    } catch {
      return null; // no such folder, no permission: the caller has memory instead
    }
  }

  get count(): number {
    return this.written + this.pending;
  }

  /** False where it could not be written; the pair is held all the same, and the next call must be `each`. */
  push(high: number, low: number): boolean {
    this.block[2 * this.pending] = high;
    this.block[2 * this.pending + 1] = low;
    this.pending++;
    return this.pending < blockPairs || this.flush();
  }

  flush(): boolean {
    const bytes = this.pending * pairBytes;
    try {
      const isWhole = writeSync(this.descriptor, this.block, 0, bytes, this.written * pairBytes) === bytes;
      if (!isWhole) return false;
    } catch {
      return false; // a full disk, say: the caller takes everything back
    }
    this.written += this.pending;
    this.pending = 0;
    return true;
  }

  /** All pairs so far, those that could not be written among them. */
  each(visit: (high: number, low: number) => void): void {
    const written = new HashFile(this.descriptor, this.written);
    for (let at = 0; at < this.written; at++) visit(written.half(at, 0)!, written.half(at, 1)!);
    for (let at = 0; at < this.pending; at++) visit(this.block[2 * at]!, this.block[2 * at + 1]!);
  }

  /** What has been flushed; good until the file is closed. */
  columns(): QueryHashColumns {
    return columnsOf(new HashFile(this.descriptor, this.written));
  }

  close(): void {
    closeSync(this.descriptor);
  }
}

/** Holds the block read last: meant for going through the pairs in order. */
class HashFile {
  private readonly block = new Uint32Array(2 * blockPairs);
  private blockNumber = -1;

  constructor(
    private readonly descriptor: number,
    readonly count: number,
  ) {}

  half(index: number, half: 0 | 1): number | undefined {
    if (index < 0 || index >= this.count) return undefined;
    const number = Math.floor(index / blockPairs);
    if (number !== this.blockNumber) this.load(number);
    return this.block[2 * (index - number * blockPairs) + half];
  }

  private load(number: number): void {
    const bytes = Math.min(blockPairs, this.count - number * blockPairs) * pairBytes;
    const read = readSync(this.descriptor, this.block, 0, bytes, number * blockPairs * pairBytes);
    if (read < bytes) throw new Error('The file with the hashes of queries ends early.');
    this.blockNumber = number;
  }
}

class HalfColumn implements Column {
  constructor(
    private readonly file: HashFile,
    private readonly half: 0 | 1,
  ) {}

  get length(): number {
    return this.file.count;
  }

  at(index: number): number | undefined {
    return this.file.half(index, this.half);
  }

  *[Symbol.iterator](): Generator<number> {
    for (let index = 0; index < this.length; index++) yield this.at(index)!;
  }
}

function columnsOf(file: HashFile): QueryHashColumns {
  return { high: new HalfColumn(file, 0), low: new HalfColumn(file, 1) };
}

/** Closes a file once nobody holds its columns any more. */
const openFiles = new FinalizationRegistry<number>(closeSync);

/** The file is open when this returns, so that its name may go. */
export function openHashFile(path: string, count: number): QueryHashColumns {
  const descriptor = openSync(path, 'r');
  const file = new HashFile(descriptor, count);
  openFiles.register(file, descriptor);
  return columnsOf(file);
}
