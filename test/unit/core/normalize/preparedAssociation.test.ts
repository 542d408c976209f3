import { describe, expect, it } from 'vitest';
import { associationMerges, type AssociationMerge } from '../../../../src/core/normalize/associationMerge';
import type { Transactions } from '../../../../src/core/normalize/fpGrowth';
import { prepareAssociation } from '../../../../src/core/normalize/preparedAssociation';
import { randomOf } from '../../../../src/core/select/random';

const compareNames = (left: number, right: number) => left - right;

/** Tags that come in families, so that rules fire over several rounds. */
function familyTransactions(seed: number, count: number, itemCount: number): Transactions {
  const random = randomOf(seed);
  const offsets = [0];
  const items: number[] = [];
  for (let transaction = 0; transaction < count; transaction++) {
    const held = new Set<number>();
    let item = random.below(itemCount);
    for (; item > 0; item = random.next() < 0.9 ? item >> 1 : 0) held.add(item);
    if (random.next() < 0.4) held.add(random.below(itemCount));
    items.push(...held);
    offsets.push(items.length);
  }
  return { offsets: Uint32Array.from(offsets), items: Uint32Array.from(items), itemCount };
}

const byFrom = (merges: readonly AssociationMerge[]) =>
  merges.toSorted((left, right) => left.round - right.round || left.from - right.from);

describe('prepareAssociation', () => {
  it('makes the merges of the whole run at every threshold, over several rounds', () => {
    let mostRounds = 0;
    for (let seed = 1; seed <= 25; seed++) {
      const transactions = familyTransactions(seed, 400, 8 + 3 * seed);
      const prepared = prepareAssociation(transactions, { support: 2, confidence: 0.3 });
      for (const support of [2, 3, 8]) {
        for (const confidence of [0.3, 0.5, 0.75, 0.9, 1]) {
          const mayMerge = (from: number, into: number) => (from + into + seed) % 11 !== 0;
          const options = { support, confidence, compareNames, mayMerge };
          const expected = associationMerges(transactions, options);
          mostRounds = Math.max(mostRounds, ...expected.map(({ round }) => round));
          expect(byFrom(prepared.merges(options) ?? [])).toEqual(byFrom(expected));
        }
      }
    }
    expect(mostRounds).toBeGreaterThan(2);
  });

  it('refuses thresholds below those it was prepared for', () => {
    const prepared = prepareAssociation(familyTransactions(1, 50, 10), { support: 4, confidence: 0.5 });
    expect(prepared.merges({ support: 3, confidence: 0.9, compareNames })).toBeUndefined();
    expect(prepared.merges({ support: 4, confidence: 0.4, compareNames })).toBeUndefined();
    expect(prepared.merges({ support: 4, confidence: 0.5, compareNames })).toBeDefined();
  });

  it('finds nothing in no transactions', () => {
    const nothing = { offsets: Uint32Array.of(0), items: new Uint32Array(0), itemCount: 3 };
    const prepared = prepareAssociation(nothing, { support: 1, confidence: 0.5 });
    expect(prepared.merges({ support: 1, confidence: 0.5, compareNames })).toEqual([]);
  });
});
