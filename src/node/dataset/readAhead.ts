/** Goes through bytes block by block, reading the next one while this one is looked at. */

/** Bytes from `offset`, in `target` where that helps; fewer than its length only at the end. */
export type ReadBlock = (offset: number, target: Uint8Array) => Promise<Uint8Array> | Uint8Array;

export interface Chunk {
  /** What was left of the chunk before, and the block after it; good until `next` is called. */
  readonly bytes: Uint8Array;
  readonly isLast: boolean;
}

/**
 * The memory holds two blocks, each behind room for as many bytes that the chunk before left over, so that only those are copied.
 * One read is under way at a time.
 */
export class ReadAhead {
  private readonly blockBytes: number;
  private block = 0;
  private chunkEnd = 0;
  private restBytes = 0;
  private pending: Promise<Uint8Array> | undefined;

  /** Reads from `offset` on; `memory` is a multiple of four bytes. */
  constructor(
    private readonly read: ReadBlock,
    private offset: number,
    private readonly memory: Uint8Array,
  ) {
    this.blockBytes = memory.length / 4;
  }

  /** The most that a chunk can leave over for the next. */
  get roomBytes(): number {
    return this.blockBytes;
  }

  async next(): Promise<Chunk> {
    const start = this.startOf(this.block);
    const bytes = await (this.pending ?? this.startReading());
    if (bytes.buffer !== this.memory.buffer) this.memory.set(bytes, start);
    this.offset += bytes.length;
    this.chunkEnd = start + bytes.length;
    const chunk = this.memory.subarray(start - this.restBytes, this.chunkEnd);
    const isLast = bytes.length < this.blockBytes;
    this.block = 1 - this.block;
    this.pending = undefined;
    if (!isLast) void this.startReading();
    return { bytes: chunk, isLast };
  }

  /** The last `count` bytes of the chunk, at most `roomBytes`, come again before the next block. */
  leave(count: number): void {
    this.memory.copyWithin(this.startOf(this.block) - count, this.chunkEnd - count, this.chunkEnd);
    this.restBytes = count;
  }

  /** Settles once nothing is being read any more, so that the memory and the file can be given back. */
  async stop(): Promise<void> {
    await this.pending?.catch(() => undefined);
  }

  private startReading(): Promise<Uint8Array> {
    const start = this.startOf(this.block);
    const target = this.memory.subarray(start, start + this.blockBytes);
    this.pending = Promise.resolve(this.read(this.offset, target));
    // Whoever asks for the next chunk is told; until then nobody listens.
    this.pending.catch(() => undefined);
    return this.pending;
  }

  private startOf(block: number): number {
    return this.blockBytes * (2 * block + 1);
  }
}
