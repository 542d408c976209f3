import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { whyOf } from '../../../../src/core/select/selector';
import { hasShared, sharedPath } from '../../../support/sharedData';
import { dataOf, lettersOf, randomTagLists, select } from './selectionData';

/** Algorithm 1 as the method writes it: rescans the remaining rows in every round. */
function plainAlgorithm(rows: readonly (readonly string[])[], count: number): { row: number; round: number }[] {
  const order = rows.map((_, row) => row).sort((a, b) => rows[b]!.length - rows[a]!.length || a - b);
  const taken: { row: number; round: number }[] = [];
  let remaining = order;
  for (let round = 1; taken.length < count; round++) {
    const covered = new Set<string>();
    const left: number[] = [];
    const before = taken.length;
    for (const row of remaining) {
      const isNew = rows[row]!.some((tag) => !covered.has(tag));
      if (taken.length < count && isNew) {
        taken.push({ row, round });
        for (const tag of rows[row]!) covered.add(tag);
      } else left.push(row);
    }
    if (taken.length === before) break;
    remaining = left;
  }
  return taken;
}

const fixture = ['abc', 'ab', 'd', 'abcd', 'ea', 'bc', '', 'e'];

describe('complexity-first', () => {
  it('takes 3, 4 and then 0 of the worked example', () => {
    const selection = select(lettersOf(fixture), { count: 3 });
    expect([...selection.rows]).toEqual([3, 4, 0]);
    expect([...selection.roundOf]).toEqual([1, 1, 2]);
  });

  it('never takes the row without tags and reports the shortfall', () => {
    const selection = select(lettersOf(fixture), { count: 8 });
    expect([...selection.rows]).toEqual([3, 4, 0, 2, 7, 1, 5]);
    expect([...selection.roundOf]).toEqual([1, 1, 2, 2, 2, 3, 3]);
    expect(selection.shortfall).toBe(1);
  });

  it('says which tags admitted a row', () => {
    const data = lettersOf(fixture);
    const why = whyOf(select(data, { count: 3 }), 1);
    expect(why).toMatchObject({ row: 4, rank: 2, reason: 'selector', round: 1 });
    expect(why.admittedBy.map((tag) => data.tagNames[tag])).toEqual(['e']);
  });

  it('pads only when asked, and marks padded rows', () => {
    const selection = select(lettersOf(fixture), { count: 8, isPadded: true });
    expect(selection.rows.at(-1)).toBe(6);
    expect(whyOf(selection, 7).reason).toBe('padding');
    expect(selection.shortfall).toBe(0);
  });

  it('agrees with the plain algorithm on random data, for every n, with rounds', () => {
    for (let seed = 0; seed < 30; seed++) {
      const rows = randomTagLists(seed, 60, 12);
      const data = dataOf(rows);
      for (const count of [1, 2, 7, 20, 60, 100]) {
        const selection = select(data, { count });
        const plain = plainAlgorithm(rows, count);
        expect([...selection.rows]).toEqual(plain.map(({ row }) => row));
        expect([...selection.roundOf]).toEqual(plain.map(({ round }) => round));
      }
    }
  });

  it('takes one row per round where all rows carry the same tag', () => {
    const selection = select(lettersOf(['a', 'a', 'a']), { count: 3 });
    expect([...selection.roundOf]).toEqual([1, 2, 3]);
  });
});

describe.skipIf(!hasShared)('complexity-first on real tags', () => {
  interface Reference {
    readonly selected: number;
    readonly rounds: number;
    readonly lines: readonly number[];
  }

  it('takes exactly the rows of the reference, in order, for every n', () => {
    const lines = readFileSync(sharedPath('reference', 'tags_rule_then_frequency2.jsonl'), 'utf8').trim().split('\n');
    const parsed = lines.map((line) => JSON.parse(line) as { line: number; tags: string[] });
    const data = dataOf(parsed.map(({ tags }) => tags));
    const text = readFileSync(sharedPath('reference', 'selection_algorithm1.json'), 'utf8');
    const reference = JSON.parse(text) as Record<string, Reference>;
    for (const [count, expected] of Object.entries(reference)) {
      const selection = select(data, { count: Number(count) });
      expect(Array.from(selection.rows, (row) => parsed[row]!.line)).toEqual(expected.lines);
      expect(selection.rounds).toBe(expected.rounds);
    }
  });
});
