import { describe, expect, it } from 'vitest';
import { firstRowFrom, RowCursor } from '../../../../src/core/dataset/rowCursor';
import { RowIndexWriter } from '../../../../src/core/dataset/rowIndex';

/** Rows at 10, 20, 30, … of 7 bytes each. */
function rows(count: number) {
  const index = new RowIndexWriter();
  for (let row = 0; row < count; row++) index.add(10 * (row + 1), 7, row + 1);
  return index.finish();
}

describe('a cursor over rows', () => {
  it('finds the row of each place, near and far, and those before', () => {
    const cursor = new RowCursor(rows(10_000));
    for (const place of [12, 16, 20, 45, 99_000, 99_006, 50, 100_003, 10]) {
      cursor.moveTo(place);
      expect([place, cursor.row, cursor.start, cursor.end]).toEqual([place, Math.floor(place / 10) - 1, 10 * Math.floor(place / 10), 10 * Math.floor(place / 10) + 7]); // prettier-ignore
    }
  });

  it('stays at the row before a place that lies between rows, and at the first before all', () => {
    const cursor = new RowCursor(rows(3));
    cursor.moveTo(28);
    expect([cursor.row, cursor.end]).toEqual([1, 27]);
    cursor.moveTo(3);
    expect([cursor.row, cursor.start]).toEqual([0, 10]);
  });
});

describe('the first row from a place on', () => {
  it('begins there or beyond', () => {
    const index = rows(3);
    expect([0, 10, 11, 20, 30, 31].map((place) => firstRowFrom(index, place))).toEqual([0, 0, 1, 1, 2, 3]);
    expect(firstRowFrom(rows(0), 5)).toBe(0);
  });
});
