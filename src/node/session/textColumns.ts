/** Columns of rows in the file's text: UTF-16 units from the beginning of the line on which a row begins, as editors count. */
import { unitBytes } from '../../core/dataset/encoding';
import type { LongWork } from '../../core/ports';
import { streamDecoder } from '../dataset/decodeRow';
import type { FileDataset } from '../dataset/openDataset';

const portionBytes = 1 << 16;

/** Rows are asked for in the order of the file: many on one line then cost one pass over it. */
export class TextColumns {
  private lineStart = 0;
  private from = 0;
  private column = 0;

  constructor(
    private readonly dataset: FileDataset,
    private readonly work: LongWork = {},
  ) {}

  /** 0 in formats whose rows are no part of a text or whole lines of it. */
  async columnAt(byteOffset: number): Promise<number> {
    const { kind } = this.dataset.container;
    if (kind === 'parquet' || kind === 'text') return 0;
    const lineStart = await this.findLineStart(byteOffset);
    if (lineStart !== this.lineStart || byteOffset < this.from) [this.from, this.column] = [lineStart, 0];
    this.column += await this.unitsBetween(this.from, byteOffset);
    this.lineStart = lineStart;
    this.from = byteOffset;
    return this.column;
  }

  /** Looks back no further than the row before: in between lies the end of a line, or the line is the same. */
  private async findLineStart(byteOffset: number): Promise<number> {
    const known = byteOffset >= this.from ? this.from : 0;
    for (let end = byteOffset; end > known;) {
      const start = Math.max(known, end - portionBytes);
      const found = this.lastLineEnd(await this.read(start, end));
      if (found >= 0) return start + found;
      end = start;
    }
    return known === 0 ? 0 : this.lineStart;
  }

  /** Offset after the last line end in the bytes, or -1. */
  private lastLineEnd(bytes: Uint8Array): number {
    const { encoding } = this.dataset.container;
    const width = unitBytes(encoding);
    const low = encoding === 'utf-16be' ? 1 : 0;
    for (let unit = bytes.length - width; unit >= 0; unit -= width) {
      const isAscii = width === 1 || bytes[unit + 1 - low] === 0;
      if (isAscii && (bytes[unit + low] === 10 || bytes[unit + low] === 13)) return unit + width;
    }
    return -1;
  }

  private async unitsBetween(from: number, to: number): Promise<number> {
    const decode = streamDecoder(this.dataset.container.encoding);
    let units = 0;
    for (let at = from; at < to; at += portionBytes) {
      this.work.cancellation?.throwIfAborted();
      const text = decode(await this.read(at, Math.min(to, at + portionBytes)));
      units += at === 0 && text.startsWith('\ufeff') ? text.length - 1 : text.length;
    }
    return units;
  }

  private read(start: number, end: number): Promise<Uint8Array> {
    return this.dataset.readContentBytes(start, end - start);
  }
}
