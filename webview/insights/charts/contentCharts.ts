/** Charts of what the rows hold: length against complexity, languages, sources, tags that come together. */
import type { InsightsSnapshot, NamedCount } from '../../../src/protocol/insights';
import { formatCount, formatDecimal, formatPercent } from '../../shared/format';
import type { Words } from '../words/english';
import type { ChartSpec, ChartTarget, Tone } from './chartSpec';
import { rowsInLanguage, rowsWithPath, rowsWithTags } from './rowTargets';

const barLimit = 10;

export function lengthChart(snapshot: InsightsSnapshot, words: Words): ChartSpec {
  const data = snapshot.lengthScatter;
  const points = (data?.length ?? []).map((length, index) => {
    const row = data?.row[index] ?? 0;
    return { x: Math.max(1, length), y: data?.tagCount[index] ?? 0, target: { kind: 'row', row } as const };
  });
  return {
    id: 'length',
    name: words.lengthName,
    title: data && points.length > 0 ? lengthTitle(data.spearman, words) : words.lengthName,
    ...(data && { basis: data, remark: data.sentence }),
    ...(points.length === 0 && { empty: words.lengthEmpty }),
    x: { label: words.length, scale: 'logarithmic', style: 'integer', ...lengthRange(points) },
    y: { label: words.tagsInRow, scale: 'linear', style: 'integer', minimum: 0 },
    series: [{ name: words.rows, drawing: 'points', tone: 'orange', shape: 'circle', dash: [], points }],
    table: {
      columns: [
        { name: words.row, style: 'integer' },
        { name: words.length, style: 'integer' },
        { name: words.tagsInRow, style: 'integer' },
      ],
      rows: points.map((point) => [point.target.row, point.x, point.y]),
      targets: points.map((point) => point.target),
    },
  };
}

function lengthRange(points: readonly { readonly x: number }[]): { minimum?: number; maximum?: number } {
  if (points.length === 0) return {};
  let minimum = Infinity;
  let maximum = 1;
  for (const { x } of points) {
    minimum = Math.min(minimum, x);
    maximum = Math.max(maximum, x);
  }
  return { minimum: minimum * 0.8, maximum: maximum * 1.25 };
}

function lengthTitle(spearman: number, words: Words): string {
  const rho = formatDecimal(spearman, 2).replace('-', '−');
  if (spearman >= 0.4) return words.lengthTitleStrong(rho);
  if (spearman >= 0.15) return words.lengthTitleWeak(rho);
  return spearman > -0.15 ? words.lengthTitleNone(rho) : words.lengthTitleNegative(rho);
}

interface BarsInput {
  readonly id: 'languages' | 'sources';
  readonly name: string;
  readonly itemLabel: string;
  readonly empty: string;
  readonly tone: Tone;
  readonly counts: readonly NamedCount[];
  readonly title: (share: string, name: string) => string;
  readonly titleOnly: (name: string) => string;
  readonly target: (name: string) => ChartTarget;
}

export function languagesChart(snapshot: InsightsSnapshot, words: Words): ChartSpec {
  return namedBars(
    {
      id: 'languages',
      name: words.languagesName,
      itemLabel: words.language,
      empty: words.languagesEmpty,
      tone: 'green',
      counts: snapshot.languages ?? [],
      title: words.languagesTitle,
      titleOnly: words.languagesTitleOnly,
      target: rowsInLanguage,
    },
    words,
  );
}

export function sourcesChart(snapshot: InsightsSnapshot, words: Words): ChartSpec {
  const path = snapshot.sources?.path ?? '';
  return namedBars(
    {
      id: 'sources',
      name: path === '' ? words.sourcesNameEmpty : words.sourcesName(path),
      itemLabel: words.source,
      empty: words.sourcesEmpty,
      tone: 'yellow',
      counts: snapshot.sources?.counts ?? [],
      title: words.sourcesTitle,
      titleOnly: words.sourcesTitleOnly,
      target: (value) => rowsWithPath(path, value),
    },
    words,
  );
}

function namedBars(input: BarsInput, words: Words): ChartSpec {
  const counts = [...input.counts].sort((a, b) => b.count - a.count || compareText(a.name, b.name));
  const total = counts.reduce((sum, entry) => sum + entry.count, 0);
  const bars = withRest(counts, words);
  const [first] = counts;
  return {
    id: input.id,
    name: input.name,
    title: first && total > 0 ? barsTitle(input, first, total) : input.name,
    ...(total > 0 && { basis: { rows: total, isSampled: false } }),
    ...(total === 0 && { empty: input.empty }),
    isHorizontal: true,
    x: { label: '', scale: 'category', style: 'text', categories: bars.map((bar) => bar.name) },
    y: { label: words.rows, scale: 'linear', style: 'integer', minimum: 0 },
    series: [
      {
        name: words.rows,
        drawing: 'bars',
        tone: input.tone,
        shape: 'rect',
        dash: [],
        points: bars.map((bar, index) => ({
          x: index,
          y: bar.count,
          label: bar.name,
          ...(!bar.isRest && { target: input.target(bar.name) }),
        })),
      },
    ],
    table: {
      columns: [
        { name: input.itemLabel, style: 'text' },
        { name: words.rows, style: 'integer' },
        { name: words.share, style: 'percent' },
      ],
      rows: counts.map((entry) => [entry.name, entry.count, total > 0 ? entry.count / total : 0]),
      targets: counts.map((entry) => input.target(entry.name)),
    },
  };
}

function barsTitle(input: BarsInput, first: NamedCount, total: number): string {
  return first.count === total
    ? input.titleOnly(first.name)
    : input.title(formatPercent(first.count / total), first.name);
}

/** The largest ones, and one bar for all others. */
function withRest(counts: readonly NamedCount[], words: Words): readonly (NamedCount & { readonly isRest: boolean })[] {
  const named = counts.map((entry) => ({ ...entry, isRest: false }));
  if (counts.length <= barLimit) return named;
  const rest = counts.slice(barLimit - 1);
  const count = rest.reduce((sum, entry) => sum + entry.count, 0);
  return [...named.slice(0, barLimit - 1), { name: words.others(formatCount(rest.length)), count, isRest: true }];
}

export function pairsChart(snapshot: InsightsSnapshot, words: Words): ChartSpec {
  const pairs = snapshot.pairs ?? [];
  const bars = pairs.slice(0, barLimit);
  const targets = pairs.map((pair) => rowsWithTags([pair.first, pair.second]));
  const nameOf = (pair: { readonly first: string; readonly second: string }) => `${pair.first} + ${pair.second}`;
  return {
    id: 'pairs',
    name: words.pairsName,
    title: pairs[0] ? words.pairsTitle(pairs[0].first, pairs[0].second) : words.pairsName,
    ...(pairs.length === 0 && { empty: words.pairsEmpty }),
    isHorizontal: true,
    x: { label: '', scale: 'category', style: 'text', categories: bars.map(nameOf) },
    y: { label: words.rows, scale: 'linear', style: 'integer', minimum: 0 },
    series: [
      {
        name: words.rows,
        drawing: 'bars',
        tone: 'purple',
        shape: 'rect',
        dash: [],
        points: bars.map((pair, index) => ({ x: index, y: pair.rows, label: nameOf(pair), target: targets[index]! })),
      },
    ],
    table: {
      columns: [
        { name: words.firstTag, style: 'text' },
        { name: words.secondTag, style: 'text' },
        { name: words.rows, style: 'integer' },
        { name: words.lift, style: 'decimal' },
      ],
      rows: pairs.map((pair) => [pair.first, pair.second, pair.rows, pair.lift]),
      targets,
    },
  };
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
