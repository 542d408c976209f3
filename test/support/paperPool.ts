/** A pool of the size that InsTag selected from, made from real counts: 306,044 rows, 6,398 tags, 4.48 tags per row. */
import { existsSync, readFileSync } from 'node:fs';
import { randomOf, type Random } from '../../src/core/select/random';
import type { SelectionData } from '../../src/core/select/selector';
import { rawInstagRows } from './rawInstagRows';
import { sharedPath } from './sharedData';

const rowCount = 306_044;
const tagCount = 6_398;
const meanTags = 4.48;

export interface PaperPool {
  readonly data: SelectionData;
  /** Where the counts came from. */
  readonly basis: string;
}

/**
 * Tags are drawn by their real frequencies (InsTagger on Magpie), each tag at least once; the number of tags per row
 * follows the real replies, one tag more or less here and there so that the mean is the paper's. Columns are made up.
 */
export function paperPool(seed: number): PaperPool {
  const random = randomOf(seed);
  const counts = realCounts();
  const draw = drawerOf(counts ?? zipfCounts(), random);
  const sizes = rowSizes(random);
  const offsets = new Uint32Array(rowCount + 1);
  sizes.forEach((size, row) => (offsets[row + 1] = offsets[row]! + size));
  const tagIds = new Uint32Array(offsets[rowCount]!);
  for (let row = 0; row < rowCount; row++) fillRow(tagIds, offsets[row]!, offsets[row + 1]!, row, draw);
  const column = (scale: number) => Uint32Array.from({ length: rowCount }, () => 20 + random.below(scale));
  const data: SelectionData = {
    tags: { offsets, tagIds },
    tagNames: Array.from({ length: tagCount }, (_, tag) => `tag ${tag}`),
    quality: Float64Array.from({ length: rowCount }, () => random.next() * 10 - 2),
    queryLength: column(800),
    answerLength: column(3000),
    length: column(4000),
    source: {
      names: ['wizardlm', 'ultrachat', 'sharegpt'],
      ids: Uint8Array.from({ length: rowCount }, (_, row) => row % 3),
    },
  };
  return { data, basis: counts ? 'counts of InsTagger on Magpie' : 'Zipf counts, for want of the shared data' };
}

function realCounts(): number[] | null {
  const path = sharedPath('data', 'tags', 'tag_instruct_tag_values_magpie.jsonl');
  if (!existsSync(path)) return null;
  const lines = readFileSync(path, 'utf8').trim().split('\n');
  const counts = lines.map((line) => (JSON.parse(line) as { count: number }).count);
  return counts.sort((a, b) => b - a).slice(0, tagCount);
}

function zipfCounts(): number[] {
  return Array.from({ length: tagCount }, (_, rank) => 1e6 / (rank + 1));
}

/** Draws tag ids with chances proportional to counts, by binary search over cumulative sums. */
function drawerOf(counts: readonly number[], random: Random): () => number {
  const sums = new Float64Array(counts.length);
  counts.forEach((count, tag) => (sums[tag] = (sums[tag - 1] ?? 0) + count));
  return () => {
    const wanted = random.next() * sums.at(-1)!;
    let low = 0;
    let high = sums.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle]! > wanted) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}

function rowSizes(random: Random): Uint32Array {
  const real = existsSync(sharedPath('data'))
    ? rawInstagRows().map((tags) => new Set(tags).size)
    : [2, 3, 4, 4, 5, 5, 6, 7];
  const realMean = real.reduce((sum, size) => sum + size, 0) / real.length;
  const extra = meanTags - realMean;
  return Uint32Array.from({ length: rowCount }, () => {
    const size = real[random.below(real.length)]!;
    return Math.max(1, size + (random.next() < Math.abs(extra) ? Math.sign(extra) : 0));
  });
}

/** Distinct tags; the first rows carry one tag each that might otherwise never be drawn. */
function fillRow(tagIds: Uint32Array, from: number, end: number, row: number, draw: () => number): void {
  for (let at = from; at < end; at++) {
    let tag = at === from && row < tagCount ? row : draw();
    while (tagIds.subarray(from, at).includes(tag)) tag = draw();
    tagIds[at] = tag;
  }
}
