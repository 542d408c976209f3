/** Where the frames of zstd data end, by the sizes that their blocks announce (RFC 8878, section 3.1); nothing is decoded. */

const frameMagic = 0xfd2fb528;
const skippableMagic = 0x184d2a50;
const runBlock = 1;
const longestPiece = 14;

type State = 'magic' | 'skippable' | 'descriptor' | 'fields' | 'block' | 'skip' | 'checksum' | 'broken';

export interface FramePart {
  /** How many of the bytes belong to the frame under way. */
  readonly used: number;
  /** The last of them is the frame's last. */
  readonly isEnd: boolean;
}

/** Takes compressed bytes in chunks of any size; what is no zstd data counts as one frame that never ends. */
export class ZstdFrames {
  private readonly piece = new Uint8Array(longestPiece);
  private readonly view = new DataView(this.piece.buffer);
  private filled = 0;
  private wanted = 4;
  private skipBytes = 0;
  private state: State = 'magic';
  private hasChecksum = false;
  private isLastBlock = false;

  take(chunk: Uint8Array): FramePart {
    for (let at = 0; at < chunk.length && this.state !== 'broken';) {
      const skipped = Math.min(this.skipBytes, chunk.length - at);
      this.skipBytes -= skipped;
      at += skipped;
      if (this.skipBytes === 0) {
        const taken = chunk.subarray(at, at + this.wanted - this.filled);
        this.piece.set(taken, this.filled);
        this.filled += taken.length;
        at += taken.length;
      }
      if (this.skipBytes === 0 && this.filled === this.wanted && this.step()) return { used: at, isEnd: true };
    }
    return { used: chunk.length, isEnd: false };
  }

  /** Acts on the piece that is complete; true where the frame ends with it. */
  private step(): boolean {
    switch (this.state) {
      case 'magic':
        return this.readMagic();
      case 'skippable':
        return this.skip(this.view.getUint32(0, true), true);
      case 'descriptor':
        return this.readDescriptor(this.piece[0]!);
      case 'fields':
        return this.expect('block', 3);
      case 'block':
        return this.readBlock();
      case 'skip':
        return this.endBlock();
      case 'checksum':
        return this.endFrame();
      case 'broken':
        return false;
    }
  }

  private expect(state: State, bytes: number): false {
    this.state = state;
    this.wanted = bytes;
    this.filled = 0;
    return false;
  }

  private readMagic(): false {
    const magic = this.view.getUint32(0, true);
    if (magic === frameMagic) return this.expect('descriptor', 1);
    return (magic & 0xfffffff0) >>> 0 === skippableMagic ? this.expect('skippable', 4) : this.expect('broken', 0);
  }

  private readDescriptor(descriptor: number): false {
    const isSingleSegment = (descriptor & 0x20) !== 0;
    const sizeFlag = descriptor >> 6;
    this.hasChecksum = (descriptor & 4) !== 0;
    const sizeBytes = sizeFlag === 0 ? Number(isSingleSegment) : 1 << sizeFlag;
    const dictionaryBytes = [0, 1, 2, 4][descriptor & 3]!;
    return this.expect('fields', Number(!isSingleSegment) + dictionaryBytes + sizeBytes);
  }

  private readBlock(): boolean {
    const header = this.piece[0]! | (this.piece[1]! << 8) | (this.piece[2]! << 16);
    return this.skip(((header >> 1) & 3) === runBlock ? 1 : header >> 3, (header & 1) === 1);
  }

  /** Passes over the content of a block, or of a skippable frame, which has one and no checksum. */
  private skip(bytes: number, isLast: boolean): boolean {
    if (this.state === 'skippable') this.hasChecksum = false;
    this.isLastBlock = isLast;
    this.skipBytes = bytes;
    this.expect('skip', 0);
    return bytes === 0 && this.endBlock();
  }

  private endBlock(): boolean {
    if (!this.isLastBlock) return this.expect('block', 3);
    return this.hasChecksum ? this.expect('checksum', 4) : this.endFrame();
  }

  private endFrame(): true {
    this.expect('magic', 4);
    return true;
  }
}
