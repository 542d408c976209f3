import { describe, expect, it } from 'vitest';
import { extendedSums, prefixFigures, prefixSumsOf } from '../../../../src/core/measure/prefixSums';
import { dataOf, randomTagLists } from '../select/selectionData';

describe('prefix sums', () => {
  const data = dataOf(randomTagLists(5, 40, 30), {
    length: Uint32Array.from({ length: 40 }, (_, row) => 10 * row),
    quality: Float64Array.from({ length: 40 }, (_, row) => (row % 3 === 0 ? NaN : row)),
  });
  const rows = Uint32Array.from({ length: 40 }, (_, row) => row);
  const pool = { uniqueTags: 30, meanLength: 195 };

  it('continue at the rate of the last tenth, and leave what is known alone', () => {
    const sums = { uniqueTags: Uint32Array.from([2, 4, 6, 8]), tags: Float64Array.from([3, 6, 9, 12]) };
    expect(extendedSums(sums, 6, 100)).toEqual({
      uniqueTags: Uint32Array.from([2, 4, 6, 8, 10, 12]),
      tags: Float64Array.from([3, 6, 9, 12, 15, 18]),
    });
    expect([...extendedSums(sums, 6, 9).uniqueTags]).toEqual([2, 4, 6, 8, 9, 9]);
  });

  it('give the figures of fewer rows as they are', () => {
    const sums = prefixSumsOf(data, rows);
    for (const count of [1, 17, 40])
      expect(prefixFigures(extendedSums(sums, count, 30), count, 30, pool)).toEqual(
        prefixFigures(sums, count, 30, pool),
      );
  });

  it('of nothing continue as nothing', () => {
    const sums = prefixSumsOf(data, new Uint32Array());
    expect(prefixFigures(extendedSums(sums, 3, 30), 3, 30, pool)).toMatchObject({ coverage: 0, averageTags: 0 });
  });
});
