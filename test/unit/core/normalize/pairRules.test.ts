import { describe, expect, it } from 'vitest';
import { mineRules } from '../../../../src/core/normalize/associationRules';
import { pairRules } from '../../../../src/core/normalize/pairRules';
import { tagTableOf } from '../../../../src/core/normalize/tagTable';
import { seededRandom } from '../../../support/seededRandom';

const transactionsOf = (rows: readonly (readonly string[])[]) => {
  const { tagOffsets, tagIds, names } = tagTableOf(rows);
  return { offsets: tagOffsets, items: tagIds, itemCount: names.length };
};

describe('pairRules', () => {
  it('equals mining with antecedents of one tag', () => {
    const random = seededRandom(5);
    const transactions = transactionsOf(Array.from({ length: 80 }, () => [...'abcdefg'].filter(() => random() < 0.4)));
    for (const [support, confidence] of [
      [1, 0.1],
      [10, 0.4],
      [15, 0.5],
      [100, 0.1],
    ] as const) {
      const { from, into, support: both, confidence: share, count } = pairRules(transactions, support, confidence);
      const mined = mineRules(transactions, { support, confidence, largestAntecedent: 1 });
      expect(count).toBe(mined.length);
      expect([...from]).toEqual(mined.map(({ antecedent }) => antecedent[0]));
      expect([...into]).toEqual(mined.map(({ consequent }) => consequent));
      expect([...both]).toEqual(mined.map((rule) => rule.support));
      expect([...share]).toEqual(mined.map((rule) => rule.confidence));
    }
  });

  it('finds none where there is nothing, one tag, or no tag beside another', () => {
    for (const rows of [[], [['a']], [['a'], ['b'], []]]) expect(pairRules(transactionsOf(rows), 1, 0).count).toBe(0);
  });
});
