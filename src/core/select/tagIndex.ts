/** The inverted index of tag sets, and counts that selectors and measures share. */
import type { RowTags } from '../normalize/tagTable';

/** Tag t's rows are `rows[offsets[t]]` to `rows[offsets[t + 1]]`, in the order the rows were given. */
export interface TagIndex {
  readonly offsets: Uint32Array;
  readonly rows: Uint32Array;
}

/** Number of rows of a table. */
export function rowCountOf(tags: RowTags): number {
  return Math.max(0, tags.offsets.length - 1);
}

/** Number of tags of a row. */
export function tagCountOf(tags: RowTags, row: number): number {
  return tags.offsets[row + 1]! - tags.offsets[row]!;
}

/** Rows per tag, counting only `rows`. */
export function rowsPerTag(tags: RowTags, tagCount: number, rows: Uint32Array): Uint32Array {
  const counts = new Uint32Array(tagCount);
  for (const row of rows) {
    for (let at = tags.offsets[row]!; at < tags.offsets[row + 1]!; at++) counts[tags.tagIds[at]!]!++;
  }
  return counts;
}

/** Inverted index over `rows`; entries are positions in `rows`, ascending. Time and memory O(tags of the rows). */
export function invert(tags: RowTags, tagCount: number, rows: Uint32Array): TagIndex {
  const counts = rowsPerTag(tags, tagCount, rows);
  const offsets = new Uint32Array(tagCount + 1);
  for (let tag = 0; tag < tagCount; tag++) offsets[tag + 1] = offsets[tag]! + counts[tag]!;
  const next = offsets.slice(0, tagCount);
  const positions = new Uint32Array(offsets[tagCount]!);
  for (let position = 0; position < rows.length; position++) {
    const row = rows[position]!;
    for (let at = tags.offsets[row]!; at < tags.offsets[row + 1]!; at++) {
      positions[next[tags.tagIds[at]!]!++] = position;
    }
  }
  return { offsets, rows: positions };
}

/** `rows` by number of tags, most first, ties in the order given (counting sort). Time O(rows + largest count). */
export function byTagCount({ offsets }: RowTags, rows: Uint32Array): Uint32Array {
  const counts = new Uint32Array(rows.length);
  let largest = 0;
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at]!;
    const count = offsets[row + 1]! - offsets[row]!;
    counts[at] = count;
    if (count > largest) largest = count;
  }
  const starts = new Uint32Array(largest + 2);
  for (let at = 0; at < counts.length; at++) starts[largest - counts[at]! + 1]!++;
  for (let k = 1; k < starts.length; k++) starts[k]! += starts[k - 1]!;
  const sorted = new Uint32Array(rows.length);
  for (let at = 0; at < rows.length; at++) sorted[starts[largest - counts[at]!]!++] = rows[at]!;
  return sorted;
}

/** `rows` by score, highest first, ties in the order given; rows whose score is NaN come last. */
export function byScore(rows: Uint32Array, scoreOf: (row: number) => number): Uint32Array {
  const scores = Float64Array.from(rows, scoreOf);
  const positions = Uint32Array.from(rows, (_, position) => position);
  positions.sort((a, b) => compareScores(scores[b]!, scores[a]!) || a - b);
  return positions.map((position) => rows[position]!);
}

function compareScores(a: number, b: number): number {
  if (Number.isNaN(a)) return Number.isNaN(b) ? 0 : -1;
  return Number.isNaN(b) ? 1 : a - b;
}
