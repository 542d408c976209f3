/**
 * Hits a coverage and a mean number of tags at once: the decoupled sweeps of InsTag (arXiv 2308.07074, section 4), for
 * which the paper gives no procedure. First it covers: greedily the row with the most new tags, half a tag taken off
 * for each tag of difference to the wanted mean, never past the wanted coverage. If n rows do not get there, once more
 * without that half tag. Then it fills: rows without any new tag, each with the number of tags that brings the mean
 * nearest to the target; ties by row number. What is missed is said. Time O(occurrences + rows · log rows), memory O(rows).
 */
import { PriorityQueue } from './priorityQueue';
import type { Selector, SelectorRun } from './selectorRun';
import { checkIn } from './selectorRun';
import { tagCountOf } from './tagIndex';

export const target: Selector = {
  name: 'target',
  title: 'Target coverage and complexity',
  summary: 'Rows that together reach a wanted coverage and a wanted mean number of tags.',
  source: 'InsTag (arXiv 2308.07074), decoupled sweeps; the procedure is ours',
  isPrefixStable: false,
  missing: (_, { targetCoverage, targetComplexity }) => {
    if (targetCoverage !== undefined && !(targetCoverage >= 0 && targetCoverage <= 1)) {
      return `The target coverage must lie between 0 and 1, got ${targetCoverage}.`;
    }
    if (targetComplexity !== undefined && !(targetComplexity >= 0)) {
      return `The target complexity must be a number of at least 0, got ${targetComplexity}.`;
    }
    return null;
  },
  run: (run) => {
    const goal = goalOf(run);
    let plan = cover(run, goal, 0.5);
    if (plan.covered < goal.tags) {
      const bolder = cover(run, goal, 0);
      if (bolder.covered > plan.covered) plan = bolder;
    }
    for (const { row, fresh } of plan.steps) run.picks.offer(row, { round: 1, score: fresh.length, admittedBy: fresh });
    fill(run, goal, plan.isCovered);
    report(run, goal, plan.covered);
    return 2;
  },
};

interface Goal {
  /** Number of tags to cover. */
  readonly tags: number;
  readonly mean: number;
}

interface Step {
  readonly row: number;
  readonly fresh: readonly number[];
}

interface Plan {
  readonly steps: readonly Step[];
  readonly covered: number;
  readonly isCovered: Uint8Array;
}

function goalOf({ data, candidates, parameters, note }: SelectorRun): Goal {
  const { targetCoverage = 1, targetComplexity } = parameters;
  const total = candidates.reduce((sum, row) => sum + tagCountOf(data.tags, row), 0);
  const mean = targetComplexity ?? total / Math.max(1, candidates.length);
  if (targetComplexity === undefined) note(`No target complexity was given: the data's own mean, ${mean.toFixed(2)}.`);
  if (parameters.targetCoverage === undefined) note('No target coverage was given: all tags.');
  return { tags: Math.round(targetCoverage * data.tagNames.length), mean };
}

/** Plans the covering rows without taking them. */
function cover(run: SelectorRun, goal: Goal, penalty: number): Plan {
  const { data, candidates, picks, count } = run;
  const isCovered = new Uint8Array(data.tagNames.length);
  let covered = 0;
  for (const row of picks.taken) covered += markAll(isCovered, freshTags(run, row, isCovered));
  const steps: Step[] = [];
  const costOf = (row: number) => penalty * Math.abs(tagCountOf(data.tags, row) - goal.mean);
  const queue = new PriorityQueue(candidates.length);
  for (const row of candidates) if (picks.canTake(row)) queue.push(row, tagCountOf(data.tags, row) - costOf(row));
  let tooLarge: number[] = [];
  while (queue.size > 0 && covered < goal.tags && picks.size + steps.length < count) {
    const row = queue.firstId;
    const fresh = freshTags(run, row, isCovered);
    const gain = fresh.length - costOf(row);
    if (fresh.length > 0 && gain < queue.firstKey) {
      queue.replaceFirst(gain);
      continue;
    }
    queue.pop();
    if (fresh.length === 0) continue;
    if (covered + fresh.length > goal.tags) {
      tooLarge.push(row);
      continue;
    }
    steps.push({ row, fresh });
    covered += markAll(isCovered, fresh);
    // What was too large a step may fit now that some of its tags are covered.
    for (const waiting of tooLarge) queue.push(waiting, freshTags(run, waiting, isCovered).length - costOf(waiting));
    tooLarge = [];
  }
  return { steps, covered, isCovered };
}

function freshTags({ data }: SelectorRun, row: number, isCovered: Uint8Array): number[] {
  const { offsets, tagIds } = data.tags;
  const fresh: number[] = [];
  for (let at = offsets[row]!; at < offsets[row + 1]!; at++) if (isCovered[tagIds[at]!] === 0) fresh.push(tagIds[at]!);
  return fresh;
}

function markAll(isCovered: Uint8Array, tags: readonly number[]): number {
  for (const tag of tags) isCovered[tag] = 1;
  return tags.length;
}

/** Takes rows without new tags, steering the mean number of tags towards the goal. */
function fill(run: SelectorRun, goal: Goal, isCovered: Uint8Array): void {
  const { data, candidates, picks, count } = run;
  const buckets = bucketsByTagCount(run, isCovered);
  let sum = picks.taken.reduce((total, row) => total + tagCountOf(data.tags, row), 0);
  while (!picks.isFull && candidates.length > 0) {
    const wanted = (goal.mean * count - sum) / (count - picks.size);
    const bucket = nearestBucket(buckets, wanted);
    const row = bucket?.pop();
    if (row === undefined) return;
    if (picks.offer(row, { round: 2 })) sum += tagCountOf(data.tags, row);
    if (picks.size % 1024 === 0) checkIn(run);
  }
}

/** Rows that add nothing, by number of tags; each list ends with its lowest row number. */
function bucketsByTagCount(run: SelectorRun, isCovered: Uint8Array): number[][] {
  const buckets: number[][] = [];
  for (const row of run.candidates.slice().reverse()) {
    if (!run.picks.canTake(row) || freshTags(run, row, isCovered).length > 0) continue;
    const tags = tagCountOf(run.data.tags, row);
    while (buckets.length <= tags) buckets.push([]);
    buckets[tags]!.push(row);
  }
  return buckets;
}

function nearestBucket(buckets: readonly number[][], wanted: number): number[] | undefined {
  let nearest: number[] | undefined;
  let distance = Infinity;
  buckets.forEach((bucket, tags) => {
    if (bucket.length === 0 || Math.abs(tags - wanted) >= distance) return;
    distance = Math.abs(tags - wanted);
    nearest = bucket;
  });
  return nearest;
}

function report({ data, picks, note }: SelectorRun, goal: Goal, covered: number): void {
  if (covered !== goal.tags) note(`Covers ${covered} tags; the target was ${goal.tags}.`);
  const total = picks.taken.reduce((sum, row) => sum + tagCountOf(data.tags, row), 0);
  const mean = total / Math.max(1, picks.size);
  if (Math.abs(mean - goal.mean) > 0.05)
    note(`The mean is ${mean.toFixed(2)} tags; the target was ${goal.mean.toFixed(2)}.`);
}
