/** Where rows lie: offsets, gaps and lines as packed columns, so that growing never copies and threads need no copy. */
import { PackedColumn, type ColumnPart } from './packedColumn';
import { PackedColumnWriter } from './packedColumnWriter';
import type { RowSink } from './rowScanner';

/** An index as it travels to another thread: all of it, or what came after an earlier part. */
export interface SharedIndex {
  readonly offsets: ColumnPart;
  readonly gaps: ColumnPart;
  readonly lines: ColumnPart;
  readonly rowCount: number;
  /** Length of the last row; those before end a gap before the next begins. */
  readonly lastLength: number;
}

export interface RowPlace {
  readonly byteOffset: number;
  readonly length: number;
  /** From 1. */
  readonly line: number;
}

/** About 2 bytes per row where rows follow each other regularly, up to 16 otherwise. */
export class RowIndex {
  private readonly offsets = new PackedColumn();
  private readonly gaps = new PackedColumn();
  private readonly lines = new PackedColumn();
  private lastLength = 0;

  constructor(shared?: SharedIndex) {
    if (shared !== undefined) this.grow(shared);
  }

  get rowCount(): number {
    return this.offsets.length;
  }

  /** Takes over what the writer has added. */
  grow({ offsets, gaps, lines, lastLength }: SharedIndex): void {
    this.offsets.grow(offsets);
    this.gaps.grow(gaps);
    this.lines.grow(lines);
    this.lastLength = lastLength;
  }

  share(): SharedIndex {
    const { rowCount, lastLength } = this;
    const [offsets, gaps, lines] = [this.offsets.share(), this.gaps.share(), this.lines.share()];
    return { offsets, gaps, lines, rowCount, lastLength };
  }

  place(row: number): RowPlace {
    const byteOffset = this.offsets.at(row);
    if (byteOffset === undefined) throw new RangeError(`row must be 0 to ${this.rowCount - 1}, got ${row}.`);
    const next = this.offsets.at(row + 1);
    const length = next === undefined ? this.lastLength : next - byteOffset - this.gaps.at(row)!;
    return { byteOffset, length, line: this.lines.at(row)! };
  }

  /** Where the row begins; undefined beyond the last. */
  start(row: number): number | undefined {
    return this.offsets.at(row);
  }

  /** Where a row of the index ends. */
  end(row: number): number {
    const next = this.offsets.at(row + 1);
    return next === undefined ? this.offsets.at(row)! + this.lastLength : next - this.gaps.at(row)!;
  }

  /** The last row that begins at or before `offset`; the first where none does. Binary search. */
  rowAt(offset: number): number {
    let low = 0;
    for (let high = this.rowCount; high - low > 1;) {
      const middle = (low + high) >>> 1;
      if (this.offsets.at(middle)! <= offset) low = middle;
      else high = middle;
    }
    return low;
  }
}

/** Takes rows in order, in bytes. */
export class RowIndexWriter implements RowSink {
  private readonly offsets = new PackedColumnWriter();
  private readonly gaps = new PackedColumnWriter();
  private readonly lines = new PackedColumnWriter();
  private lastEnd = 0;
  private lastLength = 0;
  private sharedBlocks = { offsets: 0, gaps: 0, lines: 0 };

  get rowCount(): number {
    return this.offsets.length;
  }

  add(byteOffset: number, length: number, line: number): void {
    if (this.rowCount > 0) this.gaps.push(byteOffset - this.lastEnd);
    this.offsets.push(byteOffset);
    this.lines.push(line);
    this.lastEnd = byteOffset + length;
    this.lastLength = length;
  }

  addAll(found: Uint32Array, rowCount: number, start: number, line: number): void {
    if (rowCount === 0) return;
    this.add(start + found[0]!, found[1]!, line + found[2]!);
    let end = this.lastEnd;
    const { offsets, gaps, lines } = this;
    for (let at = 3; at < 3 * rowCount; at += 3) {
      const offset = start + found[at]!;
      gaps.push(offset - end);
      offsets.push(offset);
      lines.push(line + found[at + 2]!);
      end = offset + found[at + 1]!;
    }
    this.lastEnd = end;
    this.lastLength = found[3 * rowCount - 2]!;
  }

  /** What was added since the last call, for an index that took over everything before. */
  shareNew(): SharedIndex {
    const { offsets, gaps, lines, sharedBlocks: from, lastLength } = this;
    const shared = {
      offsets: offsets.share(from.offsets),
      gaps: gaps.share(from.gaps),
      lines: lines.share(from.lines),
      rowCount: this.rowCount,
      lastLength,
    };
    this.sharedBlocks = { offsets: offsets.wholeBlocks, gaps: gaps.wholeBlocks, lines: lines.wholeBlocks };
    return shared;
  }

  finish(): RowIndex {
    this.sharedBlocks = { offsets: 0, gaps: 0, lines: 0 };
    return new RowIndex(this.shareNew());
  }
}
