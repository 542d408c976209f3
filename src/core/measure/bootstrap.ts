/**
 * Bootstrap intervals (Efron 1979): rows are drawn with replacement, the figure is taken of each draw. Seeded. Above
 * 20,000 rows each row is drawn Poisson(1) times instead (Chamandy et al. 2012, "Estimating uncertainty for massive
 * data streams"): the size of a draw then varies a little, which does not matter at that size, and rows are read in order.
 */
import type { LongWork } from '../ports';
import { randomOf, type Random } from '../select/random';
import type { SelectionData } from '../select/selector';
import type { Interval } from './measures';
import { occurrenceCount, uniqueTagCount } from './tagFigures';

const level = 0.95;

/** Unique tags and mean tags of each resample. */
export interface Resamples {
  readonly uniqueTags: Float64Array;
  readonly meanTags: Float64Array;
}

/** Rows above which draws are Poisson. */
const poissonRows = 20_000;

/** `count` resamples of the rows, each as large as they are. Time O(count · tags of the rows). */
export function resampleRows(
  data: SelectionData,
  rows: Uint32Array,
  count: number,
  seed: number,
  work: LongWork = {},
): Resamples {
  const random = randomOf(seed);
  const draw = rows.length > poissonRows ? drawPoisson : drawWithReplacement;
  const uniqueTags = new Float64Array(count);
  const meanTags = new Float64Array(count);
  for (let k = 0; k < count; k++) {
    work.cancellation?.throwIfAborted();
    work.onProgress?.(k, count);
    const drawn = draw(rows, random);
    uniqueTags[k] = uniqueTagCount(data, drawn);
    meanTags[k] = occurrenceCount(data, drawn) / Math.max(1, drawn.length);
  }
  return { uniqueTags, meanTags };
}

function drawWithReplacement(rows: Uint32Array, random: Random): Uint32Array {
  return rows.map(() => rows[random.below(rows.length)]!);
}

/** Chances that a Poisson(1) count is at most 0, 1, 2 …; beyond the last there is nothing that 32 bits can tell. */
const poissonSums = Float64Array.from({ length: 13 }, (_, last) => {
  let term = Math.exp(-1);
  let sum = term;
  for (let k = 1; k <= last; k++) sum += term /= k;
  return sum;
});

/** Each row as often as its Poisson count, in order. */
function drawPoisson(rows: Uint32Array, random: Random): Uint32Array {
  const drawn = new Uint32Array(2 * rows.length);
  let used = 0;
  for (const row of rows) {
    const chance = random.next();
    for (let k = 0; chance >= poissonSums[k]!; k++) drawn[used++] = row;
  }
  return drawn.subarray(0, Math.min(used, drawn.length));
}

/** The middle 95 % of values: quantiles with linear interpolation. */
export function percentileInterval(values: Float64Array): Interval {
  const sorted = values.slice().sort();
  return { low: quantile(sorted, (1 - level) / 2), high: quantile(sorted, (1 + level) / 2), level };
}

/**
 * Interval around a figure that resamples underestimate, such as the number of distinct tags: a resample repeats rows
 * and so always misses some. The spread of the resamples around their own mean is put around the figure, within bounds.
 */
export function centredInterval(figure: number, values: Float64Array, lowest: number, highest: number): Interval {
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  const { low, high } = percentileInterval(values);
  const within = (value: number) => Math.min(highest, Math.max(lowest, value));
  return { low: within(figure + low - mean), high: within(figure + high - mean), level };
}

function quantile(sorted: Float64Array, share: number): number {
  if (sorted.length === 0) return NaN;
  const at = share * (sorted.length - 1);
  const below = sorted[Math.floor(at)]!;
  return below + (sorted[Math.ceil(at)]! - below) * (at - Math.floor(at));
}
