import { describe, expect, it } from 'vitest';
import { fpGrowth, type Itemsets, type Transactions } from '../../../../src/core/normalize/fpGrowth';
import { seededRandom } from '../../../support/seededRandom';

function transactionsOf(sets: readonly (readonly number[])[], itemCount: number): Transactions {
  const offsets = new Uint32Array(sets.length + 1);
  sets.forEach((set, index) => (offsets[index + 1] = offsets[index]! + set.length));
  return { offsets, items: Uint32Array.from(sets.flat()), itemCount };
}

function listed({ count, offsets, items, support }: Itemsets): string[] {
  return Array.from({ length: count }, (_, at) => {
    return `${items.subarray(offsets[at], offsets[at + 1]).join(' ')}: ${support[at]!}`;
  }).sort();
}

/** Every subset of every transaction, counted. */
function plainItemsets(sets: readonly (readonly number[])[], support: number, maximumSize: number): string[] {
  const counts = new Map<string, number>();
  for (const set of sets) {
    const sorted = [...set].sort((left, right) => left - right);
    for (let mask = 1; mask < 1 << sorted.length; mask++) {
      const subset = sorted.filter((_, bit) => (mask >> bit) & 1);
      if (subset.length <= maximumSize) counts.set(subset.join(' '), (counts.get(subset.join(' ')) ?? 0) + 1);
    }
  }
  return [...counts]
    .filter(([, count]) => count >= support)
    .map(([key, count]) => `${key}: ${count}`)
    .sort();
}

describe('fpGrowth', () => {
  it('finds the itemsets of a small basket by hand', () => {
    const sets = [[0, 1], [0, 1, 2], [0], [1, 2]];
    expect(listed(fpGrowth(transactionsOf(sets, 3), { support: 2 }))).toEqual([
      '0 1: 2',
      '0: 3',
      '1 2: 2',
      '1: 3',
      '2: 2',
    ]);
  });

  it('agrees with counting every subset on random transactions', () => {
    for (let seed = 1; seed <= 80; seed++) {
      const random = seededRandom(seed);
      const itemCount = 2 + Math.floor(random() * 12);
      const sets = Array.from({ length: Math.floor(random() * 60) }, () =>
        Array.from({ length: itemCount }, (_, item) => item)
          .filter(() => random() < 0.35)
          .sort(() => random() - 0.5),
      );
      const support = 1 + (seed % 4);
      const maximumSize = seed % 3 === 0 ? 3 : Infinity;
      const found = listed(fpGrowth(transactionsOf(sets, itemCount), { support, maximumSize }));
      expect(found, `seed ${seed}`).toEqual(plainItemsets(sets, support, maximumSize));
    }
  });

  it('finds nothing in no transactions, in empty ones, and above every count', () => {
    expect(fpGrowth(transactionsOf([], 0), { support: 1 }).count).toBe(0);
    expect(fpGrowth(transactionsOf([[], []], 3), { support: 1 }).count).toBe(0);
    expect(fpGrowth(transactionsOf([[0], [1]], 2), { support: 3 }).count).toBe(0);
  });

  it('follows one long transaction to its full length', () => {
    const set = Array.from({ length: 12 }, (_, item) => item);
    expect(fpGrowth(transactionsOf([set, set], 12), { support: 2 }).count).toBe(2 ** 12 - 1);
  });

  it('refuses a support below 1', () => {
    expect(() => fpGrowth(transactionsOf([[0]], 1), { support: 0 })).toThrow('Support must be at least 1, got 0.');
  });
});
