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
    for (const row of this.order) if (!picks.isTaken(row)) this.order[this.remainingCount++] = row;
    this.coveredIn = new Int32Array(data.tagNames.length);
    // Tags of pinned rows count as covered in the first round.
    for (const row of picks.taken) this.cover(row, 1);
  }

  /** Rows that were neither taken nor refused for good, in order. */
  get remaining(): Uint32Array {
    return this.order.subarray(0, this.remainingCount);
  }

  run(round: number): void {
    const { picks } = this.rows;
    const { order, remainingCount } = this;
    let kept = 0;
    let at = 0;
    for (; at < remainingCount && !picks.isFull; at++) {
      const row = order[at]!;
      if (!this.addsTag(row, round)) order[kept++] = row;
      else if (picks.canTake(row)) this.take(row, round);
    }
    order.copyWithin(kept, at, remainingCount);
    this.remainingCount = kept + remainingCount - at;
  }

  private addsTag(row: number, round: number): boolean {
    const { offsets, tagIds } = this.rows.data.tags;
    const end = offsets[row + 1]!;
    for (let at = offsets[row]!; at < end; at++) if (this.coveredIn[tagIds[at]!] !== round) return true;
    return false;
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
