/**
 * Greedy k-center (Gonzalez 1985; core-sets of Sener and Savarese, arXiv 1708.00489): starts at a seeded random row,
 * then always takes the row farthest (cosine distance) from every row taken, ties by row number. Where rows have no
 * vectors the distance is between tag sets, which is said; then only rows that share a tag with the new center are
 * looked at, and rows without tags, being at distance 1 from everything, are left out.
 * Time O(n · rows · width) with vectors, less what the triangle inequality spares; O(n · rows + occurrences met)
 * with tag sets. Memory O(rows).
 */
import { dot } from './deita';
import { randomOf } from './random';
import type { Selector, SelectorRun } from './selectorRun';
import { checkIn } from './selectorRun';
import { invert, tagCountOf, type TagIndex } from './tagIndex';

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
    const nearest = data.rowVectors ? new VectorDistances(run, rows) : new TagSetDistances(run, rows);
    const taken = picks.taken.slice();
    for (const row of taken) nearest.addCenter(row);
    if (taken.length === 0) start(run, nearest, rows, randomOf(seed).below(rows.length));
    const search = new FarthestSearch(nearest.toCenter);
    while (!picks.isFull && takeFarthest(run, nearest, rows, search)) if (picks.size % 128 === 0) checkIn(run);
    return 1;
  },
};

interface Distances {
  /** Distance of each row (by position) to its nearest center; -1 once it is out of the game. */
  readonly toCenter: Float64Array;
  addCenter(row: number): void;
}

function start({ picks }: SelectorRun, nearest: Distances, rows: Uint32Array, from: number): void {
  for (let step = 0; step < rows.length; step++) {
    const position = (from + step) % rows.length;
    nearest.toCenter[position] = -1;
    if (!picks.offer(rows[position]!)) continue;
    nearest.addCenter(rows[position]!);
    return;
  }
}

function takeFarthest({ picks }: SelectorRun, nearest: Distances, rows: Uint32Array, search: FarthestSearch): boolean {
  for (let best = search.find(); best >= 0; best = search.find()) {
    const distance = nearest.toCenter[best]!;
    nearest.toCenter[best] = -1;
    if (!picks.offer(rows[best]!, { score: distance })) continue;
    nearest.addCenter(rows[best]!);
    return true;
  }
  return false;
}

/**
 * Finds the first position of the largest distance. Distances only shrink, so while a position still holds the largest
 * value found, the search goes on from there; only when none is left are all looked at again.
 */
class FarthestSearch {
  private level = Infinity;
  private from = 0;

  constructor(private readonly distances: Float64Array) {}

  /** -1 where no position is left. */
  find(): number {
    const { distances } = this;
    while (this.from < distances.length && distances[this.from]! < this.level) this.from++;
    if (this.from < distances.length) return this.from;
    this.level = -1;
    for (let position = 0; position < distances.length; position++) {
      if (distances[position]! <= this.level) continue;
      this.level = distances[position]!;
      this.from = position;
    }
    return this.level < 0 ? -1 : this.from;
  }
}

/**
 * Distances between unit vectors. A row whose nearest center lies at Euclidean distance d cannot get nearer to a new
 * center that is 2d or more from that center, so only the others are compared.
 */
class VectorDistances implements Distances {
  readonly toCenter: Float64Array;
  private readonly centerOf: Int32Array;
  private readonly centers: number[] = [];

  constructor(
    private readonly run: SelectorRun,
    private readonly rows: Uint32Array,
  ) {
    this.toCenter = new Float64Array(rows.length).fill(3);
    this.centerOf = new Int32Array(rows.length).fill(-1);
    rows.forEach((row, position) => {
      if (run.picks.isTaken(row)) this.toCenter[position] = -1;
    });
  }

  addCenter(row: number): void {
    const fromCenters = this.centers.map((center) => this.cosineDistance(center, row));
    const index = this.centers.push(row) - 1;
    for (let position = 0; position < this.rows.length; position++) {
      const known = this.toCenter[position]!;
      const center = this.centerOf[position]!;
      // Squared Euclidean distance is twice the cosine distance; the small slack keeps rounding harmless.
      if (known < 0 || (center >= 0 && fromCenters[center]! >= 4 * known + 1e-6)) continue;
      const distance = this.cosineDistance(this.rows[position]!, row);
      if (distance >= known) continue;
      this.toCenter[position] = distance;
      this.centerOf[position] = index;
    }
  }

  private cosineDistance(a: number, b: number): number {
    const { values = new Float32Array(), width = 0 } = this.run.data.rowVectors ?? {};
    return Math.max(0, 1 - dot(values, a * width, b * width, width));
  }
}

/** Distances between tag sets, 1 − shared / √(tags · tags). */
class TagSetDistances implements Distances {
  readonly toCenter: Float64Array;
  private readonly index: TagIndex;
  private readonly shared: Uint16Array;
  /** Positions that share a tag with the center at hand. */
  private readonly met: Uint32Array;
  private readonly tagCounts: Uint32Array;

  constructor(
    private readonly run: SelectorRun,
    rows: Uint32Array,
  ) {
    this.toCenter = Float64Array.from(rows, (row) => (run.picks.isTaken(row) ? -1 : 1));
    this.index = invert(run.data.tags, run.data.tagNames.length, rows);
    this.shared = new Uint16Array(rows.length);
    this.met = new Uint32Array(rows.length);
    this.tagCounts = Uint32Array.from(rows, (row) => tagCountOf(run.data.tags, row));
  }

  addCenter(row: number): void {
    const { offsets, tagIds } = this.run.data.tags;
    const { index, shared, met } = this;
    let metCount = 0;
    for (let at = offsets[row]!; at < offsets[row + 1]!; at++) {
      const end = index.offsets[tagIds[at]! + 1]!;
      for (let entry = index.offsets[tagIds[at]!]!; entry < end; entry++) {
        const position = index.rows[entry]!;
        if (shared[position]!++ === 0) met[metCount++] = position;
      }
    }
    this.approach(metCount, offsets[row + 1]! - offsets[row]!);
  }

  private approach(metCount: number, centerTags: number): void {
    const { toCenter, shared, met, tagCounts } = this;
    for (let k = 0; k < metCount; k++) {
      const position = met[k]!;
      // The quotient of whole numbers is rounded once, so that equal distances are equal numbers and ties stay ties.
      const squared = (shared[position]! * shared[position]!) / (tagCounts[position]! * centerTags);
      const distance = 1 - Math.sqrt(squared);
      shared[position] = 0;
      if (distance < toCenter[position]!) toCenter[position] = distance;
    }
  }
}
