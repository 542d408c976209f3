/**
 * Complexity-first diverse sampling: Algorithm 1 of InsTag (arXiv 2308.07074). Rows are sorted by number of tags,
 * descending, ties by row number; every round starts with nothing covered and takes, in that order, each remaining row
 * that has a tag not yet covered. It ends when n rows are taken or a round takes none: rows without tags never are.
 *
 * The plain form rescans all remaining rows in every round. Here each tag keeps a pointer to the first remaining row
 * that carries it. A row before the scan's position that remains has all its tags covered, so the next row that the
 * plain form would take is the smallest pointer among uncovered tags: a heap gives it. In every round each tag that
 * still occurs gets a row of its own, so all rounds together cost at most one pop per occurrence:
 * time O(occurrences · log tags) for the whole order, memory O(occurrences). Equality with the plain form is tested.
 */
import { PriorityQueue } from './priorityQueue';
import type { Selector, SelectorRun } from './selectorRun';
import { checkIn } from './selectorRun';
import { byTagCount, invert, type TagIndex } from './tagIndex';

export const complexityFirst: Selector = {
  name: 'complexity-first',
  title: 'InsTag complexity-first',
  summary: 'Rows with the most tags first, each adding a tag that its round does not have yet.',
  source: 'InsTag (arXiv 2308.07074), Algorithm 1',
  isPrefixStable: true,
  run: (run) => new Rounds(run).runAll(),
};

/** State of the rounds: rows in order, and per tag the first remaining position. */
class Rounds {
  private readonly order: Uint32Array;
  private readonly index: TagIndex;
  private readonly next: Uint32Array;
  private readonly coveredIn: Int32Array;
  private readonly isGone: Uint8Array;
  private readonly queue: PriorityQueue;
  private liveTags: number[];

  constructor(private readonly run: SelectorRun) {
    const { data, candidates, picks } = run;
    const tagCount = data.tagNames.length;
    this.order = byTagCount(data.tags, candidates);
    this.index = invert(data.tags, tagCount, this.order);
    this.next = this.index.offsets.slice(0, tagCount);
    this.isGone = Uint8Array.from(this.order, (row) => (picks.isTaken(row) ? 1 : 0));
    this.coveredIn = new Int32Array(tagCount);
    this.queue = new PriorityQueue(tagCount);
    this.liveTags = Array.from({ length: tagCount }, (_, tag) => tag);
    this.coverPinnedRows();
  }

  /** Number of rounds; a last one that found nothing among the rows left is counted, as in the paper's loop. */
  runAll(): number {
    const { picks, candidates } = this.run;
    for (let round = 1; ; round++) {
      checkIn(this.run);
      if (!this.runRound(round)) return candidates.every((row) => picks.isTaken(row)) ? round - 1 : round;
      if (picks.isFull) return round;
    }
  }

  /** True where the round took at least one row. */
  private runRound(round: number): boolean {
    const { picks } = this.run;
    const before = picks.size;
    this.queueLiveTags(round);
    for (let tag = this.queue.pop(); tag >= 0 && !picks.isFull; tag = this.queue.pop()) {
      if (this.coveredIn[tag] === round) continue;
      const position = this.headOf(tag);
      this.isGone[position] = 1;
      const row = this.order[position]!;
      if (picks.canTake(row)) this.take(row, round);
      else this.enqueue(tag);
    }
    return picks.size > before;
  }

  private queueLiveTags(round: number): void {
    this.queue.clear();
    this.liveTags = this.liveTags.filter((tag) => this.headOf(tag) >= 0);
    for (const tag of this.liveTags) if (this.coveredIn[tag] !== round) this.enqueue(tag);
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
    const { offsets, tagIds } = this.run.data.tags;
    const admittedBy: number[] = [];
    for (let at = offsets[row]!; at < offsets[row + 1]!; at++) {
      const tag = tagIds[at]!;
      if (this.coveredIn[tag] === round) continue;
      this.coveredIn[tag] = round;
      admittedBy.push(tag);
    }
    this.run.picks.take(row, 'selector', { round, score: offsets[row + 1]! - offsets[row]!, admittedBy });
  }

  /** Tags of pinned rows count as covered in the first round. */
  private coverPinnedRows(): void {
    const { offsets, tagIds } = this.run.data.tags;
    for (const row of this.run.picks.taken) {
      for (let at = offsets[row]!; at < offsets[row + 1]!; at++) this.coveredIn[tagIds[at]!] = 1;
    }
  }
}
