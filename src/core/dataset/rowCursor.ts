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
    this.start = this.index.start(this.row)!;
    this.end = this.index.end(this.row);
  }

  private rowNear(place: number): number | undefined {
    if (place < this.start) return undefined;
    for (let row = this.row; row < this.row + maxSteps; row++) {
      const next = this.index.start(row + 1);
      if (next === undefined || next > place) return row;
    }
    return undefined;
  }
}

const maxSteps = 8;

/** The first row that begins at `offset` or beyond; the number of rows where none does. */
export function firstRowFrom(index: RowIndex, offset: number): number {
  if (index.rowCount === 0) return 0;
  const row = index.rowAt(offset);
  return index.start(row)! >= offset ? row : row + 1;
}
