/**
 * Greedy maximum coverage (Nemhauser, Wolsey and Fisher 1978): always the row with the most tags not yet covered, ties
 * by row number. Once nothing new is left, covered is emptied and the next round begins, as in Algorithm 1. Gains only
 * shrink within a round, so a stale gain at the head of the heap is an upper bound and is recomputed only when it gets
 * there (Minoux's lazy greedy): exact, time about O(occurrences + rows · log rows) per round, memory O(rows).
 */
import { PriorityQueue } from './priorityQueue';
import type { Selector, SelectorRun } from './selectorRun';
import { checkIn } from './selectorRun';
import { tagCountOf } from './tagIndex';

export const maxCoverage: Selector = {
  name: 'max-coverage',
  title: 'Greedy max coverage',
  summary: 'Always the row that adds the most tags that are not covered yet.',
  source: 'Greedy maximum coverage (Nemhauser et al. 1978)',
  isPrefixStable: true,
  run: (run) => {
    let remaining = run.candidates.filter((row) => !run.picks.isTaken(row) && tagCountOf(run.data.tags, row) > 0);
    const coveredIn = coverTaken(run);
    for (let round = 1; ; round++) {
      const before = run.picks.size;
      runRound(run, remaining, coveredIn, round);
      if (run.picks.isFull) return round;
      if (run.picks.size === before) return round - 1;
      remaining = remaining.filter((row) => run.picks.canTake(row));
    }
  },
};

function runRound(run: SelectorRun, rows: Uint32Array, coveredIn: Int32Array, round: number): void {
  const { data, picks } = run;
  const queue = new PriorityQueue(rows.length);
  for (const row of rows) queue.push(row, tagCountOf(data.tags, row));
  while (!picks.isFull && queue.firstKey > 0) {
    const row = queue.firstId;
    const fresh = uncoveredTags(run, row, coveredIn, round);
    if (fresh.length < queue.firstKey) {
      queue.replaceFirst(fresh.length);
      continue;
    }
    queue.pop();
    if (!picks.offer(row, { round, score: fresh.length, admittedBy: fresh })) continue;
    for (const tag of fresh) coveredIn[tag] = round;
    if (picks.size % 1024 === 0) checkIn(run);
  }
}

function uncoveredTags(run: SelectorRun, row: number, coveredIn: Int32Array, round: number): number[] {
  const { offsets, tagIds } = run.data.tags;
  const fresh: number[] = [];
  for (let at = offsets[row]!; at < offsets[row + 1]!; at++) {
    if (coveredIn[tagIds[at]!] !== round) fresh.push(tagIds[at]!);
  }
  return fresh;
}

function coverTaken({ data, picks }: SelectorRun): Int32Array {
  const coveredIn = new Int32Array(data.tagNames.length);
  for (const row of picks.taken) {
    for (let at = data.tags.offsets[row]!; at < data.tags.offsets[row + 1]!; at++) coveredIn[data.tags.tagIds[at]!] = 1;
  }
  return coveredIn;
}
