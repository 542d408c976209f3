/** Bootstrap intervals (Efron 1979): rows are drawn with replacement, the figure is taken of each draw. Seeded. */
import type { LongWork } from '../ports';
import { randomOf, type Random } from '../select/random';
import type { SelectionData } from '../select/selector';
import { tagCountOf } from '../select/tagIndex';
import type { Interval } from './measures';
import { uniqueTagCount } from './tagFigures';

const level = 0.95;

/** Unique tags and mean tags of each resample. */
export interface Resamples {
  readonly uniqueTags: Float64Array;
  readonly meanTags: Float64Array;
}

/** `count` resamples of the rows, each as large as they are. Time O(count · tags of the rows). */
export function resampleRows(
  data: SelectionData,
  rows: Uint32Array,
  count: number,
  seed: number,
  work: LongWork = {},
): Resamples {
  const random = randomOf(seed);
  const uniqueTags = new Float64Array(count);
  const meanTags = new Float64Array(count);
  for (let k = 0; k < count; k++) {
    work.cancellation?.throwIfAborted();
    work.onProgress?.(k, count);
    const draw = drawWithReplacement(rows, random);
    uniqueTags[k] = uniqueTagCount(data, draw);
    meanTags[k] = draw.reduce((sum, row) => sum + tagCountOf(data.tags, row), 0) / Math.max(1, draw.length);
  }
  return { uniqueTags, meanTags };
}

function drawWithReplacement(rows: Uint32Array, random: Random): Uint32Array {
  return rows.map(() => rows[random.below(rows.length)]!);
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
