/**
 * The skeleton of zstd data (RFC 8878, section 3.1): where blocks and frames end, and the checksum that each frame was written with.
 * The decoder looks at none of these checksums; whoever hashes what it gives, block by block, can.
 */

export type ZstdEvent =
  | { readonly kind: 'block' }
  | {
      readonly kind: 'frameEnd';
      /** Low half of the content's XXH64, where the frame has one. */
      readonly checksum?: number;
      /** As the header says, where it does. */
      readonly contentBytes?: bigint;
    };

const frameMagic = 0xfd2fb528;
const skippableMagic = 0x184d2a50;
const runBlock = 1;
const longestPiece = 14;

type State = 'magic' | 'skippable' | 'descriptor' | 'fields' | 'block' | 'checksum' | 'broken';

/** Takes compressed bytes in chunks of any size; what is no zstd data it leaves to the decoder to refuse. */
export class ZstdFrames {
  private readonly piece = new Uint8Array(longestPiece);
  private readonly view = new DataView(this.piece.buffer);
  private filled = 0;
  private wanted = 4;
  private skipBytes = 0;
  private state: State = 'magic';
  private hasChecksum = false;
  private contentFieldBytes = 0;
  private contentBytes: bigint | undefined;
  private isLastBlock = false;

  push(chunk: Uint8Array, tell: (event: ZstdEvent) => void): void {
    for (let at = 0; at < chunk.length && this.state !== 'broken';) {
      const skipped = Math.min(this.skipBytes, chunk.length - at);
      this.skipBytes -= skipped;
      at += skipped;
      const taken = chunk.subarray(at, at + this.wanted - this.filled);
      this.piece.set(taken, this.filled);
      this.filled += taken.length;
      at += taken.length;
      if (this.filled === this.wanted) this.step(tell);
    }
  }

  private step(tell: (event: ZstdEvent) => void): void {
    switch (this.state) {
      case 'magic':
        return this.readMagic();
      case 'skippable':
        this.skipBytes = this.view.getUint32(0, true);
        return this.expect('magic', 4);
      case 'descriptor':
        return this.readDescriptor(this.piece[0]!);
      case 'fields':
        this.contentBytes = this.readContentBytes();
        return this.expect('block', 3);
      case 'block':
        return this.readBlock(tell);
      case 'checksum':
        return this.endFrame(tell, this.view.getUint32(0, true));
      case 'broken':
        return;
    }
  }

  private expect(state: State, bytes: number): void {
    this.state = state;
    this.wanted = bytes;
    this.filled = 0;
  }

  private readMagic(): void {
    const magic = this.view.getUint32(0, true);
    if (magic === frameMagic) this.expect('descriptor', 1);
    else if ((magic & 0xfffffff0) >>> 0 === skippableMagic) this.expect('skippable', 4);
    else this.state = 'broken';
  }

  private readDescriptor(descriptor: number): void {
    const isSingleSegment = (descriptor & 0x20) !== 0;
    const contentFlag = descriptor >> 6;
    this.hasChecksum = (descriptor & 4) !== 0;
    this.contentFieldBytes = contentFlag === 0 ? Number(isSingleSegment) : 1 << contentFlag;
    const dictionaryBytes = [0, 1, 2, 4][descriptor & 3]!;
    const fieldBytes = Number(!isSingleSegment) + dictionaryBytes + this.contentFieldBytes;
    this.contentBytes = undefined;
    if (fieldBytes === 0) this.expect('block', 3);
    else this.expect('fields', fieldBytes);
  }

  /** The last of the header's fields. */
  private readContentBytes(): bigint | undefined {
    const at = this.wanted - this.contentFieldBytes;
    switch (this.contentFieldBytes) {
      case 1:
        return BigInt(this.piece[at]!);
      case 2:
        return BigInt(this.view.getUint16(at, true) + 256);
      case 4:
        return BigInt(this.view.getUint32(at, true));
      case 8:
        return this.view.getBigUint64(at, true);
      default:
        return undefined;
    }
  }

  private readBlock(tell: (event: ZstdEvent) => void): void {
    const header = this.piece[0]! | (this.piece[1]! << 8) | (this.piece[2]! << 16);
    this.skipBytes = ((header >> 1) & 3) === runBlock ? 1 : header >> 3;
    this.isLastBlock = (header & 1) === 1;
    tell({ kind: 'block' });
    if (!this.isLastBlock) this.expect('block', 3);
    else if (this.hasChecksum) this.expect('checksum', 4);
    else this.endFrame(tell);
  }

  private endFrame(tell: (event: ZstdEvent) => void, checksum?: number): void {
    const { contentBytes } = this;
    tell({
      kind: 'frameEnd',
      ...(checksum === undefined ? {} : { checksum }),
      ...(contentBytes === undefined ? {} : { contentBytes }),
    });
    this.expect('magic', 4);
  }
}
