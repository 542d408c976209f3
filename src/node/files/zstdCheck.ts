/** Compares what a zstd decoder gave with the sizes and checksums that the frames were written with. */
import type { DamageListener } from './unpack';
import { XxHash64 } from './xxHash64';
import { ZstdFrames, type ZstdEvent } from './zstdFrames';

/** Of a file of many damaged frames, the first ones tell enough. */
const mostTold = 10;

export class ZstdCheck {
  private readonly frames = new ZstdFrames();
  private readonly hash = new XxHash64();
  private readonly events: ZstdEvent[] = [];
  private readonly blocks: Uint8Array[] = [];
  private frameStart = 0;
  private contentAt = 0;
  private told = 0;

  constructor(private readonly onDamage: DamageListener) {}

  /** To be told of packed bytes before the decoder is. */
  packed(chunk: Uint8Array): void {
    this.frames.push(chunk, (event) => this.events.push(event));
  }

  /** Blocks come out of the decoder one by one, in order, empty ones too. */
  block(content: Uint8Array): void {
    this.blocks.push(content);
  }

  /** Goes through what has come so far. */
  settle(): void {
    for (let next = this.events[0]; next !== undefined; next = this.events[0]) {
      if (next.kind === 'frameEnd') this.endFrame(next);
      else if (!this.takeBlock()) return;
      this.events.shift();
    }
  }

  private takeBlock(): boolean {
    const block = this.blocks.shift();
    if (block === undefined) return false;
    this.hash.update(block);
    this.contentAt += block.length;
    return true;
  }

  private endFrame({ checksum, contentBytes }: ZstdEvent & { readonly kind: 'frameEnd' }): void {
    const from = this.frameStart;
    this.frameStart = this.contentAt;
    const isOther =
      (checksum !== undefined && Number(this.hash.digest() & 0xffffffffn) !== checksum) ||
      (contentBytes !== undefined && contentBytes !== BigInt(this.contentAt - from));
    this.hash.reset();
    if (!isOther || this.told++ >= mostTold) return;
    const bytes = `${from.toLocaleString('en-US')} to ${this.contentAt.toLocaleString('en-US')}`;
    this.onDamage({
      message: `The zstd data is damaged: bytes ${bytes} of its content are not what their checksum was made of. Rows from here on may differ from what was written.`,
      place: { byteOffset: from },
    });
  }
}
