import { describe, expect, it } from 'vitest';
import { splitByTags } from '../../../../src/core/export/split';
import { dataOf, randomTagLists } from '../select/selectionData';

describe('splitByTags', () => {
  const lists = randomTagLists(8, 400, 15);
  const data = dataOf(lists);
  const rows = Uint32Array.from({ length: 400 }, (_, row) => 399 - row);

  it('splits exactly, without loss, in the order of the selection', () => {
    const { train, validation } = splitByTags(data.tags, data.tagNames.length, rows, 0.1, 0);
    expect([train.length, validation.length]).toEqual([360, 40]);
    expect(new Set([...train, ...validation]).size).toBe(400);
    expect([...train]).toEqual([...train].sort((a, b) => b - a));
  });

  it('keeps every tag near its share', () => {
    const { validation } = splitByTags(data.tags, data.tagNames.length, rows, 0.25, 0);
    for (const tag of data.tagNames) {
      const all = lists.filter((tags) => tags.includes(tag)).length;
      const part = [...validation].filter((row) => lists[row]!.includes(tag)).length;
      expect(Math.abs(part - all / 4)).toBeLessThanOrEqual(Math.max(2, all / 20));
    }
  });

  it('is the same for the same seed and copes with no rows', () => {
    const split = () => splitByTags(data.tags, data.tagNames.length, rows, 0.5, 3);
    expect(split()).toEqual(split());
    expect(splitByTags(data.tags, data.tagNames.length, new Uint32Array(), 0.5, 3).train).toHaveLength(0);
  });

  it('keeps at least one row for training, and gives validation none where the share is less than half a row', () => {
    const sizes = (count: number, share: number) => {
      const { train, validation } = splitByTags(data.tags, data.tagNames.length, rows.slice(0, count), share, 0);
      return [train.length, validation.length];
    };
    expect([sizes(1, 0.9), sizes(2, 0.9), sizes(10, 0.04), sizes(10, 0.06)]).toEqual([
      [1, 0],
      [1, 1],
      [10, 0],
      [9, 1],
    ]);
  });
});
