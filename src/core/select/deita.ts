/**
 * DEITA style (arXiv 2312.15685, "score-first, diversity-aware"): rows by complexity × quality, highest first, ties by
 * row number; a row whose cosine to a kept row is at or above 0.9 is dropped. Complexity is the number of tags. The
 * cosine is of row vectors; where there are none, of tag sets (shared tags / √(tags · tags)), which is said.
 * Time O(rows · log rows + rows looked at · kept · width) with vectors, O(occurrences met) with tag sets.
 */
import type { RowTags } from '../normalize/tagTable';
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

/**
 * Kept rows by tag. A row that is near must share nearly all tags, so one of any `tags − shared needed + 1` of them is
 * among its own: only the lists of that many tags, the shortest ones, are looked at.
 */
class KeptTagSets implements Kept {
  private readonly keptWith: (number[] | undefined)[];
  /** Number of the last row that was compared with a kept row, so that none is compared twice. */
  private readonly comparedFor: Uint32Array;
  private comparison = 0;

  constructor(
    private readonly run: SelectorRun,
    private readonly limit: number,
  ) {
    this.keptWith = Array.from<number[] | undefined>({ length: run.data.tagNames.length });
    this.comparedFor = new Uint32Array(run.data.tags.offsets.length);
  }

  add(row: number): void {
    for (const tag of this.tagsOf(row)) (this.keptWith[tag] ??= []).push(row);
  }

  isNear(row: number): boolean {
    const tags = this.tagsOf(row);
    const lists = Array.from(tags, (tag) => this.keptWith[tag] ?? []).sort((a, b) => a.length - b.length);
    const looked = lists.slice(0, tags.length - fewestShared(tags.length, this.limit) + 1);
    this.comparison++;
    return looked.some((list) => list.some((keptRow) => this.isFirstLook(keptRow) && this.areNear(row, keptRow)));
  }

  private isFirstLook(keptRow: number): boolean {
    if (this.comparedFor[keptRow] === this.comparison) return false;
    this.comparedFor[keptRow] = this.comparison;
    return true;
  }

  private areNear(row: number, keptRow: number): boolean {
    const { tags } = this.run.data;
    const product = tagCountOf(tags, row) * tagCountOf(tags, keptRow);
    return sharedTags(tags, row, keptRow) / Math.sqrt(product) >= this.limit - slack;
  }

  private tagsOf(row: number): Uint32Array {
    const { offsets, tagIds } = this.run.data.tags;
    return tagIds.subarray(offsets[row], offsets[row + 1]);
  }
}

/** Keeps quotients that should be equal to the limit from falling below it by rounding. */
const slack = 1e-12;

/** Tags that a set of `count` shares at least with any set whose cosine to it reaches the limit. */
function fewestShared(count: number, limit: number): number {
  // shared ≥ limit · √(count · other) and other ≥ shared, so shared ≥ limit² · count.
  return Math.max(1, Math.min(count, Math.ceil(limit * limit * count - slack * count)));
}

function sharedTags({ offsets, tagIds }: RowTags, a: number, b: number): number {
  let shared = 0;
  for (let i = offsets[a]!; i < offsets[a + 1]!; i++) {
    for (let j = offsets[b]!; j < offsets[b + 1]!; j++) if (tagIds[i] === tagIds[j]) shared++;
  }
  return shared;
}
