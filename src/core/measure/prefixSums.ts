/** Figures of every prefix of an order, so that a slider reads any n off them. Time and memory O(tags of the rows). */
import type { SelectionData } from '../select/selector';
import { uniqueTagSteps } from './curves';
import type { PoolFigures } from './compareSelections';

/** Sums over the first k + 1 rows at position k; a column that is not known is absent. */
export interface PrefixSums {
  readonly uniqueTags: Uint32Array;
  readonly tags: Float64Array;
  readonly length?: Float64Array;
  /** Rows without a value add nothing and are not counted. */
  readonly quality?: { readonly sums: Float64Array; readonly counts: Uint32Array };
}

export interface PrefixFigures {
  readonly coverage: number;
  readonly averageTags: number;
  readonly meanQuality: number | null;
  readonly lengthShift: number | null;
  readonly tagsLost: number;
}

export function prefixSumsOf(data: SelectionData, rows: Uint32Array): PrefixSums {
  const { offsets } = data.tags;
  const { length, quality } = data;
  return {
    uniqueTags: uniqueTagSteps(data, rows),
    tags: sumsOf(rows, (row) => offsets[row + 1]! - offsets[row]!),
    ...(length === undefined ? {} : { length: sumsOf(rows, (row) => length[row]!) }),
    ...(quality === undefined ? {} : { quality: qualitySums(rows, quality) }),
  };
}

function sumsOf(rows: Uint32Array, valueOf: (row: number) => number): Float64Array {
  const sums = new Float64Array(rows.length);
  let sum = 0;
  for (let position = 0; position < rows.length; position++) sums[position] = sum += valueOf(rows[position]!);
  return sums;
}

function qualitySums(rows: Uint32Array, quality: Float64Array): NonNullable<PrefixSums['quality']> {
  const counts = new Uint32Array(rows.length);
  let count = 0;
  rows.forEach((row, position) => (counts[position] = count += Number.isFinite(quality[row]!) ? 1 : 0));
  return { sums: sumsOf(rows, (row) => (Number.isFinite(quality[row]!) ? quality[row]! : 0)), counts };
}

/** The figures of the first `count` rows. Time O(1). */
export function prefixFigures(sums: PrefixSums, count: number, tagCount: number, pool: PoolFigures): PrefixFigures {
  const last = Math.min(count, sums.tags.length) - 1;
  const uniqueTags = sums.uniqueTags[last] ?? 0;
  const rows = Math.max(1, last + 1);
  const meanLength = sums.length === undefined || last < 0 ? null : sums.length[last]! / rows;
  const rated = sums.quality?.counts[last] ?? 0;
  return {
    coverage: uniqueTags / Math.max(1, tagCount),
    averageTags: (sums.tags[last] ?? 0) / rows,
    meanQuality: rated === 0 ? null : sums.quality!.sums[last]! / rated,
    lengthShift: meanLength === null || !pool.meanLength ? null : meanLength / pool.meanLength - 1,
    tagsLost: pool.uniqueTags - uniqueTags,
  };
}

/**
 * The sums continued to `count` rows at the rate of the last tenth of what is known, no tag more than there are: an
 * estimate, to be shown while the exact rows are found. Time O(count).
 */
export function extendedSums(sums: PrefixSums, count: number, mostTags: number): PrefixSums {
  const { length, quality } = sums;
  return {
    uniqueTags: Uint32Array.from(extended(sums.uniqueTags, count), (tags) => Math.min(mostTags, Math.round(tags))),
    tags: extended(sums.tags, count),
    ...(length === undefined ? {} : { length: extended(length, count) }),
    ...(quality === undefined
      ? {}
      : {
          quality: {
            sums: extended(quality.sums, count),
            counts: Uint32Array.from(extended(quality.counts, count), Math.round),
          },
        }),
  };
}

function extended(known: Uint32Array | Float64Array, count: number): Float64Array {
  const all = new Float64Array(count);
  all.set(known.subarray(0, count));
  if (known.length === 0 || known.length >= count) return all;
  const last = known.length - 1;
  const from = Math.max(0, Math.floor(last * 0.9) - 1);
  const rate = last === from ? 0 : (known[last]! - known[from]!) / (last - from);
  for (let position = known.length; position < count; position++)
    all[position] = known[last]! + rate * (position - last);
  return all;
}
