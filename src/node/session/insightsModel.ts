/** The figures of the Insights panel, computed from a session; heavy ones on a thread. */
import path from 'node:path';
import type { DatasetStats, Interval } from '../../core/measure/measures';
import type { Overview } from '../../core/measure/overview';
import { countedRows, occurrenceCount, uniqueTagCount } from '../../core/measure/tagFigures';
import type { ProgressListener } from '../../core/ports';
import { selectorInfo } from '../../core/select/selectorInfo';
import { selectorNames, type SelectionData } from '../../core/select/selector';
import type {
  DatasetPoint,
  Figure,
  InsightsSnapshot,
  LengthScatter,
  Measures,
  SelectorChoice,
} from '../../protocol/insights';
import { runJob } from '../jobs/runJob';
import type { DatasetSession } from './datasetSession';
import type { SessionData } from './sessionData';

const rankPoints = 200;
const curvePoints = 60;
const scatterPoints = 2000;
const pairCount = 40;
const manyRows = 20_000;
const resamplesOfMany = 60;
const resamplesOfFew = 200;

type Figures = Pick<
  InsightsSnapshot,
  'measures' | 'tagsPerRow' | 'rankFrequency' | 'growth' | 'lengthScatter' | 'languages' | 'pairs' | 'sources'
>;

export interface FigureOptions {
  readonly distFolder: string;
  readonly signal?: AbortSignal;
  readonly equalN?: number;
  readonly onProgress?: ProgressListener | undefined;
  /** What diversity is a share of. */
  readonly vocabulary: { readonly size: number; readonly label: string };
  readonly sourcePath?: string;
}

/** Computed on a thread, all of it; the intervals of large datasets come from fewer resamples. */
export async function insightFigures(
  session: DatasetSession,
  data: SelectionData,
  options: FigureOptions,
): Promise<Figures> {
  const { distFolder, signal, equalN, vocabulary, onProgress } = options;
  const resamples = data.tags.offsets.length > manyRows ? resamplesOfMany : resamplesOfFew;
  const stats = { name: path.basename(session.path), vocabulary: vocabulary.size, resamples };
  const sizes = { pairCount, curvePoints, rankPoints, scatterPoints };
  const { overview } = await runJob(
    'measure',
    { data, overview: { ...sizes, stats: { ...stats, ...(equalN === undefined ? {} : { equalN }) } } },
    { distFolder, signal, onProgress },
  );
  if (overview === undefined) throw new Error('Nothing was measured.');
  return figuresOf(overview, options);
}

function figuresOf(overview: Overview, { vocabulary, sourcePath }: FigureOptions): Figures {
  const { stats, growth, rankFrequency, scatter, languages, sources, pairs } = overview;
  const basis = { rows: overview.rows, isSampled: false };
  return {
    measures: measuresOf(stats, vocabulary.label),
    tagsPerRow: { ...basis, counts: stats.histogram },
    rankFrequency: { ...basis, ...rankFrequency },
    growth: { ...basis, n: growth.x, tags: growth.y },
    ...(scatter === null ? {} : { lengthScatter: scatterOf(scatter, overview.rows) }),
    languages,
    ...(sourcePath === undefined ? {} : { sources: { path: sourcePath, counts: sources } }),
    pairs,
  };
}

function scatterOf({ words, ...scatter }: NonNullable<Overview['scatter']>, rows: number): LengthScatter {
  return { ...scatter, rows, sentence: words };
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
    resamples: stats.intervals.resamples,
    ...(equalN === undefined ? {} : { equalN: { n: equalN.n, diversity: figureOf(equalN.coverage, equalN.interval) } }),
  };
}

function figureOf(value: number, { low, high }: Interval): Figure {
  return { value, low, high };
}

/** What a dataset's point is made from; the same for as long as its tags are. */
export interface PointCounts {
  readonly rows: number;
  readonly uniqueTags: number;
  readonly occurrences: number;
}

export function pointCounts(data: SelectionData, rows = countedRows(data)): PointCounts {
  return { rows: rows.length, uniqueTags: uniqueTagCount(data, rows), occurrences: occurrenceCount(data, rows) };
}

/** A place in the paper's figure, over the vocabulary of all open datasets together. */
export function datasetPoint(
  id: string,
  name: string,
  { rows, uniqueTags, occurrences }: PointCounts,
  vocabularySize: number,
): DatasetPoint {
  return {
    id,
    name,
    rows,
    coverage: uniqueTags / Math.max(1, vocabularySize),
    meanTags: occurrences / Math.max(1, rows),
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
