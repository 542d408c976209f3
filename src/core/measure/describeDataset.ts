/** The figures of one dataset against a reference vocabulary. */
import type { LongWork } from '../ports';
import { randomOf, shuffle } from '../select/random';
import type { SelectionData } from '../select/selector';
import { rowCountOf, rowsPerTag } from '../select/tagIndex';
import { centredInterval, percentileInterval, resampleRows } from './bootstrap';
import type { DatasetStats } from './measures';
import { rarefactionOf } from './rarefaction';
import { countedRows, occurrenceCount, rankedTags, tagCountHistogram, uniqueTagCount } from './tagFigures';

export interface DescribeOptions {
  readonly name: string;
  /** Reference vocabulary's size where it is larger than the tags known here. */
  readonly vocabulary?: number;
  /** How many of the most frequent tags are listed; 20 by default. */
  readonly topTags?: number;
  readonly seed?: number;
  /** Resamples of the bootstrap; 200 by default. */
  readonly resamples?: number;
  readonly equalN?: number;
}

/** Candidates of `data` are the tagged rows; the others count in `rows` only. */
export function describeDataset(data: SelectionData, options: DescribeOptions, work: LongWork = {}): DatasetStats {
  const rows = countedRows(data);
  const uniqueTags = uniqueTagCount(data, rows);
  const occurrences = occurrenceCount(data, rows);
  const vocabulary = Math.max(options.vocabulary ?? 0, data.tagNames.length);
  const coverage = shareOf(uniqueTags, vocabulary);
  const resampleCount = options.resamples ?? 200;
  const resamples = resampleRows(data, rows, resampleCount, options.seed ?? 0, work);
  const coverages = resamples.uniqueTags.map((count) => shareOf(count, vocabulary));
  const histogram = tagCountHistogram(data, rows);
  return {
    name: options.name,
    rows: rowCountOf(data.tags),
    taggedRows: rows.length,
    uniqueTags,
    vocabulary,
    coverage,
    complexity: shareOf(occurrences, rows.length),
    occurrences,
    rowsWithoutTags: histogram[0] ?? 0,
    histogram,
    topTags: rankedTags(data, rows).slice(0, options.topTags ?? 20),
    intervals: {
      coverage: centredInterval(coverage, coverages, 0, 1),
      complexity: percentileInterval(resamples.meanTags),
      resamples: resampleCount,
    },
    ...(options.equalN === undefined
      ? {}
      : { coverageAtEqualN: atEqualN(data, rows, options.equalN, vocabulary, options) }),
  };
}

type EqualN = NonNullable<DatasetStats['coverageAtEqualN']>;

/** Exact expectation, and the middle 95 % of seeded draws without replacement. */
function atEqualN(
  data: SelectionData,
  rows: Uint32Array,
  equalN: number,
  vocabulary: number,
  { seed = 0, resamples = 200 }: DescribeOptions,
): EqualN {
  const n = Math.max(0, Math.min(equalN, rows.length));
  const rarefaction = rarefactionOf(rows.length, rowsPerTag(data.tags, data.tagNames.length, rows));
  const random = randomOf(seed);
  const draws = Float64Array.from({ length: resamples }, () =>
    shareOf(uniqueTagCount(data, shuffle(rows.slice(), random).subarray(0, n)), vocabulary),
  );
  return { n, coverage: shareOf(rarefaction.expectedTags(n), vocabulary), interval: percentileInterval(draws) };
}

function shareOf(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
