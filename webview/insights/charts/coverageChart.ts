/** Coverage against the size of the selection: ours as a solid line, random as a dashed one within its band. */
import type { SelectionSummary } from '../../../src/protocol/insights';
import { formatCount, formatPercent } from '../../shared/format';
import type { Words } from '../words/english';
import type { ChartPoint, ChartSpec } from './chartSpec';

export function coverageChart(selection: SelectionSummary | undefined, words: Words): ChartSpec {
  const curve = selection?.curve;
  const sizes = curve?.n ?? [];
  const ours = toPoints(sizes, curve?.selection ?? []);
  const random = toPoints(sizes, curve?.randomMean ?? []);
  const band = sizes.map((n, index) => ({
    x: n,
    y: curve?.randomHigh[index] ?? 0,
    low: curve?.randomLow[index] ?? 0,
  }));
  const label = selection?.label ?? words.selectionHeading;
  return {
    id: 'coverage',
    name: words.coverageName,
    title: selection && ours.length > 0 ? titleOf(selection, words) : words.coverageName,
    ...(ours.length === 0 && { empty: words.coverageEmpty }),
    x: { label: words.rowsSelected, scale: 'linear', style: 'integer', minimum: 0 },
    y: { label: words.coverageAxis, scale: 'linear', style: 'percent', minimum: 0, maximum: 1 },
    series: [
      { name: words.randomBand, drawing: 'band', tone: 'quiet', shape: 'rect', dash: [], points: band },
      { name: words.random, drawing: 'line', tone: 'quiet', shape: 'triangle', dash: [5, 4], points: random },
      {
        name: label,
        drawing: 'line',
        tone: 'blue',
        shape: 'circle',
        dash: selection?.estimatedFrom === undefined ? [] : [2, 3],
        points: ours,
      },
    ],
    table: {
      columns: [
        { name: words.rowsSelected, style: 'integer' },
        { name: label, style: 'percent' },
        { name: words.random, style: 'percent' },
        { name: words.randomLow, style: 'percent' },
        { name: words.randomHigh, style: 'percent' },
      ],
      rows: sizes.map((n, index) => [n, ours[index]!.y, random[index]!.y, band[index]!.low, band[index]!.y]),
      targets: sizes.map((n) => ({ kind: 'size', n })),
    },
  };
}

function toPoints(sizes: readonly number[], values: readonly number[]): ChartPoint[] {
  return sizes.map((n, index) => ({ x: n, y: values[index] ?? 0, target: { kind: 'size', n } }));
}

function titleOf(selection: SelectionSummary, words: Words): string {
  const title = coverageTitle(selection, words);
  return selection.estimatedFrom === undefined ? title : words.about(title);
}

function coverageTitle(selection: SelectionSummary, words: Words): string {
  const { n, selection: ours, randomMean } = selection.curve;
  const last = n.length - 1;
  const reached = ours[last]!;
  const atRandom = randomMean[last] ?? 0;
  if (reached <= atRandom + 0.005) return words.coverageTitleSame(formatPercent(reached));
  const enough = smallestReaching(selection.curve.n, ours, atRandom);
  if (enough !== undefined && enough * 2 <= n[last]!)
    return words.coverageTitleRatio(formatCount(enough), formatCount(n[last]!));
  return words.coverageTitleAgainst(formatPercent(reached), formatPercent(atRandom));
}

/** Where our curve first covers what random covers at the end. */
function smallestReaching(sizes: readonly number[], values: readonly number[], level: number): number | undefined {
  const index = values.findIndex((value) => value >= level);
  return index < 0 || sizes[index] === 0 ? undefined : sizes[index];
}
