/**
 * MIG, "maximize information gain" (arXiv 2504.13835, and its released sampler). A row brings quality / |tags| to each
 * of its tags; the tag graph has edges w = cosine where that is at least 0.9 (1 on the diagonal, others times the
 * propagation weight), its columns are normalized, and information is spread along it. The gain of a row is the
 * gradient of Σ φ(x), φ(x) = x^0.8, at the information x gathered so far, times what the row would bring; greedy,
 * ties by row number. φ' falls and all terms are positive, so gains only shrink: lazy evaluation is exact.
 * Time O(tags² · width) for the graph, then O(rows · log rows + evaluations · tags per row · neighbours).
 */
import { PriorityQueue } from './priorityQueue';
import { usableQuality } from './quality';
import type { Vectors } from './selector';
import type { Selector, SelectorRun } from './selectorRun';
import { checkIn } from './selectorRun';
import { tagCountOf } from './tagIndex';
import { buildTagGraph, type TagGraph } from './tagGraph';

/** Keeps the gradient finite where nothing is gathered yet; the released sampler's value. */
const epsilon = 1e-6;

export const mig: Selector = {
  name: 'mig',
  title: 'MIG',
  summary: 'Rows that bring the most quality to tags, and to tags like them, that have little of it so far.',
  source: 'MIG (arXiv 2504.13835)',
  isPrefixStable: true,
  run: (run) => {
    const { data, parameters, note } = run;
    if (!data.tagVectors) note('Tags have no vectors: the tag graph has no edges, nothing is propagated.');
    const graph = graphOf(data.tagVectors, data.tagNames.length, run);
    const gain = new Gain(run, graph, usableQuality(run), parameters.migPower ?? 0.8);
    takeGreedily(run, gain);
    return 1;
  },
};

function graphOf(vectors: Vectors | undefined, tagCount: number, { parameters }: SelectorRun): TagGraph {
  const similarity = parameters.migSimilarity ?? 0.9;
  return buildTagGraph(vectors, tagCount, similarity, parameters.migPropagation ?? 1);
}

function takeGreedily(run: SelectorRun, gain: Gain): void {
  const { picks, candidates, data } = run;
  for (const row of picks.taken) gain.add(row);
  const queue = new PriorityQueue(candidates.length);
  for (const row of candidates) if (tagCountOf(data.tags, row) > 0) queue.push(row, gain.of(row));
  while (!picks.isFull && queue.size > 0) {
    const row = queue.firstId;
    const current = gain.of(row);
    if (current < queue.firstKey) {
      queue.replaceFirst(current);
      continue;
    }
    queue.pop();
    if (!picks.offer(row, { score: current })) continue;
    gain.add(row);
    if (picks.size % 1024 === 0) checkIn(run);
  }
}

/** Information gathered per tag, and what a row would add. */
class Gain {
  private readonly gathered: Float64Array;
  /** φ' at what is gathered, spread back along the graph: what one unit at a tag is worth. */
  private readonly worth: Float64Array;
  private readonly slope: Float64Array;

  constructor(
    private readonly run: SelectorRun,
    private readonly graph: TagGraph,
    private readonly quality: Float64Array,
    private readonly power: number,
  ) {
    this.gathered = new Float64Array(run.data.tagNames.length);
    this.slope = this.gathered.map(() => this.slopeAt(0));
    this.worth = this.gathered.map((_, tag) => this.worthOf(tag));
  }

  of(row: number): number {
    const { offsets, tagIds } = this.run.data.tags;
    const tags = offsets[row + 1]! - offsets[row]!;
    let worth = 0;
    for (let at = offsets[row]!; at < offsets[row + 1]!; at++) worth += this.worth[tagIds[at]!]!;
    return tags === 0 ? 0 : (worth * this.quality[row]!) / tags;
  }

  add(row: number): void {
    const { offsets, tagIds } = this.run.data.tags;
    const { starts, neighbours, weights } = this.graph;
    const share = this.quality[row]! / Math.max(1, offsets[row + 1]! - offsets[row]!);
    const changed = new Set<number>();
    for (let at = offsets[row]!; at < offsets[row + 1]!; at++) {
      const tag = tagIds[at]!;
      for (let edge = starts[tag]!; edge < starts[tag + 1]!; edge++) {
        this.gathered[neighbours[edge]!]! += share * weights[edge]!;
        changed.add(neighbours[edge]!);
      }
    }
    this.refresh(changed);
  }

  private refresh(changed: ReadonlySet<number>): void {
    const { starts, neighbours } = this.graph;
    const affected = new Set<number>();
    for (const tag of changed) {
      this.slope[tag] = this.slopeAt(this.gathered[tag]!);
      // The graph is symmetric in who is whose neighbour, so these are the tags whose worth depends on this one.
      for (let edge = starts[tag]!; edge < starts[tag + 1]!; edge++) affected.add(neighbours[edge]!);
    }
    for (const tag of affected) this.worth[tag] = this.worthOf(tag);
  }

  private worthOf(tag: number): number {
    const { starts, neighbours, weights } = this.graph;
    let worth = 0;
    for (let edge = starts[tag]!; edge < starts[tag + 1]!; edge++)
      worth += weights[edge]! * this.slope[neighbours[edge]!]!;
    return worth;
  }

  private slopeAt(information: number): number {
    return this.power * (information + epsilon) ** (this.power - 1);
  }
}
