import { describe, expect, it } from 'vitest';
import { RowIndex, RowIndexWriter } from '../../../../src/core/dataset/rowIndex';
import { seededRandom } from '../../../support/seededRandom';

describe('the row index', () => {
  it('keeps places beyond four gigabytes', () => {
    const writer = new RowIndexWriter();
    for (let row = 0; row < 200_000; row++) writer.add(row * 100_000, row % 100_000, row + 1);
    const index = writer.finish();
    expect(index.rowCount).toBe(200_000);
    expect(index.place(199_998)).toEqual({ byteOffset: 19_999_800_000, length: 99_998, line: 199_999 });
    expect(index.place(199_999)).toEqual({ byteOffset: 19_999_900_000, length: 99_999, line: 200_000 });
    expect(() => index.place(200_000)).toThrow('row must be 0 to 199999, got 200000.');
    expect(() => index.place(-1)).toThrow(RangeError);
  });

  it('of nothing has no rows', () => {
    expect(new RowIndexWriter().finish().rowCount).toBe(0);
  });

  it('keeps any lengths, gaps and lines, and finds rows by offset', () => {
    const random = seededRandom(3);
    const writer = new RowIndexWriter();
    const places = [];
    for (let row = 0, at = 0, line = 1; row < 30_000; row++) {
      const length = Math.floor(random() ** 8 * 2e6);
      places.push({ byteOffset: at, length, line });
      writer.add(at, length, line);
      at += length + 1 + Math.floor(3 * random());
      line += Math.floor(2.2 * random());
    }
    const index = new RowIndex(writer.finish().share());
    for (let row = 0; row < places.length; row++) expect(index.place(row)).toEqual(places[row]);
    for (let row = 0; row < places.length; row += 97) {
      expect(index.rowAt(places[row]!.byteOffset)).toBe(row);
      expect(index.rowAt(places[row]!.byteOffset + places[row]!.length)).toBe(row);
    }
  });

  it('grows by what its writer has added since', () => {
    const writer = new RowIndexWriter();
    const copy = new RowIndex();
    for (let row = 0; row < 50_000; row++) {
      writer.add(3 * row, 2, row);
      if (row % 7_001 !== 0) continue;
      copy.grow(writer.shareNew());
      expect(copy.rowCount).toBe(row + 1);
      for (const known of [0, row >> 1, row - 1, row])
        if (known >= 0) expect(copy.place(known)).toEqual({ byteOffset: 3 * known, length: 2, line: known });
    }
  });
});
