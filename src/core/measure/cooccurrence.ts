/** Tags that occur in the same rows. Lift is observed over expected under independence: rows(ab) · N / (rows(a) · rows(b)). */
import type { SelectionData } from '../select/selector';
import { rowsPerTag } from '../select/tagIndex';
import { countedRows } from './tagFigures';

export interface TagPair {
  readonly first: number;
  readonly second: number;
  readonly rows: number;
  /** Observed over expected under independence. */
  readonly lift: number;
}

/** Calls back once per pair that occurs, first < second, in rising order where the table is dense. */
export type PairVisitor = (first: number, second: number, rows: number) => void;

/** Tags up to which counts stand in a dense table (64 MB); more go into a map. */
const denseTags = 4096;

/**
 * Counts rows per pair of tags. `placeOf[tag]` is the number by which a tag takes part, -1 leaves it out; `places` is how
 * many take part. Time O(Σ tags of a row squared), memory O(places²) or O(distinct pairs).
 */
export function countPairs(
  { tags }: SelectionData,
  rows: Uint32Array,
  placeOf: Int32Array,
  places: number,
  visit: PairVisitor,
): void {
  const dense = places <= denseTags ? new Uint32Array(places * places) : null;
  const sparse = new Map<number, number>();
  for (const row of rows) {
    const end = tags.offsets[row + 1]!;
    for (let at = tags.offsets[row]!; at < end; at++) {
      const a = placeOf[tags.tagIds[at]!]!;
      for (let next = at + 1; a >= 0 && next < end; next++) {
        const b = placeOf[tags.tagIds[next]!]!;
        if (b < 0) continue;
        const key = a < b ? a * places + b : b * places + a;
        if (dense) dense[key]!++;
        else sparse.set(key, (sparse.get(key) ?? 0) + 1);
      }
    }
  }
  dense?.forEach((count, key) => count > 0 && visit(Math.floor(key / places), key % places, count));
  sparse.forEach((count, key) => visit(Math.floor(key / places), key % places, count));
}

/** The `limit` most frequent pairs; ties by lower tag ids. Exact. */
export function topPairs(data: SelectionData, limit: number): TagPair[] {
  const rows = countedRows(data);
  const tagCount = data.tagNames.length;
  const perTag = rowsPerTag(data.tags, tagCount, rows);
  const placeOf = Int32Array.from({ length: tagCount }, (_, tag) => tag);
  const pairs: TagPair[] = [];
  let least = 0;
  countPairs(data, rows, placeOf, tagCount, (first, second, count) => {
    if (count < least) return;
    pairs.push(pairOf(first, second, count, perTag, rows.length));
    // Sorting now and then keeps the list short without a heap.
    if (pairs.length >= 4 * limit + 1000) least = keepBest(pairs, limit);
  });
  keepBest(pairs, limit);
  return pairs;
}

/** Keeps the best pairs, in order; returns the rows of the last. Changes `pairs`. */
function keepBest(pairs: TagPair[], limit: number): number {
  pairs.sort((a, b) => b.rows - a.rows || a.first - b.first || a.second - b.second);
  pairs.length = Math.min(pairs.length, limit);
  return pairs.length < limit ? 0 : (pairs.at(-1)?.rows ?? 0);
}

/** Tags that occur with `tag`, as pairs with `first = tag`; most rows first, ties by higher lift, then tag id. Exact. */
export function tagsBeside(data: SelectionData, tag: number, limit: number): TagPair[] {
  const { offsets, tagIds } = data.tags;
  const rows = countedRows(data);
  const perTag = rowsPerTag(data.tags, data.tagNames.length, rows);
  const shared = new Uint32Array(data.tagNames.length);
  for (const row of rows) {
    const tags = tagIds.subarray(offsets[row], offsets[row + 1]);
    if (tags.includes(tag)) for (const other of tags) shared[other]!++;
  }
  const pairs: TagPair[] = [];
  shared.forEach((count, other) => {
    if (count > 0 && other !== tag) pairs.push(pairOf(tag, other, count, perTag, rows.length));
  });
  return pairs.sort((a, b) => b.rows - a.rows || b.lift - a.lift || a.second - b.second).slice(0, limit);
}

function pairOf(first: number, second: number, rows: number, perTag: Uint32Array, rowCount: number): TagPair {
  return { first, second, rows, lift: (rows * rowCount) / (perTag[first]! * perTag[second]!) };
}
