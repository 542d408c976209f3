/** Where rows lie: offsets, lengths and lines in segments of shared memory, so that growing never copies and threads need no copy. */

const segmentRows = 65536;

/** 65,536 rows; shared memory, written by the one thread that indexes. */
export interface IndexSegment {
  readonly offsets: Float64Array<SharedArrayBuffer>;
  readonly lengths: Uint32Array<SharedArrayBuffer>;
  readonly lines: Uint32Array<SharedArrayBuffer>;
}

/** An index as it travels to another thread. */
export interface SharedIndex {
  readonly segments: readonly IndexSegment[];
  readonly rowCount: number;
}

export interface RowPlace {
  readonly byteOffset: number;
  readonly length: number;
  /** From 1. */
  readonly line: number;
}

/** 16 bytes per row. */
export class RowIndex {
  private readonly segments: IndexSegment[];
  private count: number;

  constructor(shared: SharedIndex = { segments: [], rowCount: 0 }) {
    this.segments = [...shared.segments];
    this.count = shared.rowCount;
  }

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

  /** Takes over what another thread has added: segments after the ones known, and the new number of rows. */
  grow({ segments, rowCount }: SharedIndex): void {
    this.segments.push(...segments);
    this.count = rowCount;
  }

  /** Segments from number `from` on. */
  share(from = 0): SharedIndex {
    return { segments: this.segments.slice(from), rowCount: this.count };
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

function emptySegment(): IndexSegment {
  return {
    offsets: new Float64Array(new SharedArrayBuffer(segmentRows * 8)),
    lengths: new Uint32Array(new SharedArrayBuffer(segmentRows * 4)),
    lines: new Uint32Array(new SharedArrayBuffer(segmentRows * 4)),
  };
}
