import type { RowIndex } from './rowIndex';

/** A row that is looked up by places in ascending order: near the last one by steps, further on by halving. */
export class RowCursor {
  row = 0;
  /** Where the row begins and ends in the content. */
  start = 0;
  end = 0;

  constructor(private readonly index: RowIndex) {}

  /** To the row that begins at or before the place; the first where none does. */
  moveTo(place: number): void {
    if (place >= this.start && place < this.end) return;
    this.row = this.rowNear(place) ?? this.index.rowAt(place);
    this.take();
  }

  private rowNear(place: number): number | undefined {
    if (place < this.start) return undefined;
    for (let row = this.row; row < this.row + maxSteps; row++)
      if (row + 1 >= this.index.rowCount || this.index.place(row + 1).byteOffset > place) return row;
    return undefined;
  }

  private take(): void {
    const { byteOffset, length } = this.index.place(this.row);
    this.start = byteOffset;
    this.end = byteOffset + length;
  }
}

const maxSteps = 8;

/** The first row that begins at `offset` or beyond; the number of rows where none does. */
export function firstRowFrom(index: RowIndex, offset: number): number {
  if (index.rowCount === 0) return 0;
  const row = index.rowAt(offset);
  return index.place(row).byteOffset >= offset ? row : row + 1;
}
