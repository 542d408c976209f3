/** Counts that every measure starts from. Time O(tags of the rows) each. */
import type { SelectionData } from '../select/selector';
import { rowCountOf, rowsPerTag, tagCountOf } from '../select/tagIndex';
import type { TagCount } from './measures';

/** Rows that count: all, or those that `isCandidate` marks; ascending. */
export function countedRows({ tags, isCandidate }: SelectionData): Uint32Array {
  const rows = Uint32Array.from({ length: rowCountOf(tags) }, (_, row) => row);
  return isCandidate ? rows.filter((row) => isCandidate[row] !== 0) : rows;
}

/** Distinct tags of the rows. */
export function uniqueTagCount({ tags, tagNames }: SelectionData, rows: Uint32Array): number {
  const isSeen = new Uint8Array(tagNames.length);
  let unique = 0;
  for (const row of rows) {
    for (let at = tags.offsets[row]!; at < tags.offsets[row + 1]!; at++) {
      const tag = tags.tagIds[at]!;
      unique += 1 - isSeen[tag]!;
      isSeen[tag] = 1;
    }
  }
  return unique;
}

/** Tags of the rows in all, each counted once per row. */
export function occurrenceCount({ tags }: SelectionData, rows: Uint32Array): number {
  let occurrences = 0;
  for (const row of rows) occurrences += tagCountOf(tags, row);
  return occurrences;
}

/** `histogram[k]` rows carry k tags. */
export function tagCountHistogram({ tags }: SelectionData, rows: Uint32Array): number[] {
  const histogram: number[] = [];
  for (const row of rows) {
    const count = tagCountOf(tags, row);
    while (histogram.length <= count) histogram.push(0);
    histogram[count]!++;
  }
  return histogram;
}

/** Tags by number of rows, most first, ties by name; tags without rows left out. */
export function rankedTags(data: SelectionData, rows: Uint32Array): TagCount[] {
  const counts = rowsPerTag(data.tags, data.tagNames.length, rows);
  return data.tagNames
    .map((tag, id) => ({ tag, id, rows: counts[id]! }))
    .filter((entry) => entry.rows > 0)
    .sort((a, b) => b.rows - a.rows || (a.tag < b.tag ? -1 : 1));
}

/** Rows per category name, only those that occur. */
export function mixOf(
  category: { readonly names: readonly string[]; readonly ids: ArrayLike<number> } | undefined,
  rows: Uint32Array,
): Record<string, number> {
  const mix: Record<string, number> = {};
  if (!category) return mix;
  for (const row of rows) {
    const name = category.names[category.ids[row] ?? -1] ?? 'unknown';
    mix[name] = (mix[name] ?? 0) + 1;
  }
  return mix;
}

/** Mean of a column over rows, leaving NaN out; null where the column or every value is missing. */
export function meanOf(column: ArrayLike<number> | undefined, rows: Uint32Array): number | null {
  if (!column) return null;
  let sum = 0;
  let count = 0;
  for (const row of rows) {
    const value = column[row] ?? NaN;
    if (!Number.isFinite(value)) continue;
    sum += value;
    count++;
  }
  return count === 0 ? null : sum / count;
}
