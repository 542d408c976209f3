/** Curves over the number of rows: coverage of a selection's prefixes, of random draws, and growth of unique tags. */
import { randomOf, type Random } from '../select/random';
import type { SelectionData } from '../select/selector';
import { rowsPerTag } from '../select/tagIndex';
import { percentileInterval } from './bootstrap';
import type { Curve } from './measures';
import { rarefactionOf } from './rarefaction';
import { countedRows, rankedTags } from './tagFigures';

/** Draws behind the band of `randomCurve`. */
const drawCount = 40;

/** Coverage after the first x rows of `rows`, at `pointCount` positions from 1 to all. Exact. */
export function selectionCurve(data: SelectionData, rows: Uint32Array, pointCount: number): Curve {
  const x = positions(rows.length, pointCount);
  return { x, y: coverageAt(data, rows, x), isExact: true };
}

/** Distinct tags after each row of an order: computed once, it answers every n of a slider. Time O(tags of the rows). */
export function uniqueTagSteps({ tags, tagNames }: SelectionData, rows: Uint32Array): Uint32Array {
  const isSeen = new Uint8Array(tagNames.length);
  const steps = new Uint32Array(rows.length);
  let unique = 0;
  for (let position = 0; position < rows.length; position++) {
    const row = rows[position]!;
    for (let at = tags.offsets[row]!; at < tags.offsets[row + 1]!; at++) {
      unique += 1 - isSeen[tags.tagIds[at]!]!;
      isSeen[tags.tagIds[at]!] = 1;
    }
    steps[position] = unique;
  }
  return steps;
}

/** `selectionCurve` of the first `rowCount` rows, read off the steps. Time O(points). */
export function curveFromSteps(steps: Uint32Array, tagCount: number, rowCount: number, pointCount: number): Curve {
  const x = positions(Math.min(rowCount, steps.length), pointCount);
  return { x, y: x.map((n) => (tagCount === 0 ? 0 : steps[n - 1]! / tagCount)), isExact: true };
}

/** Mean number of tags of the first x rows of `rows`. Exact. */
export function complexityCurve({ tags }: SelectionData, rows: Uint32Array, pointCount: number): Curve {
  const x = positions(rows.length, pointCount);
  const sums = new Float64Array(rows.length + 1);
  rows.forEach((row, at) => (sums[at + 1] = sums[at]! + tags.offsets[row + 1]! - tags.offsets[row]!));
  return { x, y: x.map((n) => sums[n]! / n), isExact: true };
}

/** Coverage of random draws of x candidates: exact expectation and the middle 95 % of 40 seeded draws. */
export function randomCurve(data: SelectionData, maximumRows: number, pointCount: number, seed: number): Curve {
  return randomAt(data, (rowCount) => positions(Math.min(maximumRows, rowCount), pointCount), seed);
}

/** `randomCurve` at sizes spaced by logarithm: `curveAt` reads any n up to `maximumRows` off it. */
export function randomBand(data: SelectionData, maximumRows: number, pointCount: number, seed: number): Curve {
  return randomAt(data, (rowCount) => logarithmicPositions(Math.min(maximumRows, rowCount), pointCount), seed);
}

/** A curve at other x, straight lines between its points; beyond its ends the last point. Time O(points). */
export function curveAt(curve: Curve, x: readonly number[]): Curve {
  const places = x.map((n) => placeOf(curve.x, n));
  const read = (values: readonly number[]) =>
    places.map(({ below, share }) => {
      const low = values[below] ?? 0;
      return low + share * ((values[below + 1] ?? low) - low);
    });
  const { low, high } = curve;
  return {
    x,
    y: read(curve.y),
    ...(low === undefined ? {} : { low: read(low) }),
    ...(high === undefined ? {} : { high: read(high) }),
    isExact: false,
  };
}

function placeOf(x: readonly number[], n: number): { readonly below: number; readonly share: number } {
  let low = 0;
  let high = x.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (x[middle]! <= n) low = middle;
    else high = middle - 1;
  }
  const next = x[low + 1];
  const here = x[low] ?? n;
  return { below: low, share: next === undefined ? 0 : Math.min(1, Math.max(0, (n - here) / (next - here))) };
}

function randomAt(data: SelectionData, sizesOf: (rowCount: number) => number[], seed: number): Curve {
  const rows = countedRows(data);
  const x = sizesOf(rows.length);
  const rarefaction = rarefactionOf(rows.length, rowsPerTag(data.tags, data.tagNames.length, rows));
  const random = randomOf(seed);
  const last = x.at(-1) ?? 0;
  const draws = Array.from({ length: drawCount }, () => coverageAt(data, draw(rows, last, random), x));
  const bands = x.map((_, at) => percentileInterval(Float64Array.from(draws, (draw) => draw[at]!)));
  return {
    x,
    y: x.map((n) => rarefaction.expectedTags(n) / Math.max(1, data.tagNames.length)),
    low: bands.map(({ low }) => low),
    high: bands.map(({ high }) => high),
    isExact: true,
  };
}

/** The first `count` of a shuffle (Fisher–Yates from the front), so that small draws of large pools cost little. */
function draw(rows: Uint32Array, count: number, random: Random): Uint32Array {
  const pool = rows.slice();
  for (let at = 0; at < count; at++) {
    const other = at + random.below(pool.length - at);
    const row = pool[other]!;
    pool[other] = pool[at]!;
    pool[at] = row;
  }
  return pool.subarray(0, count);
}

/** Expected number of distinct tags in x rows drawn without replacement. Exact (hypergeometric). */
export function growthCurve(data: SelectionData, pointCount: number): Curve {
  const rows = countedRows(data);
  const x = positions(rows.length, pointCount);
  const rarefaction = rarefactionOf(rows.length, rowsPerTag(data.tags, data.tagNames.length, rows));
  return { x, y: x.map((n) => rarefaction.expectedTags(n)), isExact: true };
}

/** Rows of the most frequent tag, of the second, and so on; at most `pointCount` ranks, spaced evenly by logarithm. */
export function rankFrequencyCurve(data: SelectionData, pointCount: number): Curve {
  const ranked = rankedTags(data, countedRows(data));
  const growth = Math.max(1, ranked.length) ** (1 / Math.max(1, pointCount - 1));
  const ranks = Array.from({ length: pointCount }, (_, k) => Math.min(ranked.length, Math.round(growth ** k)));
  const x = [...new Set(ranks)].filter((rank) => rank >= 1);
  return { x, y: x.map((rank) => ranked[rank - 1]!.rows), isExact: true };
}

/** Up to `pointCount` whole numbers from 1 to `last`, evenly spaced, both ends included. */
function positions(last: number, pointCount: number): number[] {
  if (last < 1) return [];
  const steps = Math.max(1, Math.min(pointCount, last) - 1);
  return [...new Set(Array.from({ length: steps + 1 }, (_, k) => Math.round(1 + ((last - 1) * k) / steps)))];
}

/** As `positions`, spaced evenly by logarithm. */
function logarithmicPositions(last: number, pointCount: number): number[] {
  if (last < 1) return [];
  const growth = last ** (1 / Math.max(1, pointCount - 1));
  const points = Array.from({ length: pointCount }, (_, k) => Math.min(last, Math.round(growth ** k)));
  return [...new Set([...points, last])];
}

function coverageAt({ tags, tagNames }: SelectionData, rows: Uint32Array, x: readonly number[]): number[] {
  const isSeen = new Uint8Array(tagNames.length);
  let unique = 0;
  let done = 0;
  return x.map((n) => {
    for (; done < n; done++) {
      const row = rows[done]!;
      for (let at = tags.offsets[row]!; at < tags.offsets[row + 1]!; at++) {
        unique += 1 - isSeen[tags.tagIds[at]!]!;
        isSeen[tags.tagIds[at]!] = 1;
      }
    }
    return tagNames.length === 0 ? 0 : unique / tagNames.length;
  });
}
