import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { mineRules } from '../../../../src/core/normalize/associationRules';
import { fpGrowth, type Transactions } from '../../../../src/core/normalize/fpGrowth';
import { tagTableOf, type TagTable } from '../../../../src/core/normalize/tagTable';
import { hasShared, sharedPath } from '../../../support/sharedData';

const transactionsOf = (table: TagTable): Transactions => ({
  offsets: table.tagOffsets,
  items: table.tagIds,
  itemCount: table.names.length,
});

describe('mineRules', () => {
  it('measures a rule by hand', () => {
    const table = tagTableOf([['a', 'b'], ['a', 'b'], ['b'], ['c']]);
    const [rule, ...others] = mineRules(transactionsOf(table), { support: 2, confidence: 0.9 });
    expect(rule).toEqual({
      antecedent: [0],
      consequent: 1,
      support: 2,
      confidence: 1,
      lift: 4 / 3,
      conviction: Infinity,
    });
    expect(others).toEqual([]);
    const both = mineRules(transactionsOf(table), { support: 2, confidence: 0.6 });
    expect(both[1]).toMatchObject({ antecedent: [1], consequent: 0, confidence: 2 / 3 });
    expect(both[1]!.conviction).toBeCloseTo((1 - 0.5) / (1 - 2 / 3), 12);
  });

  it('takes antecedents of up to three tags', () => {
    const table = tagTableOf([
      ['a', 'b', 'c', 'd'],
      ['a', 'b', 'c', 'd'],
      ['a', 'b'],
      ['b', 'c'],
      ['a', 'c'],
    ]);
    const rules = mineRules(transactionsOf(table), { support: 2, confidence: 1 });
    expect(rules.map(({ antecedent }) => antecedent.length)).toContain(3);
    expect(Math.max(...rules.map(({ antecedent }) => antecedent.length))).toBe(3);
    const single = mineRules(transactionsOf(table), { support: 2, confidence: 1, largestAntecedent: 1 });
    expect(single.map(({ antecedent, consequent }) => [antecedent, consequent])).toEqual([
      [[3], 0],
      [[3], 1],
      [[3], 2],
    ]);
  });
});

interface ReferenceRule {
  readonly antecedent: string[];
  readonly consequent: string;
  readonly support: number;
  readonly confidence: number;
}

describe.skipIf(!hasShared)('mineRules on real tags', () => {
  const lines = hasShared
    ? readFileSync(sharedPath('reference', 'tags_rule_then_frequency2.jsonl'), 'utf8').trim().split('\n')
    : [];
  const table = tagTableOf(lines.map((line) => (JSON.parse(line) as { tags: string[] }).tags));
  const reference = (
    hasShared ? JSON.parse(readFileSync(sharedPath('reference', 'association.json'), 'utf8')) : {}
  ) as Record<string, ReferenceRule[]>;
  const shown = (antecedent: string[], consequent: string, support: number, confidence: number): string =>
    JSON.stringify([[...antecedent].sort(), consequent, support, Math.round(confidence * 1e6)]);

  it.each(Object.keys(reference).filter((key) => key.includes('confidence')))(
    'agrees with the reference: %s',
    (key) => {
      const [, support, confidence, largest] = /support(\d+)_confidence([\d.]+)_antecedent(\d)/u.exec(key)!.map(Number);
      const thresholds = { support: support!, confidence: confidence!, largestAntecedent: largest };
      const rules = mineRules(transactionsOf(table), thresholds).map((rule) => {
        const names = rule.antecedent.map((item) => table.names[item]!);
        return shown(names, table.names[rule.consequent]!, rule.support, rule.confidence);
      });
      const expected = reference[key]!.map((r) => shown(r.antecedent, r.consequent, r.support, r.confidence));
      expect(rules.sort()).toEqual(expected.sort());
    },
  );

  it('agrees with the reference on all itemsets of support 5', () => {
    const { count, offsets, items, support } = fpGrowth(transactionsOf(table), { support: 5, maximumSize: 3 });
    const found = Array.from({ length: count }, (_, at) => {
      const names = [...items.subarray(offsets[at], offsets[at + 1])].map((item) => table.names[item]!);
      return JSON.stringify([names.sort(), support[at]]);
    });
    const expected = (reference['frequentItemsets_support5'] as unknown as { items: string[]; support: number }[]).map(
      (itemset) => JSON.stringify([[...itemset.items].sort(), itemset.support]),
    );
    expect(found.sort()).toEqual(expected.sort());
  });
});
