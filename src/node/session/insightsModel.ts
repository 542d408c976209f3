/** The figures of the Insights panel, computed from a session; heavy ones on a thread. */
import path from 'node:path';
import { lengthCorrelation } from '../../core/measure/correlation';
import { rankFrequencyCurve } from '../../core/measure/curves';
import type { DatasetStats, Interval } from '../../core/measure/measures';
import { rankedTags, countedRows, mixOf, occurrenceCount, uniqueTagCount } from '../../core/measure/tagFigures';
import { selectorInfo } from '../../core/select/selectorInfo';
import { selectorNames, type SelectionData } from '../../core/select/selector';
import type {
  DatasetPoint,
  Figure,
  InsightsSnapshot,
  LengthScatter,
  Measures,
  NamedCount,
  SelectorChoice,
} from '../../protocol/insights';
import { runJob } from '../jobs/runJob';
import type { DatasetSession } from './datasetSession';
import type { SessionData } from './sessionData';

const rankPoints = 200;
const curvePoints = 60;
const scatterPoints = 2000;
const pairCount = 40;

type Figures = Pick<
  InsightsSnapshot,
  'measures' | 'tagsPerRow' | 'rankFrequency' | 'growth' | 'lengthScatter' | 'languages' | 'pairs' | 'sources'
>;

export interface FigureOptions {
  readonly distFolder: string;
  readonly signal?: AbortSignal;
  readonly equalN?: number;
  /** What diversity is a share of. */
  readonly vocabulary: { readonly size: number; readonly label: string };
  readonly sourcePath?: string;
}

export async function insightFigures(
  session: DatasetSession,
  data: SelectionData,
  options: FigureOptions,
): Promise<Figures> {
  const { distFolder, signal, equalN, vocabulary } = options;
  const name = path.basename(session.path);
  const measured = await runJob(
    'measure',
    {
      data,
      stats: { name, vocabulary: vocabulary.size, ...(equalN === undefined ? {} : { equalN }) },
      pairs: pairCount,
      curves: { pointCount: curvePoints, seed: 0 },
    },
    { distFolder, signal },
  );
  const rows = countedRows(data);
  const basis = { rows: rows.length, isSampled: false };
  const { stats, pairs = [], curves } = measured;
  return {
    ...(stats === undefined
      ? {}
      : { measures: measuresOf(stats, vocabulary.label), tagsPerRow: { ...basis, counts: stats.histogram } }),
    rankFrequency: { ...basis, ...rankFrequency(data, rows) },
    ...(curves === undefined ? {} : { growth: { ...basis, n: curves.growth.x, tags: curves.growth.y } }),
    ...scatterOf(data, rows),
    languages: countsOf(mixOf(data.language, rows)),
    ...(options.sourcePath === undefined
      ? {}
      : { sources: { path: options.sourcePath, counts: countsOf(mixOf(data.source, rows)) } }),
    pairs: pairs.map((pair) => ({ ...pair, first: data.tagNames[pair.first]!, second: data.tagNames[pair.second]! })),
  };
}

export function measuresOf(stats: DatasetStats, vocabularyLabel: string): Measures {
  const { coverageAtEqualN: equalN } = stats;
  return {
    rows: stats.rows,
    taggedRows: stats.taggedRows,
    tags: stats.uniqueTags,
    vocabularySize: stats.vocabulary,
    vocabularyLabel,
    diversity: figureOf(stats.coverage, stats.intervals.coverage),
    complexity: figureOf(stats.complexity, stats.intervals.complexity),
    ...(equalN === undefined ? {} : { equalN: { n: equalN.n, diversity: figureOf(equalN.coverage, equalN.interval) } }),
  };
}

function figureOf(value: number, { low, high }: Interval): Figure {
  return { value, low, high };
}

function rankFrequency(data: SelectionData, rows: Uint32Array) {
  const ranked = rankedTags(data, rows);
  const curve = rankFrequencyCurve(data, rankPoints);
  const once = ranked.filter((tag) => tag.rows === 1).length;
  return {
    rank: curve.x,
    count: curve.y,
    tag: curve.x.map((rank) => ranked[rank - 1]?.tag ?? ''),
    onceShare: ranked.length === 0 ? 0 : once / ranked.length,
  };
}

/** Points evenly over the rows in order, so that the same rows are drawn each time. */
function scatterOf(data: SelectionData, rows: Uint32Array): { lengthScatter?: LengthScatter } {
  const correlation = lengthCorrelation(data);
  if (correlation === null || data.queryLength === undefined) return {};
  const step = Math.max(1, Math.ceil(rows.length / scatterPoints));
  const shown = Array.from(rows).filter((_, index) => index % step === 0);
  return {
    lengthScatter: {
      rows: rows.length,
      isSampled: step > 1,
      row: shown,
      length: shown.map((row) => data.queryLength![row]!),
      tagCount: shown.map((row) => data.tags.offsets[row + 1]! - data.tags.offsets[row]!),
      spearman: correlation.spearman,
      sentence: correlation.words,
    },
  };
}

function countsOf(mix: Readonly<Record<string, number>>): NamedCount[] {
  return Object.entries(mix)
    .map(([name, count]) => ({ name, count }))
    .filter(({ count }) => count > 0)
    .toSorted((a, b) => b.count - a.count);
}

/** A dataset's place in the paper's figure, over the vocabulary of all open datasets together. */
export function datasetPoint(id: string, name: string, data: SelectionData, vocabularySize: number): DatasetPoint {
  const rows = countedRows(data);
  return {
    id,
    name,
    rows: rows.length,
    coverage: uniqueTagCount(data, rows) / Math.max(1, vocabularySize),
    meanTags: occurrenceCount(data, rows) / Math.max(1, rows.length),
    isSelection: false,
  };
}

export function selectorChoices(data: SelectionData | null, paths: ReturnType<SessionData['paths']>): SelectorChoice[] {
  return selectorNames.map((name) => {
    const { label, source, needsQuality } = selectorInfo(name);
    const lacksQuality = needsQuality && data?.quality === undefined && paths.numeric.length === 0;
    return {
      name,
      label,
      source,
      ...(lacksQuality ? { unavailable: 'No row holds a number that could be its quality.' } : {}),
    };
  });
}
