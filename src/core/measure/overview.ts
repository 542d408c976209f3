/** Everything the charts of one dataset need, in one pass of a thread: nothing here is left to the window's own process. */
import type { LongWork } from '../ports';
import type { SelectionData } from '../select/selector';
import { topPairs } from './cooccurrence';
import { lengthCorrelation } from './correlation';
import { growthCurve, rankFrequencyCurve } from './curves';
import { describeDataset, type DescribeOptions } from './describeDataset';
import type { Curve, DatasetStats } from './measures';
import { countedRows, mixOf, rankedTags } from './tagFigures';

export interface OverviewOptions {
  readonly stats: DescribeOptions;
  readonly pairCount: number;
  readonly curvePoints: number;
  readonly rankPoints: number;
  /** Rows drawn in the scatter of length against tags. */
  readonly scatterPoints: number;
}

export interface Overview {
  readonly rows: number;
  readonly stats: DatasetStats;
  readonly pairs: readonly {
    readonly first: string;
    readonly second: string;
    readonly rows: number;
    readonly lift: number;
  }[];
  readonly growth: Curve;
  readonly rankFrequency: {
    readonly rank: readonly number[];
    readonly count: readonly number[];
    readonly tag: readonly string[];
    readonly onceShare: number;
  };
  /** Null where lengths are not known. */
  readonly scatter: {
    readonly row: readonly number[];
    readonly length: readonly number[];
    readonly tagCount: readonly number[];
    readonly isSampled: boolean;
    readonly spearman: number;
    readonly words: string;
  } | null;
  readonly languages: readonly NamedRows[];
  readonly sources: readonly NamedRows[];
}

export interface NamedRows {
  readonly name: string;
  readonly count: number;
}

/** Time O(rows · log rows + resamples · tags of the rows). */
export function overviewOf(data: SelectionData, options: OverviewOptions, work: LongWork = {}): Overview {
  const rows = countedRows(data);
  return {
    rows: rows.length,
    stats: describeDataset(data, options.stats, work),
    pairs: topPairs(data, options.pairCount).map((pair) => ({
      ...pair,
      first: data.tagNames[pair.first]!,
      second: data.tagNames[pair.second]!,
    })),
    growth: growthCurve(data, options.curvePoints),
    rankFrequency: rankFrequencyOf(data, rows, options.rankPoints),
    scatter: scatterOf(data, rows, options.scatterPoints),
    languages: countsOf(mixOf(data.language, rows)),
    sources: countsOf(mixOf(data.source, rows)),
  };
}

function rankFrequencyOf(data: SelectionData, rows: Uint32Array, points: number): Overview['rankFrequency'] {
  const ranked = rankedTags(data, rows);
  const curve = rankFrequencyCurve(data, points);
  const once = ranked.filter((tag) => tag.rows === 1).length;
  return {
    rank: curve.x,
    count: curve.y,
    tag: curve.x.map((rank) => ranked[rank - 1]?.tag ?? ''),
    onceShare: ranked.length === 0 ? 0 : once / ranked.length,
  };
}

/** Points evenly over the rows in order, so that the same rows are drawn each time. */
function scatterOf(data: SelectionData, rows: Uint32Array, points: number): Overview['scatter'] {
  const { queryLength, tags } = data;
  const correlation = lengthCorrelation(data);
  if (correlation === null || queryLength === undefined) return null;
  const step = Math.max(1, Math.ceil(rows.length / points));
  const row = Array.from(rows.filter((_, index) => index % step === 0));
  return {
    row,
    length: row.map((shown) => queryLength[shown]!),
    tagCount: row.map((shown) => tags.offsets[shown + 1]! - tags.offsets[shown]!),
    isSampled: step > 1,
    spearman: correlation.spearman,
    words: correlation.words,
  };
}

/** Most rows first, ties by name in the order met. */
function countsOf(mix: Readonly<Record<string, number>>): NamedRows[] {
  return Object.entries(mix)
    .map(([name, count]) => ({ name, count }))
    .filter(({ count }) => count > 0)
    .toSorted((a, b) => b.count - a.count);
}
