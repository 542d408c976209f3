/**
 * Greedy k-center (Gonzalez 1985; core-sets of Sener and Savarese, arXiv 1708.00489): starts at a seeded random row,
 * then always takes the row farthest (cosine distance) from every row taken, ties by row number. Where rows have no
 * vectors the distance is between tag sets, which is said; then only rows that share a tag with a center are compared
 * with it, and rows without tags, being at distance 1 from everything, are left out. Distances only shrink, so a stale
 * one is an upper bound and is worked out, against the centers added since, only when it is the largest: exact.
 * Time at most O(n · rows · width) with vectors, O(occurrences met) with tag sets, plus the heap; memory O(rows).
 */
import { dot } from './deita';
import { PriorityQueue } from './priorityQueue';
import { randomOf } from './random';
import type { Vectors } from './selector';
import type { Selector, SelectorRun } from './selectorRun';
import { checkIn } from './selectorRun';
import { tagCountOf } from './tagIndex';

export const kCenter: Selector = {
  name: 'k-center',
  title: 'k-center',
  summary: 'Always the row farthest from everything taken so far.',
  source: 'Gonzalez 1985; core-sets (arXiv 1708.00489)',
  isPrefixStable: true,
  run: (run) => {
    const { data, candidates, picks, seed, note } = run;
    if (!data.rowVectors) note('Rows have no vectors: distance is between tag sets.');
    const rows = data.rowVectors ? candidates : candidates.filter((row) => tagCountOf(data.tags, row) > 0);
    if (rows.length === 0) return 0;
    const nearest = data.rowVectors ? new VectorDistances(data.rowVectors, rows) : new TagSetDistances(run, rows);
    const taken = picks.taken.slice();
    for (const row of taken) nearest.addCenter(row);
    if (taken.length === 0) start(run, nearest, rows, randomOf(seed).below(rows.length));
    const search = new FarthestSearch(nearest);
    while (!picks.isFull && takeFarthest(run, nearest, rows, search)) if (picks.size % 128 === 0) checkIn(run);
    return 1;
  },
};

/** Larger than any cosine distance. */
const farthest = 3;

interface Distances {
  /** At least the distance of each row (by position) to its nearest center; with more centers it only shrinks. */
  readonly bounds: Float64Array;
  /** Works the distance out against the centers added since it was last; changes its bound. */
  refresh(position: number): number;
  addCenter(row: number): void;
}

/** Takes the first row at random. */
function start({ picks }: SelectorRun, nearest: Distances, rows: Uint32Array, from: number): void {
  for (let step = 0; step < rows.length; step++) {
    const row = rows[(from + step) % rows.length]!;
    if (!picks.offer(row)) continue;
    nearest.addCenter(row);
    return;
  }
}

function takeFarthest({ picks }: SelectorRun, nearest: Distances, rows: Uint32Array, search: FarthestSearch): boolean {
  for (let best = search.take(); best >= 0; best = search.take()) {
    if (!picks.offer(rows[best]!, { score: nearest.bounds[best]! })) continue;
    nearest.addCenter(rows[best]!);
    return true;
  }
  return false;
}

/** Rows under their bounds, largest first; a bound that no longer holds is worked out when it comes first. */
class FarthestSearch {
  private readonly queue: PriorityQueue;

  constructor(private readonly distances: Distances) {
    const { bounds } = distances;
    this.queue = new PriorityQueue(bounds.length);
    for (let position = 0; position < bounds.length; position++) this.queue.push(position, bounds[position]!);
  }

  /** Takes the first position of the largest distance out; -1 where none is left. */
  take(): number {
    const { queue, distances } = this;
    while (queue.size > 0) {
      const position = queue.firstId;
      const distance = distances.refresh(position);
      if (distance === queue.firstKey) return queue.pop();
      queue.replaceFirst(distance);
    }
    return -1;
  }
}

/** Distances between unit vectors. */
class VectorDistances implements Distances {
  readonly bounds: Float64Array;
  private readonly seen: Uint32Array;
  private readonly centers: number[] = [];

  constructor(
    private readonly vectors: Vectors,
    private readonly rows: Uint32Array,
  ) {
    this.bounds = new Float64Array(rows.length).fill(farthest);
    this.seen = new Uint32Array(rows.length);
  }

  addCenter(row: number): void {
    this.centers.push(row);
  }

  refresh(position: number): number {
    const { values, width } = this.vectors;
    const { centers, bounds, seen } = this;
    const from = this.rows[position]! * width;
    let nearest = bounds[position]!;
    for (let center = seen[position]!; center < centers.length; center++)
      nearest = Math.min(nearest, Math.max(0, 1 - dot(values, from, centers[center]! * width, width)));
    seen[position] = centers.length;
    return (bounds[position] = nearest);
  }
}

/** Distances between tag sets, 1 − shared / √(tags · tags). */
class TagSetDistances implements Distances {
  readonly bounds: Float64Array;
  private readonly seen: Uint32Array;
  private readonly tagCountOfCenter: number[] = [];
  /** Centers that carry each tag, ascending. */
  private readonly centersWith: (number[] | undefined)[];
  private readonly shared: Uint16Array;
  /** Centers that share a tag with the row at hand. */
  private readonly met: Uint32Array;

  constructor(
    private readonly run: SelectorRun,
    private readonly rows: Uint32Array,
  ) {
    this.bounds = new Float64Array(rows.length).fill(1);
    this.seen = new Uint32Array(rows.length);
    this.centersWith = Array.from<number[] | undefined>({ length: run.data.tagNames.length });
    const mostCenters = run.picks.size + rows.length;
    this.shared = new Uint16Array(mostCenters);
    this.met = new Uint32Array(mostCenters);
  }

  addCenter(row: number): void {
    const { offsets, tagIds } = this.run.data.tags;
    const center = this.tagCountOfCenter.push(offsets[row + 1]! - offsets[row]!) - 1;
    for (let at = offsets[row]!; at < offsets[row + 1]!; at++) (this.centersWith[tagIds[at]!] ??= []).push(center);
  }

  refresh(position: number): number {
    const { offsets, tagIds } = this.run.data.tags;
    const { shared, met, seen } = this;
    const row = this.rows[position]!;
    let metCount = 0;
    for (let at = offsets[row]!; at < offsets[row + 1]!; at++) {
      const centers = this.centersWith[tagIds[at]!];
      if (centers === undefined) continue;
      for (let k = centers.length - 1; k >= 0 && centers[k]! >= seen[position]!; k--)
        if (shared[centers[k]!]!++ === 0) met[metCount++] = centers[k]!;
    }
    seen[position] = this.tagCountOfCenter.length;
    return (this.bounds[position] = this.nearestMet(
      metCount,
      offsets[row + 1]! - offsets[row]!,
      this.bounds[position]!,
    ));
  }

  private nearestMet(metCount: number, tags: number, known: number): number {
    const { shared, met, tagCountOfCenter } = this;
    let nearest = known;
    for (let k = 0; k < metCount; k++) {
      const center = met[k]!;
      // The quotient of whole numbers is rounded once, so that equal distances are equal numbers and ties stay ties.
      const squared = (shared[center]! * shared[center]!) / (tags * tagCountOfCenter[center]!);
      nearest = Math.min(nearest, 1 - Math.sqrt(squared));
      shared[center] = 0;
    }
    return nearest;
  }
}
