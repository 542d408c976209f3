/**
 * DEITA style (arXiv 2312.15685, "score-first, diversity-aware"): rows by complexity × quality, highest first, ties by
 * row number; a row whose cosine to a kept row is at or above 0.9 is dropped. Complexity is the number of tags. The
 * cosine is of row vectors; where there are none, of tag sets (shared tags / √(tags · tags)), which is said.
 * Time O(rows · log rows + rows looked at · kept · width) with vectors, O(occurrences met) with tag sets.
 */
import { usableQuality } from './quality';
import type { Selector, SelectorRun } from './selectorRun';
import { checkIn } from './selectorRun';
import { byScore, tagCountOf } from './tagIndex';

export const deita: Selector = {
  name: 'deita',
  title: 'DEITA style',
  summary: 'Complex and good rows first, leaving out what is close to a row already kept.',
  source: 'DEITA (arXiv 2312.15685)',
  isPrefixStable: true,
  run: (run) => {
    const { data, candidates, picks, parameters, note } = run;
    const quality = usableQuality(run);
    const limit = parameters.deitaSimilarity ?? 0.9;
    const kept = data.rowVectors ? new KeptVectors(run, limit) : new KeptTagSets(run, limit);
    if (!data.rowVectors) note('Rows have no vectors: closeness is the cosine of their tag sets.');
    for (const row of picks.taken) kept.add(row);
    const scoreOf = (row: number) => tagCountOf(data.tags, row) * quality[row]!;
    for (const row of byScore(candidates, scoreOf)) {
      if (picks.isFull) break;
      if (!picks.canTake(row) || kept.isNear(row)) continue;
      picks.take(row, 'selector', { score: scoreOf(row) });
      kept.add(row);
      if (picks.size % 256 === 0) checkIn(run);
    }
    return 1;
  },
};

interface Kept {
  isNear(row: number): boolean;
  add(row: number): void;
}

/** Kept rows by vector. */
class KeptVectors implements Kept {
  private readonly rows: number[] = [];

  constructor(
    private readonly run: SelectorRun,
    private readonly limit: number,
  ) {}

  add(row: number): void {
    this.rows.push(row);
  }

  isNear(row: number): boolean {
    const { values = new Float32Array(), width = 0 } = this.run.data.rowVectors ?? {};
    const from = row * width;
    return this.rows.some((keptRow) => dot(values, from, keptRow * width, width) >= this.limit);
  }
}

/** Dot product of two rows of one array, by their first positions. */
export function dot(values: Float32Array, fromA: number, fromB: number, width: number): number {
  let sum = 0;
  for (let k = 0; k < width; k++) sum += values[fromA + k]! * values[fromB + k]!;
  return sum;
}

/** Kept rows by tag: shared tags are counted through the lists of the row's tags. */
class KeptTagSets implements Kept {
  private readonly keptWith = new Map<number, number[]>();

  constructor(
    private readonly run: SelectorRun,
    private readonly limit: number,
  ) {}

  add(row: number): void {
    for (const tag of this.tagsOf(row)) {
      const rows = this.keptWith.get(tag);
      if (rows) rows.push(row);
      else this.keptWith.set(tag, [row]);
    }
  }

  isNear(row: number): boolean {
    const tags = this.tagsOf(row);
    const shared = new Map<number, number>();
    for (const tag of tags) {
      for (const keptRow of this.keptWith.get(tag) ?? []) shared.set(keptRow, (shared.get(keptRow) ?? 0) + 1);
    }
    for (const [keptRow, count] of shared) {
      const cosine = count / Math.sqrt(tags.length * tagCountOf(this.run.data.tags, keptRow));
      if (cosine >= this.limit - 1e-12) return true;
    }
    return false;
  }

  private tagsOf(row: number): Uint32Array {
    const { offsets, tagIds } = this.run.data.tags;
    return tagIds.subarray(offsets[row], offsets[row + 1]);
  }
}
