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

/**
 * Rows per pair of tags, `first · tagCount + second` with first < second. Time O(Σ tags of a row squared), memory
 * O(distinct pairs). `isWanted` leaves tags out before pairs are made.
 */
export function pairCounts(data: SelectionData, rows: Uint32Array, isWanted?: Uint8Array): Map<number, number> {
  const { offsets, tagIds } = data.tags;
  const tagCount = data.tagNames.length;
  const counts = new Map<number, number>();
  for (const row of rows) {
    for (let at = offsets[row]!; at < offsets[row + 1]!; at++) {
      const first = tagIds[at]!;
      if (isWanted?.[first] === 0) continue;
      for (let next = at + 1; next < offsets[row + 1]!; next++) {
        const second = tagIds[next]!;
        if (isWanted?.[second] === 0) continue;
        const key = first < second ? first * tagCount + second : second * tagCount + first;
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
    }
  }
  return counts;
}

/** The `limit` most frequent pairs; ties by lower tag ids. Exact. */
export function topPairs(data: SelectionData, limit: number): TagPair[] {
  const rows = countedRows(data);
  const tagCount = data.tagNames.length;
  const perTag = rowsPerTag(data.tags, tagCount, rows);
  return [...pairCounts(data, rows)]
    .sort(([keyA, a], [keyB, b]) => b - a || keyA - keyB)
    .slice(0, limit)
    .map(([key, count]) => pairOf(Math.floor(key / tagCount), key % tagCount, count, perTag, rows.length));
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
