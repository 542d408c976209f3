/** Rounds of Algorithm 1 that look at every remaining row in order. */
import type { SelectorRun } from './selectorRun';
import { byTagCount } from './tagIndex';

export class ScanRounds {
  /** Rows in order, those that remain at the front. */
  private readonly order: Uint32Array;
  private remainingCount = 0;
  private readonly coveredIn: Int32Array;

  constructor(private readonly rows: SelectorRun) {
    const { data, candidates, picks } = rows;
    this.order = byTagCount(data.tags, candidates);
    this.remainingCount = this.order.length;
    if (picks.size > 0) this.dropTaken();
    this.coveredIn = new Int32Array(data.tagNames.length);
    // Tags of pinned rows count as covered in the first round.
    for (const row of picks.taken) this.cover(row, 1);
  }

  /** Rows that were neither taken nor refused for good, in order. */
  get remaining(): Uint32Array {
    return this.order.subarray(0, this.remainingCount);
  }

  /** One round. A hot loop over millions of tags: locals in place of fields, one pass, no calls for rows left behind. */
  run(round: number): void {
    const { order, coveredIn } = this;
    const { picks, data } = this.rows;
    const { offsets, tagIds } = data.tags;
    const end = this.remainingCount;
    let kept = 0;
    let at = 0;
    for (; at < end; at++) {
      const row = order[at]!;
      const lastTag = offsets[row + 1]!;
      let tag = offsets[row]!;
      while (tag < lastTag && coveredIn[tagIds[tag]!] === round) tag++;
      if (tag === lastTag) {
        order[kept++] = row;
        continue;
      }
      if (picks.isFull) break;
      if (picks.canTake(row)) this.take(row, round);
    }
    order.copyWithin(kept, at, end);
    this.remainingCount = kept + end - at;
  }

  private dropTaken(): void {
    const left = this.order.filter((row) => !this.rows.picks.isTaken(row));
    this.order.set(left);
    this.remainingCount = left.length;
  }

  private take(row: number, round: number): void {
    const { offsets } = this.rows.data.tags;
    const admittedBy = this.cover(row, round);
    this.rows.picks.take(row, 'selector', { round, score: offsets[row + 1]! - offsets[row]!, admittedBy });
  }

  /** Covers the row's tags and returns those that were not covered before. */
  private cover(row: number, round: number): number[] {
    const { offsets, tagIds } = this.rows.data.tags;
    const fresh: number[] = [];
    for (let at = offsets[row]!; at < offsets[row + 1]!; at++) {
      const tag = tagIds[at]!;
      if (this.coveredIn[tag] === round) continue;
      this.coveredIn[tag] = round;
      fresh.push(tag);
    }
    return fresh;
  }
}
