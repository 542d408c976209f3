import { describe, expect, it } from 'vitest';
import { compareDatasets, jaccardMatrix, profileOf, recallMatrix } from '../../../../src/core/measure/compareDatasets';
import { compareSelections } from '../../../../src/core/measure/compareSelections';
import { tagsBeside, topPairs } from '../../../../src/core/measure/cooccurrence';
import { lengthCorrelation, spearman } from '../../../../src/core/measure/correlation';
import {
  curveFromSteps,
  growthCurve,
  randomCurve,
  rankFrequencyCurve,
  selectionCurve,
  uniqueTagSteps,
} from '../../../../src/core/measure/curves';
import { describeDataset } from '../../../../src/core/measure/describeDataset';
import { adjustForDiscoveries, twoSidedP } from '../../../../src/core/measure/normalDistribution';
import { layOutTags } from '../../../../src/core/measure/tagMap';
import type { SelectionData } from '../../../../src/core/select/selector';
import { dataOf, lettersOf, randomTagLists } from '../select/selectionData';

describe('describeDataset', () => {
  it('counts by hand', () => {
    const data = lettersOf(['abc', 'ab', '', 'a']);
    const stats = describeDataset(data, { name: 'four', vocabulary: 6 });
    expect(stats).toMatchObject({
      rows: 4,
      taggedRows: 4,
      uniqueTags: 3,
      vocabulary: 6,
      coverage: 0.5,
      complexity: 1.5,
      occurrences: 6,
      rowsWithoutTags: 1,
      histogram: [1, 1, 1, 1],
    });
    expect(stats.topTags[0]).toEqual({ tag: 'a', id: 0, rows: 3 });
  });

  it('leaves rows that are not tagged out of every figure but the row count', () => {
    const data = { ...lettersOf(['ab', '', 'c']), isCandidate: Uint8Array.of(1, 0, 1) };
    expect(describeDataset(data, { name: 'x' })).toMatchObject({
      rows: 3,
      taggedRows: 2,
      complexity: 1.5,
      rowsWithoutTags: 0,
    });
  });

  it('gives intervals that hold the figure, narrower with more rows, the same for the same seed', () => {
    const small = describeDataset(dataOf(randomTagLists(1, 100, 30)), { name: 's' });
    const large = describeDataset(dataOf(randomTagLists(1, 5000, 30)), { name: 'l' });
    for (const { complexity, coverage, intervals } of [small, large]) {
      expect(intervals.complexity.low).toBeLessThan(complexity);
      expect(intervals.complexity.high).toBeGreaterThan(complexity);
      expect(intervals.coverage.low).toBeLessThanOrEqual(coverage);
      expect(intervals.coverage.high).toBeGreaterThanOrEqual(coverage);
    }
    const width = ({ intervals }: typeof small) => intervals.complexity.high - intervals.complexity.low;
    expect(width(large)).toBeLessThan(width(small) / 4);
    expect(describeDataset(dataOf(randomTagLists(1, 100, 30)), { name: 's' })).toEqual(small);
  });

  it('copes with no rows at all', () => {
    expect(describeDataset(dataOf([]), { name: 'none', equalN: 5 })).toMatchObject({
      rows: 0,
      coverage: 0,
      complexity: 0,
    });
  });
});

/** Mean number of distinct tags over every subset of the given size. */
function meanOverSubsets(lists: readonly (readonly string[])[], size: number): number {
  let sum = 0;
  let subsets = 0;
  for (let mask = 0; mask < 1 << lists.length; mask++) {
    const chosen = lists.filter((_, at) => (mask >> at) & 1);
    if (chosen.length !== size) continue;
    sum += new Set(chosen.flat()).size;
    subsets++;
  }
  return sum / subsets;
}

describe('curves', () => {
  it('growth is the mean over all subsets', () => {
    const lists = randomTagLists(4, 10, 8);
    const { x, y, isExact } = growthCurve(dataOf(lists), 10);
    expect(isExact).toBe(true);
    x.forEach((n, at) => expect(y[at]).toBeCloseTo(meanOverSubsets(lists, n), 9));
  });

  it('coverage of a selection is counted over its prefixes', () => {
    const data = lettersOf(['ab', 'bc', 'd', 'a']);
    expect(selectionCurve(data, Uint32Array.of(0, 1, 3, 2), 4)).toMatchObject({
      x: [1, 2, 3, 4],
      y: [0.5, 0.75, 0.75, 1],
    });
  });

  it('steps computed once give the curve of every prefix', () => {
    const data = dataOf(randomTagLists(2, 80, 30));
    const order = Uint32Array.from({ length: 80 }, (_, row) => (row * 37) % 80);
    const steps = uniqueTagSteps(data, order);
    for (const n of [1, 7, 80]) {
      expect(curveFromSteps(steps, data.tagNames.length, n, 20)).toEqual(
        selectionCurve(data, order.subarray(0, n), 20),
      );
    }
  });

  it('the band of random draws holds the expectation', () => {
    const { y, low = [], high = [] } = randomCurve(dataOf(randomTagLists(9, 400, 60)), 300, 20, 1);
    y.forEach((mean, at) => {
      expect(low[at]).toBeLessThanOrEqual(mean + 1e-9);
      expect(high[at]).toBeGreaterThanOrEqual(mean - 1e-9);
    });
  });

  it('rank and frequency fall together', () => {
    const { x, y } = rankFrequencyCurve(lettersOf(['abc', 'ab', 'a']), 10);
    expect([x, y]).toEqual([
      [1, 2, 3],
      [3, 2, 1],
    ]);
  });
});

describe('comparison of datasets', () => {
  const a = profileOf('a', lettersOf(['abc', 'ab']));
  const b = profileOf('b', lettersOf(['bcd', 'd']));

  it('gives recall and Jaccard by hand', () => {
    expect(recallMatrix([a, b])).toEqual([
      [1, 2 / 3],
      [2 / 3, 1],
    ]);
    expect(jaccardMatrix([a, b])[0]![1]).toBe(0.5);
  });

  it('names what is gained and lost', () => {
    const { gained, lost } = compareDatasets(a, b);
    expect(gained.map(({ tag, rows }) => [tag, rows])).toEqual([['d', 2]]);
    expect(lost.map(({ tag }) => tag)).toEqual(['a']);
  });

  it('finds a large shift significant and no shift not', () => {
    const many = (letter: string, count: number, rest: number) =>
      lettersOf([...Array<string>(count).fill(`${letter}z`), ...Array<string>(rest).fill('z')]);
    const { shifts } = compareDatasets(profileOf('a', many('q', 10, 90)), profileOf('b', many('q', 60, 40)));
    expect(shifts[0]).toMatchObject({ tag: 'q', shareA: 0.1, shareB: 0.6, isSignificant: true });
    expect(shifts[0]!.z).toBeCloseTo(7.4125, 3);
    expect(shifts.find(({ tag }) => tag === 'z')).toMatchObject({ z: 0, isSignificant: false });
  });

  it('adjusts p-values as Benjamini and Hochberg do', () => {
    expect(adjustForDiscoveries([0.01, 0.04, 0.03, 0.005]).map((p) => Number(p.toFixed(4)))).toEqual([
      0.02, 0.04, 0.04, 0.02,
    ]);
    expect(twoSidedP(1.959964)).toBeCloseTo(0.05, 6);
    expect(twoSidedP(0)).toBeCloseTo(1, 6);
  });
});

describe('co-occurrence and correlation', () => {
  it('counts pairs and their lift', () => {
    const data = lettersOf(['ab', 'ab', 'ac', 'd']);
    expect(topPairs(data, 1)).toEqual([{ first: 0, second: 1, rows: 2, lift: (2 * 4) / (3 * 2) }]);
    expect(tagsBeside(data, 0, 5).map(({ second, rows }) => [second, rows])).toEqual([
      [1, 2],
      [2, 1],
    ]);
  });

  it('gives Spearman with ties by hand', () => {
    expect(spearman([1, 2, 3, 4], [1, 2, 3, 4])).toBeCloseTo(1);
    expect(spearman([1, 2, 2, 3], [4, 1, 2, 3])).toBeCloseTo(-0.3162, 4);
    expect(spearman([1, 1, 1], [1, 2, 3])).toBeNaN();
  });

  it('says the correlation in words', () => {
    const data = lettersOf(['a', 'ab', 'abc'], { queryLength: Uint32Array.of(1, 5, 9) });
    expect(lengthCorrelation(data)).toMatchObject({ rows: 3, words: 'strong: longer texts carry more tags' });
    expect(lengthCorrelation(lettersOf(['a']))).toBeNull();
  });
});

describe('compareSelections', () => {
  const data: SelectionData = dataOf(randomTagLists(6, 100, 25), {
    quality: Float64Array.from({ length: 100 }, (_, row) => row),
    queryLength: Uint32Array.from({ length: 100 }, (_, row) => row),
    length: Uint32Array.from({ length: 100 }, (_, row) => row),
    source: { names: ['x', 'y'], ids: Uint8Array.from({ length: 100 }, (_, row) => row % 2) },
    duplicateOf: Uint32Array.from({ length: 100 }, (_, row) => row - (row % 2)),
  });

  it('puts selectors side by side with every figure', () => {
    const result = compareSelections(data, { methods: ['random', 'complexity-first'], count: 40, seed: 0 });
    if (result.kind === 'refused') throw new Error(result.problems.join());
    const [random, ours] = result.methods;
    expect(ours!.coverage).toBeGreaterThan(random!.coverage);
    expect(random!.intervals?.draws).toBe(20);
    expect(ours!.overlap).toEqual({ random: result.overlap[1]![0] });
    expect((ours!.sources['x'] ?? 0) + (ours!.sources['y'] ?? 0)).toBe(40);
    expect(ours!.tagsLost).toBe(Math.round((1 - ours!.coverage) * data.tagNames.length));
    expect(result.overlap[0]![0]).toBe(1);
    for (const { nearDuplicateShare } of result.methods) expect(nearDuplicateShare).toBeLessThan(0.5);
  });

  it('names the selector that is refused', () => {
    const result = compareSelections(lettersOf(['a']), { methods: ['random', 'longest'], count: 1, seed: 0 });
    expect(result).toEqual({ kind: 'refused', problems: ['longest: The lengths of the rows are not known.'] });
  });
});

describe('tag map', () => {
  it('puts tags that occur together nearer than others, deterministically', () => {
    const words = Array.from({ length: 300 }, (_, row) => (row % 2 === 0 ? pick('abcde', row) : pick('vwxyz', row)));
    const data = lettersOf(words);
    const map = layOutTags(data, { seed: 3 });
    const place = (letter: string) => {
      const at = [...map.tagIds].indexOf(data.tagNames.indexOf(letter));
      return [map.positions[2 * at]!, map.positions[2 * at + 1]!] as const;
    };
    const distance = (a: string, b: string) => Math.hypot(place(a)[0] - place(b)[0], place(a)[1] - place(b)[1]);
    expect(Math.max(distance('a', 'b'), distance('v', 'w'))).toBeLessThan(distance('a', 'v'));
    expect(map.positions.every((value) => value >= -1 && value <= 1)).toBe(true);
    expect(layOutTags(data, { seed: 3 })).toEqual(map);
    expect(new Set(map.clusters).size).toBe(2);
  });

  it('copes with no tags and with one', () => {
    expect(layOutTags(dataOf([])).tagIds).toHaveLength(0);
    expect([...layOutTags(lettersOf(['a', 'a'])).positions].every(Number.isFinite)).toBe(true);
  });
});

function pick(letters: string, row: number): string {
  return [...letters].filter((_, at) => (row >> at) % 2 === 0 || at === row % 5).join('');
}
