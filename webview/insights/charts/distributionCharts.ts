/** Charts of how tags spread over rows: tags per row, rank–frequency, growth. */
import type { InsightsSnapshot } from '../../../src/protocol/insights';
import { formatCount, formatPercent } from '../../shared/format';
import type { Words } from '../words/english';
import type { ChartSpec } from './chartSpec';
import { rowsWithNumber, rowsWithTag } from './rowTargets';

export function tagsPerRowChart(snapshot: InsightsSnapshot, words: Words): ChartSpec {
  const data = snapshot.tagsPerRow;
  const counts = data?.counts ?? [];
  const total = counts.reduce((sum, count) => sum + count, 0);
  const targets = counts.map((_, tags) => rowsWithNumber('tagCount', tags, tags));
  return {
    id: 'tags-per-row',
    name: words.tagsPerRowName,
    title: total > 0 ? tagsPerRowTitle(counts, total, words) : words.tagsPerRowName,
    ...(data && { basis: data }),
    ...(total === 0 && { empty: words.tagsPerRowEmpty }),
    x: {
      label: words.tagsInRow,
      scale: 'category',
      style: 'integer',
      categories: counts.map((_, tags) => String(tags)),
    },
    y: { label: words.rows, scale: 'linear', style: 'integer', minimum: 0 },
    series: [
      {
        name: words.rows,
        drawing: 'bars',
        tone: 'blue',
        shape: 'rect',
        dash: [],
        points: counts.map((count, tags) => ({ x: tags, y: count, target: targets[tags]! })),
      },
    ],
    table: {
      columns: [
        { name: words.tagsInRow, style: 'integer' },
        { name: words.rows, style: 'integer' },
        { name: words.share, style: 'percent' },
      ],
      rows: counts.map((count, tags) => [tags, count, total > 0 ? count / total : 0]),
      targets,
    },
  };
}

/** The shortest run of tag counts that holds half of the rows; the lowest of equally short runs that holds most. */
export function middleHalf(counts: readonly number[]): { readonly low: number; readonly high: number } {
  const half = counts.reduce((sum, count) => sum + count, 0) / 2;
  let best = { low: 0, high: counts.length - 1, held: 0 };
  let low = 0;
  let held = 0;
  for (let high = 0; high < counts.length; high++) {
    held += counts[high]!;
    while (held - counts[low]! >= half) held -= counts[low++]!;
    if (held < half) continue;
    const isShorter = high - low < best.high - best.low;
    const isFuller = high - low === best.high - best.low && held > best.held;
    if (isShorter || isFuller) best = { low, high, held };
  }
  return { low: best.low, high: best.high };
}

function tagsPerRowTitle(counts: readonly number[], total: number, words: Words): string {
  const untagged = counts[0] ?? 0;
  if (untagged * 2 >= total) return words.tagsPerRowTitleNone(formatPercent(untagged / total));
  const { low, high } = middleHalf(counts);
  return low === high
    ? words.tagsPerRowTitleOne(formatCount(low))
    : words.tagsPerRowTitle(formatCount(low), formatCount(high));
}

export function rankFrequencyChart(snapshot: InsightsSnapshot, words: Words): ChartSpec {
  const data = snapshot.rankFrequency;
  const ranks = data?.rank ?? [];
  const points = ranks.map((rank, index) => {
    const tag = data?.tag[index] ?? '';
    return { x: rank, y: data?.count[index] ?? 0, label: tag, target: rowsWithTag(tag) };
  });
  return {
    id: 'rank-frequency',
    name: words.rankFrequencyName,
    title: points[0] ? rankTitle(data?.onceShare ?? 0, points[0], words) : words.rankFrequencyName,
    ...(data && { basis: data }),
    ...(points.length === 0 && { empty: words.rankFrequencyEmpty }),
    x: { label: words.rank, scale: 'logarithmic', style: 'integer', minimum: 1 },
    y: { label: words.rowsWithTag, scale: 'logarithmic', style: 'integer', minimum: 1 },
    series: [{ name: words.tags, drawing: 'line', tone: 'purple', shape: 'rectRot', dash: [], points }],
    table: {
      columns: [
        { name: words.rank, style: 'integer' },
        { name: words.tag, style: 'text' },
        { name: words.rowsWithTag, style: 'integer' },
      ],
      rows: points.map((point) => [point.x, point.label, point.y]),
      targets: points.map((point) => point.target),
    },
  };
}

function rankTitle(onceShare: number, first: { readonly label: string; readonly y: number }, words: Words): string {
  if (onceShare >= 0.475 && onceShare <= 0.525) return words.rankTitleHalf;
  if (onceShare >= 0.1) return words.rankTitleOnce(formatPercent(onceShare));
  return words.rankTitleTop(first.label, formatCount(first.y));
}

export function growthChart(snapshot: InsightsSnapshot, words: Words): ChartSpec {
  const data = snapshot.growth;
  const points = (data?.n ?? []).map((n, index) => ({ x: n, y: data?.tags[index] ?? 0 }));
  return {
    id: 'growth',
    name: words.growthName,
    title: points.length > 1 ? growthTitle(points, words) : words.growthName,
    ...(data && { basis: data }),
    ...(points.length === 0 && { empty: words.growthEmpty }),
    x: { label: words.rowsRead, scale: 'linear', style: 'integer', minimum: 0 },
    y: { label: words.uniqueTags, scale: 'linear', style: 'integer', minimum: 0 },
    series: [{ name: words.uniqueTags, drawing: 'line', tone: 'green', shape: 'triangle', dash: [], points }],
    table: {
      columns: [
        { name: words.rowsRead, style: 'integer' },
        { name: words.uniqueTags, style: 'integer' },
      ],
      rows: points.map((point) => [point.x, point.y]),
      targets: points.map(() => undefined),
    },
  };
}

function growthTitle(points: readonly { readonly x: number; readonly y: number }[], words: Words): string {
  const last = points[points.length - 1]!;
  const share = last.y > 0 ? 1 - interpolate(points, last.x * 0.9) / last.y : 0;
  return share >= 0.005 ? words.growthTitleGrowing(formatPercent(share)) : words.growthTitleLevel;
}

/** Value of a curve with ascending x at `at`, on straight lines between its points. */
export function interpolate(points: readonly { readonly x: number; readonly y: number }[], at: number): number {
  const after = points.findIndex((point) => point.x >= at);
  const right = points[after] ?? points[points.length - 1]!;
  const left = points[after - 1];
  if (!left || right.x === left.x || right.x < at) return right.y;
  return left.y + ((right.y - left.y) * (at - left.x)) / (right.x - left.x);
}
