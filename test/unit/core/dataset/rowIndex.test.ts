import { describe, expect, it } from 'vitest';
import { RowIndex } from '../../../../src/core/dataset/rowIndex';

describe('the row index', () => {
  it('keeps places beyond four gigabytes and over many segments', () => {
    const index = new RowIndex();
    for (let row = 0; row < 200_000; row++) index.add(row * 100_000, row, row + 1);
    expect(index.rowCount).toBe(200_000);
    expect(index.place(199_999)).toEqual({ byteOffset: 19_999_900_000, length: 199_999, line: 200_000 });
    expect(() => index.place(200_000)).toThrow('row must be 0 to 199999, got 200000.');
  });

  it('grows by what another index has added, without copying', () => {
    const source = new RowIndex();
    const copy = new RowIndex();
    let known = 0;
    for (let row = 0; row < 150_000; row++) {
      source.add(row, 1, row);
      if (row % 40_000 !== 39_999) continue;
      const grown = source.share(known);
      known += grown.segments.length;
      copy.grow(grown);
      expect(copy.rowCount).toBe(row + 1);
      expect(copy.place(row).byteOffset).toBe(row);
    }
  });
});
