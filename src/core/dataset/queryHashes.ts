/** The content hashes of a dataset's queries, 64 bits each. */
import { PackedColumn, type Column, type ColumnPart } from './packedColumn';
import { PackedColumnWriter } from './packedColumnWriter';

/** First and second 32 bits of each query's hash. */
export interface QueryHashColumns {
  readonly high: Column;
  readonly low: Column;
}

/** Takes hashes in order, wherever it keeps them. */
export interface QueryHashSink {
  readonly length: number;
  push(high: number, low: number): void;
  /** What has been pushed so far. */
  columns(): QueryHashColumns;
}

export interface QueryHashParts {
  readonly high: ColumnPart;
  readonly low: ColumnPart;
}

/** Keeps them in memory. */
export class PackedHashes implements QueryHashSink {
  private readonly high = new PackedColumnWriter();
  private readonly low = new PackedColumnWriter();

  get length(): number {
    return this.high.length;
  }

  push(high: number, low: number): void {
    this.high.push(high);
    this.low.push(low);
  }

  columns(): QueryHashColumns {
    return openHashParts(this.share());
  }

  share(): QueryHashParts {
    return { high: this.high.share(), low: this.low.share() };
  }
}

export function openHashParts({ high, low }: QueryHashParts): QueryHashColumns {
  return { high: new PackedColumn(high), low: new PackedColumn(low) };
}
