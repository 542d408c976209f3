/** Zstandard data, frame by frame: one that is damaged costs none of the others. */
import { closeSync, openSync, readSync } from 'node:fs';
import { ZSTDDecoder } from 'zstddec/stream';
import type { DamageListener, UnpackOptions } from './unpack';
import { ZstdFrames } from './zstdFrames';

const pieceBytes = 1 << 16;
/** Steps without content: one for each piece of a block of 128 kB, and a few; a thousand mean that the decoder is stuck. */
const mostIdleSteps = 1000;
/** Of a file of many damaged frames, the first ones tell enough. */
const mostTold = 10;
/** The decoder keeps the memory of each frame that it could not end. */
const mostDamaged = 32;

/** Sizes and checksums are verified. Reads in small pieces without waiting, since the decoder asks for them while it runs. */
export async function* unzstd(
  path: string,
  onDamage: DamageListener,
  options: UnpackOptions,
): AsyncGenerator<Uint8Array> {
  const decoder = new ZSTDDecoder();
  await decoder.init();
  const file = new PackedFile(path, options);
  let damaged = 0;
  let contentAt = 0;
  try {
    while (!file.isAtEnd()) {
      const frameStart = contentAt;
      const frame = new DecodedFrame(decoder, file);
      try {
        for (let content = frame.next(); content !== undefined; content = frame.next()) {
          contentAt += content.length;
          yield content;
        }
      } finally {
        frame.release();
      }
      if (frame.isTorn) return onDamage({ message: tornMessage, place: 'end' });
      if (!frame.isDamaged) continue;
      if (damaged++ < mostTold)
        onDamage({ message: damageMessage(frameStart, contentAt), place: { byteOffset: frameStart } });
      if (damaged === mostDamaged) return onDamage({ message: hopelessMessage, place: 'end' });
    }
  } finally {
    file.close();
  }
}

const tornMessage =
  'The zstd data ends in the middle, or goes on with something else; what came after the last row is lost.';

const hopelessMessage = `The zstd data is damaged in ${mostDamaged} of its frames; what follows them is not read.`;

function damageMessage(from: number, to: number): string {
  const bytes = `${from.toLocaleString('en-US')} to ${to.toLocaleString('en-US')}`;
  return `The zstd data is damaged: bytes ${bytes} of its content are not what their checksum was made of, or are not all there. Rows from here on may differ from what was written, or be missing.`;
}

/** The bytes of a file, cut where its frames end. */
class PackedFile {
  private readonly file: number;
  private readonly buffer = new Uint8Array(pieceBytes);
  private readonly frames = new ZstdFrames();
  private rest = new Uint8Array(0);
  private isStopped = false;
  /** The last frame that was asked for came to its end. */
  private hasEnded = true;

  constructor(
    path: string,
    private readonly options: UnpackOptions,
  ) {
    this.file = openSync(path, 'r');
  }

  isAtEnd(): boolean {
    if (this.rest.length === 0) this.readPiece();
    return this.rest.length === 0;
  }

  get frameHasEnded(): boolean {
    return this.hasEnded;
  }

  /** Of the frame that begins here, its last byte apart: what the decoder unpacks together with a wrong checksum it does not give. */
  *frame(): Generator<Uint8Array> {
    this.hasEnded = false;
    while (!this.hasEnded && !this.isAtEnd()) {
      const { used, isEnd } = this.frames.take(this.rest);
      const piece = this.rest.subarray(0, used);
      this.rest = this.rest.subarray(used);
      this.hasEnded = isEnd;
      const cut = isEnd ? used - 1 : used;
      yield piece.subarray(0, cut);
      if (cut < used) yield piece.subarray(cut);
    }
  }

  /** From here on there is nothing more. */
  stop(): void {
    this.isStopped = true;
    this.rest = this.rest.subarray(this.rest.length);
  }

  close(): void {
    closeSync(this.file);
  }

  private readPiece(): void {
    const length = this.isStopped ? 0 : readSync(this.file, this.buffer);
    this.rest = this.buffer.subarray(0, length);
    if (length > 0) this.options.onDidRead?.(length);
  }
}

/** What the decoder makes of one frame, piece by piece. */
class DecodedFrame {
  isDamaged = false;
  isTorn = false;
  private isOver = false;
  private readonly packed: Generator<Uint8Array>;
  private readonly decoded: Iterator<Uint8Array, unknown>;

  constructor(
    decoder: ZSTDDecoder,
    private readonly file: PackedFile,
  ) {
    this.packed = file.frame();
    this.decoded = decoder.decodeStreaming(this.packed);
  }

  /** Content, or undefined once there is no more. */
  next(): Uint8Array | undefined {
    const content = this.nextContent();
    if (content === undefined && !this.isOver) this.passOver();
    return content;
  }

  /** Gives the decoder's memory back where its content was not asked for to the end; a stuck decoder keeps it. */
  release(): void {
    if (this.isOver) return;
    this.file.stop();
    while (this.nextContent() !== undefined);
  }

  /** Undefined at the end, and where the decoder is stuck: once it met an error it repeats itself, taking nothing and giving nothing. */
  private nextContent(): Uint8Array | undefined {
    for (let idle = 0; idle <= mostIdleSteps && !this.isOver; idle++) {
      const content = this.step();
      if (content !== undefined && content.length > 0) return content;
    }
    return undefined;
  }

  private step(): Uint8Array | undefined {
    try {
      const step = this.decoded.next();
      this.isOver = step.done === true;
      return step.done === true ? undefined : step.value;
    } catch (error) {
      this.isOver = true;
      if (error instanceof Error && 'syscall' in error) throw error;
      this.isTorn = !this.file.frameHasEnded;
      this.isDamaged = !this.isTorn;
      return undefined;
    }
  }

  /** The rest of a frame that cannot be decoded; its memory stays with the decoder. */
  private passOver(): void {
    this.isOver = true;
    while (this.packed.next().done !== true);
    this.isTorn = !this.file.frameHasEnded;
    this.isDamaged = !this.isTorn;
  }
}
