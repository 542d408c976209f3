import { describe, expect, it } from 'vitest';
import type { InsightsSnapshot } from '../../../src/protocol/insights';
import { languagesChart, lengthChart, pairsChart, sourcesChart } from '../../../webview/insights/charts/contentCharts';
import { coverageChart } from '../../../webview/insights/charts/coverageChart';
import { datasetChart, withSelection } from '../../../webview/insights/charts/datasetChart';
import {
  growthChart,
  interpolate,
  middleHalf,
  rankFrequencyChart,
  tagsPerRowChart,
} from '../../../webview/insights/charts/distributionCharts';
import { isDrawable } from '../../../webview/insights/charts/chartSpec';
import { english } from '../../../webview/insights/words/english';
import { selection, snapshot } from './fixtures';

const exact = { rows: 10, isSampled: false };
const withData = (data: Partial<InsightsSnapshot>): InsightsSnapshot => ({ ...snapshot, ...data });

describe('titles say what is seen', () => {
  it.each([
    [[0, 1, 8, 1], '8 of 10 rows have two tags', 'Most rows carry 2 tags'],
    [[0, 3, 3, 3, 1], 'the shortest run with half of the rows', 'Half of all rows carry 1 to 2 tags'],
    [[6, 2, 2], 'most rows have none', '60 % of the rows carry no tag'],
  ])('tags per row %j: %s', (counts, _reason, title) => {
    expect(tagsPerRowChart(withData({ tagsPerRow: { ...exact, counts } }), english).title).toBe(title);
  });

  it.each([
    [0.5, 'Half of all tags occur once'],
    [0.77, '77 % of all tags occur once'],
    [0.01, '“sql” leads with 40 rows'],
  ])('rank–frequency with %d of tags once', (onceShare, title) => {
    const rankFrequency = { ...exact, rank: [1, 2], count: [40, 9], tag: ['sql', 'css'], onceShare };
    expect(rankFrequencyChart(withData({ rankFrequency }), english).title).toBe(title);
  });

  it('growth tells what the last tenth of the rows brings', () => {
    const growth = { ...exact, n: [0, 90, 100], tags: [0, 80, 100] };
    expect(growthChart(withData({ growth }), english).title).toBe('The last tenth of rows adds 20 % of the tags');
    const level = { ...exact, n: [0, 90, 100], tags: [0, 100, 100] };
    expect(growthChart(withData({ growth: level }), english).title).toBe('New rows bring hardly any new tag');
  });

  it('coverage compares with random at the same size, or with how many random rows it takes', () => {
    expect(coverageChart(selection, english).title).toBe('1 chosen rows cover as much as 3 random ones');
    const curve = { ...selection.curve, selection: [0, 0.4, 0.9] };
    expect(coverageChart({ ...selection, curve }, english).title).toBe(
      'The selection covers 90 %, as many random rows 70 %',
    );
    const same = { ...selection.curve, selection: [0, 0.3, 0.7] };
    expect(coverageChart({ ...selection, curve: same }, english).title).toBe('No better than random: both cover 70 %');
  });

  it.each([
    [0.7, 'Longer rows carry more tags (ρ = 0.70)'],
    [0.2, 'Longer rows carry slightly more tags (ρ = 0.20)'],
    [0, 'Length says little about the number of tags (ρ = 0.00)'],
    [-0.4, 'Longer rows carry fewer tags (ρ = −0.40)'],
  ])('length with correlation %d', (spearman, title) => {
    const lengthScatter = { ...exact, length: [5, 9], tagCount: [1, 2], row: [0, 1], spearman, sentence: 'Words.' };
    expect(lengthChart(withData({ lengthScatter }), english).title).toBe(title);
  });

  it('datasets: the selection first, then who covers most and who carries most', () => {
    const point = (id: string, coverage: number, meanTags: number, isSelection = false) => ({
      id,
      name: id,
      coverage,
      meanTags,
      rows: 9,
      isSelection,
    });
    const titleOf = (...datasetPoints: ReturnType<typeof point>[]) =>
      datasetChart(withData({ datasetPoints }), english).title;
    expect(titleOf(point('a', 0.5, 4))).toBe('a carries 4.0 tags per row');
    expect(titleOf(point('a', 0.5, 4), point('b', 0.4, 5))).toBe('a covers most, b carries most tags');
    expect(titleOf(point('a', 0.5, 4), point('b', 0.4, 3))).toBe('a covers most and carries most tags');
    const selected = point('s', 0.4, 6.44, true);
    expect(titleOf(point('a', 1, 4), selected)).toBe('Selection covers 40 % of this dataset’s tags, 6.4 per row');
    expect(titleOf(point('a', 0.5, 4), point('b', 0.4, 5), selected)).toBe(
      'Selection covers 40 % of all datasets’ tags, 6.4 per row',
    );
  });

  it('datasets and coverage: the axis says of which tags it is a share', () => {
    const point = (id: string, isSelection = false) => ({
      id,
      name: id,
      coverage: 1,
      meanTags: 1,
      rows: 9,
      isSelection,
    });
    const axisOf = (...datasetPoints: ReturnType<typeof point>[]) => datasetChart(withData({ datasetPoints }), english);
    const own = axisOf(point('a'), point('s', true));
    const all = axisOf(point('a'), point('b'), point('s', true));
    expect([own.x.label, all.x.label]).toEqual(['Coverage of this dataset’s tags', 'Coverage of all 2 datasets’ tags']);
    expect(all.table.columns[1]!.name).toBe(all.x.label);
    expect(coverageChart(selection, english).y.label).toBe('Coverage of own tags');
  });

  it('languages and sources name the largest', () => {
    expect(
      languagesChart(
        withData({
          languages: [
            { name: 'English', count: 3 },
            { name: 'German', count: 1 },
          ],
        }),
        english,
      ).title,
    ).toBe('75 % of the rows are English');
    expect(
      sourcesChart(withData({ sources: { path: 'source', counts: [{ name: 'x', count: 3 }] } }), english).title,
    ).toBe('All rows come from x');
  });
});

describe('targets lead to the rows behind a datum', () => {
  it('a bar of tags per row filters by exactly that count', () => {
    const spec = tagsPerRowChart(withData({ tagsPerRow: { ...exact, counts: [1, 9] } }), english);
    expect(spec.series[0]!.points[1]!.target).toEqual({
      kind: 'rows',
      filters: [{ kind: 'number', column: 'tagCount', minimum: 1, maximum: 1 }],
    });
  });

  it('a pair filters by both tags, a point of the scatter opens its row', () => {
    const pairs = pairsChart(withData({ pairs: [{ first: 'a', second: 'b', rows: 4, lift: 2 }] }), english);
    expect(pairs.table.targets[0]).toEqual({
      kind: 'rows',
      filters: [
        { kind: 'tag', tag: 'a', isExcluded: false },
        { kind: 'tag', tag: 'b', isExcluded: false },
      ],
    });
    const lengthScatter = { ...exact, length: [5], tagCount: [1], row: [77], spearman: 0, sentence: '' };
    expect(lengthChart(withData({ lengthScatter }), english).series[0]!.points[0]!.target).toEqual({
      kind: 'row',
      row: 77,
    });
  });

  it('the bar of all others leads nowhere, since no filter means it', () => {
    const languages = Array.from({ length: 14 }, (_, index) => ({ name: `l${index}`, count: 20 - index }));
    const spec = languagesChart(withData({ languages }), english);
    expect(spec.series[0]!.points).toHaveLength(10);
    expect(spec.series[0]!.points[9]!.target).toBeUndefined();
    expect(spec.table.rows).toHaveLength(14);
  });
});

describe('the ring of the selection', () => {
  it('follows the newest answer: its share of the dataset’s tags, times the dataset’s share of the vocabulary', () => {
    const own = { id: 'a', name: 'a', coverage: 0.6, meanTags: 4, rows: 9, isSelection: false };
    const old = { ...own, id: 'a#selection', isSelection: true };
    const points = withSelection([own, old], 'a', { ...selection, coverage: 0.5 }, 'Selection (3)');
    expect(points).toEqual([
      own,
      { id: 'a#selection', name: 'Selection (3)', coverage: 0.3, meanTags: 16.56, rows: 3, isSelection: true },
    ]);
    expect(withSelection([own], 'b', selection, '')).toEqual([own]);
  });
});

describe('charts without data', () => {
  it.each([
    datasetChart,
    tagsPerRowChart,
    rankFrequencyChart,
    growthChart,
    lengthChart,
    languagesChart,
    sourcesChart,
    pairsChart,
  ])('%o says why it is empty', (build) => {
    const spec = build(snapshot, english);
    expect(isDrawable(spec)).toBe(false);
    expect(spec.empty).toMatch(/\.$/);
  });

  it('the coverage curve says that there is no selection', () => {
    expect(coverageChart(undefined, english).empty).toBe('There is no selection yet.');
  });
});

describe('middleHalf', () => {
  it('agrees with trying every run, on seeded counts', () => {
    let state = 1;
    const next = () => (state = (state * 48271) % 2147483647) % 9;
    for (let round = 0; round < 300; round++) {
      const counts = Array.from({ length: 1 + (next() % 7) }, () => next());
      if (counts.every((count) => count === 0)) continue;
      const { low, high } = middleHalf(counts);
      expect(high - low).toBe(shortestRun(counts));
    }
  });
});

function shortestRun(counts: readonly number[]): number {
  const half = counts.reduce((sum, count) => sum + count, 0) / 2;
  let best = Infinity;
  for (let low = 0; low < counts.length; low++) {
    for (let high = low; high < counts.length; high++) {
      const held = counts.slice(low, high + 1).reduce((sum, count) => sum + count, 0);
      if (held >= half) best = Math.min(best, high - low);
    }
  }
  return best;
}

describe('interpolate', () => {
  it('lies on straight lines and stays at the ends', () => {
    const points = [
      { x: 0, y: 0 },
      { x: 10, y: 20 },
    ];
    expect(interpolate(points, 5)).toBe(10);
    expect(interpolate(points, 99)).toBe(20);
    expect(interpolate(points, -1)).toBe(0);
  });
});
