import { describe, expect, it } from 'vitest';
import { associationMerges } from '../../../../src/core/normalize/associationMerge';
import { tagTableOf } from '../../../../src/core/normalize/tagTable';
import { seededRandom } from '../../../support/seededRandom';

function mergesOf(
  rows: readonly (readonly string[])[],
  support: number,
  confidence = 0.99,
  mayMerge?: (from: string, into: string) => boolean,
): string[] {
  const table = tagTableOf(rows);
  const { names } = table;
  const transactions = { offsets: table.tagOffsets, items: table.tagIds, itemCount: names.length };
  return associationMerges(transactions, {
    support,
    confidence,
    compareNames: (left, right) => (names[left]! < names[right]! ? -1 : 1),
    ...(mayMerge === undefined ? {} : { mayMerge: (from, into) => mayMerge(names[from]!, names[into]!) }),
  }).map(({ from, into, round }) => `${names[from]!} > ${names[into]!} (${round})`);
}

const times = (count: number, row: string[]): string[][] => Array.from({ length: count }, () => row);

describe('associationMerges', () => {
  it('merges the narrower tag into the broader', () => {
    expect(mergesOf([...times(5, ['poetry', 'writing']), ...times(5, ['writing'])], 5)).toEqual([
      'poetry > writing (1)',
    ]);
    expect(mergesOf([...times(5, ['poetry', 'writing']), ...times(5, ['writing'])], 6)).toEqual([]);
  });

  it('keeps the more frequent of two that imply each other, and the first by name of equals', () => {
    expect(mergesOf([...times(9, ['a', 'b']), ['b']], 5, 0.9)).toEqual(['a > b (1)']);
    expect(mergesOf(times(5, ['y', 'x']), 5)).toEqual(['y > x (1)']);
  });

  it('does not join y with z where x implies both', () => {
    const rows = [...times(5, ['x', 'y', 'z']), ...times(3, ['y']), ...times(4, ['z'])];
    expect(mergesOf(rows, 5)).toEqual(['x > y (1)']);
  });

  it('follows pointers to the end', () => {
    const rows = [...times(5, ['a', 'b', 'c']), ...times(5, ['b', 'c']), ...times(5, ['c'])];
    expect(mergesOf(rows, 5)).toEqual(['a > c (1)', 'b > c (1)']);
  });

  it('mines again after merging, until no rule fires', () => {
    // Once x has gone into y, every w comes with y.
    const rows = [...times(198, ['x', 'y']), ...times(2, ['x', 'w']), ...times(3, ['y', 'w']), ...times(100, ['y'])];
    expect(mergesOf(rows, 5)).toEqual(['x > y (1)', 'w > y (2)']);
  });

  it('leaves alone what may not merge', () => {
    const rows = [...times(5, ['x', 'y', 'z']), ...times(3, ['y']), ...times(4, ['z'])];
    expect(mergesOf(rows, 5, 0.99, (_, into) => into !== 'y')).toEqual(['x > z (1)']);
    expect(mergesOf(rows, 5, 0.99, () => false)).toEqual([]);
  });

  it('ends with no rule between single tags left, and nothing merged into what went away', () => {
    for (let seed = 1; seed <= 40; seed++) {
      const random = seededRandom(seed);
      const rows = Array.from({ length: 40 }, () => [...'abcdefgh'].filter(() => random() < 0.4));
      const merges = mergesOf(rows, 2, 0.6).map((merge) => merge.split(/ > | \(/u));
      const gone = new Map(merges.map(([from, into]) => [from!, into!]));
      expect([...gone.values()].filter((into) => gone.has(into))).toEqual([]);
      const after = rows.map((row) => [...new Set(row.map((tag) => gone.get(tag) ?? tag))]);
      expect(mergesOf(after, 2, 0.6), `seed ${seed}`).toEqual([]);
    }
  });
});
