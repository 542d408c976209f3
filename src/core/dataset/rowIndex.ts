/** Where rows lie: offsets, lengths and lines in typed arrays that grow by segments, so that growing never copies. */

const segmentRows = 65536;

/** A run of rows as it travels from the indexing thread. */
export interface IndexPortion {
  readonly offsets: Float64Array;
  readonly lengths: Uint32Array;
  readonly lines: Uint32Array;
}

interface Segment {
  readonly offsets: Float64Array;
  readonly lengths: Uint32Array;
  readonly lines: Uint32Array;
}

export interface RowPlace {
  readonly byteOffset: number;
  readonly length: number;
  /** From 1. */
  readonly line: number;
}

/** 16 bytes per row. */
export class RowIndex {
  private readonly segments: Segment[] = [];
  private count = 0;

  get rowCount(): number {
    return this.count;
  }

  add(byteOffset: number, length: number, line: number): void {
    const within = this.count % segmentRows;
    if (within === 0) this.segments.push(emptySegment());
    const segment = this.segments[this.segments.length - 1]!;
    segment.offsets[within] = byteOffset;
    segment.lengths[within] = length;
    segment.lines[within] = line;
    this.count++;
  }

  append(portion: IndexPortion): void {
    for (let from = 0; from < portion.lengths.length;) {
      const within = this.count % segmentRows;
      if (within === 0) this.segments.push(emptySegment());
      const segment = this.segments[this.segments.length - 1]!;
      const to = Math.min(portion.lengths.length, from + segmentRows - within);
      segment.offsets.set(portion.offsets.subarray(from, to), within);
      segment.lengths.set(portion.lengths.subarray(from, to), within);
      segment.lines.set(portion.lines.subarray(from, to), within);
      this.count += to - from;
      from = to;
    }
  }

  /** Rows `from` up to `to`, copied out. */
  portion(from: number, to: number): IndexPortion {
    const size = Math.max(0, to - from);
    const copy = { offsets: new Float64Array(size), lengths: new Uint32Array(size), lines: new Uint32Array(size) };
    for (let row = from; row < to;) {
      const segment = this.segments[Math.floor(row / segmentRows)]!;
      const within = row % segmentRows;
      const taken = Math.min(to - row, segmentRows - within);
      copy.offsets.set(segment.offsets.subarray(within, within + taken), row - from);
      copy.lengths.set(segment.lengths.subarray(within, within + taken), row - from);
      copy.lines.set(segment.lines.subarray(within, within + taken), row - from);
      row += taken;
    }
    return copy;
  }

  place(row: number): RowPlace {
    if (row < 0 || row >= this.count) throw new RangeError(`row must be 0 to ${this.count - 1}, got ${row}.`);
    const segment = this.segments[Math.floor(row / segmentRows)]!;
    const within = row % segmentRows;
    return {
      byteOffset: segment.offsets[within]!,
      length: segment.lengths[within]!,
      line: segment.lines[within]!,
    };
  }
}

function emptySegment(): Segment {
  return {
    offsets: new Float64Array(segmentRows),
    lengths: new Uint32Array(segmentRows),
    lines: new Uint32Array(segmentRows),
  };
}
