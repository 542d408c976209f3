/** Rounds of Algorithm 1 that go from tag to tag: see complexityFirst.ts for why that takes the same rows. */
import { PriorityQueue } from './priorityQueue';
import type { SelectorRun } from './selectorRun';
import { invert, type TagIndex } from './tagIndex';

export class TagRounds {
  private readonly index: TagIndex;
  /** Per tag where its list of positions stands. */
  private readonly next: Uint32Array;
  private readonly coveredIn: Int32Array;
  /** 1 for positions that were taken or refused for good. */
  private readonly isGone: Uint8Array;
  private readonly queue: PriorityQueue;
  private liveTags: Uint32Array;

  /** `order` holds the remaining rows as Algorithm 1 sorts them. */
  constructor(
    private readonly rows: SelectorRun,
    private readonly order: Uint32Array,
  ) {
    const tagCount = rows.data.tagNames.length;
    this.index = invert(rows.data.tags, tagCount, order);
    this.next = this.index.offsets.slice(0, tagCount);
    this.isGone = new Uint8Array(order.length);
    this.coveredIn = new Int32Array(tagCount);
    this.queue = new PriorityQueue(tagCount);
    this.liveTags = Uint32Array.from({ length: tagCount }, (_, tag) => tag);
  }

  run(round: number): void {
    const { picks } = this.rows;
    this.queueLiveTags();
    for (let tag = this.queue.pop(); tag >= 0 && !picks.isFull; tag = this.queue.pop()) {
      if (this.coveredIn[tag] === round) continue;
      const position = this.headOf(tag);
      this.isGone[position] = 1;
      const row = this.order[position]!;
      if (picks.canTake(row)) this.take(row, round);
      else this.enqueue(tag);
    }
  }

  private queueLiveTags(): void {
    this.queue.clear();
    this.liveTags = this.liveTags.filter((tag) => this.headOf(tag) >= 0);
    for (const tag of this.liveTags) this.enqueue(tag);
  }

  private enqueue(tag: number): void {
    const position = this.headOf(tag);
    if (position >= 0) this.queue.push(tag, -position);
  }

  /** First remaining position that carries the tag; -1 where there is none. */
  private headOf(tag: number): number {
    const end = this.index.offsets[tag + 1]!;
    let at = this.next[tag]!;
    while (at < end && this.isGone[this.index.rows[at]!] === 1) at++;
    this.next[tag] = at;
    return at < end ? this.index.rows[at]! : -1;
  }

  private take(row: number, round: number): void {
    const { offsets, tagIds } = this.rows.data.tags;
    const admittedBy: number[] = [];
    for (let at = offsets[row]!; at < offsets[row + 1]!; at++) {
      const tag = tagIds[at]!;
      if (this.coveredIn[tag] === round) continue;
      this.coveredIn[tag] = round;
      admittedBy.push(tag);
    }
    this.rows.picks.take(row, 'selector', { round, score: offsets[row + 1]! - offsets[row]!, admittedBy });
  }
}
