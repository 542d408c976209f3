/**
 * A two-dimensional map of tags: tags that occur together, or whose vectors are near, lie near each other.
 * Each tag is joined to its ten nearest tags (by positive pointwise mutual information of co-occurrence, Church and
 * Hanks 1990, or by cosine of vectors); the start is a few rounds of averaging random positions over neighbours (power
 * iteration of the graph, so its coarse structure); then attraction along edges and repulsion of sampled others, as in
 * UMAP (McInnes et al. 2018, arXiv 1802.03426) with a = b = 1. Groups come from label propagation.
 * Time O(pairs of the rows + tags · 10 · epochs), or O(tags² · width) for vectors; memory O(distinct pairs).
 * Ties: lower tag. Seeded: same data, options and seed, same map.
 */
import type { LongWork } from '../ports';
import { randomOf, type Random } from '../select/random';
import type { SelectionData } from '../select/selector';
import { cooccurrenceNeighbours, vectorNeighbours, type NeighbourGraph } from './tagNeighbours';
import { countedRows, rankedTags } from './tagFigures';

const epochs = 200;
const repulsionsPerEdge = 4;

export interface TagMapOptions {
  /** The most frequent tags that are laid out; 2,000 by default. */
  readonly tagLimit?: number;
  readonly seed?: number;
  /** What nearness means; co-occurrence by default. */
  readonly by?: 'cooccurrence' | 'vectors';
}

export interface TagMap {
  /** Tag ids, most frequent first. */
  readonly tagIds: Uint32Array;
  /** x and y per tag, interleaved, within -1 to 1. */
  readonly positions: Float32Array;
  readonly rowCounts: Uint32Array;
  /** Group of each tag by nearness, for colour and labels; 0 is the largest, everything beyond the eleventh is 11. */
  readonly clusters: Uint8Array;
}

/** Same data, options and seed: same map. */
export function layOutTags(data: SelectionData, options: TagMapOptions = {}, work: LongWork = {}): TagMap {
  const rows = countedRows(data);
  const ranked = rankedTags(data, rows).slice(0, options.tagLimit ?? 2000);
  const tagIds = Uint32Array.from(ranked, ({ id }) => id);
  const useVectors = options.by === 'vectors' && data.tagVectors !== undefined;
  const graph =
    useVectors && data.tagVectors
      ? vectorNeighbours(data.tagVectors, tagIds)
      : cooccurrenceNeighbours(data, rows, tagIds);
  const random = randomOf(options.seed ?? 0);
  const positions = startingPositions(graph, random);
  attractAndRepel(graph, positions, random, work);
  fitIntoSquare(positions);
  return { tagIds, positions, rowCounts: Uint32Array.from(ranked, ({ rows }) => rows), clusters: groupsOf(graph) };
}

/** Random positions, averaged with those of neighbours a few times and spread out again. */
function startingPositions({ starts, neighbours, weights }: NeighbourGraph, random: Random): Float32Array {
  const tagCount = starts.length - 1;
  let positions = Float32Array.from({ length: 2 * tagCount }, () => random.next() * 2 - 1);
  for (let round = 0; round < 20; round++) {
    const averaged = positions.slice();
    for (let tag = 0; tag < tagCount; tag++) {
      let total = 1;
      for (let edge = starts[tag]!; edge < starts[tag + 1]!; edge++) {
        const other = neighbours[edge]!;
        averaged[2 * tag]! += weights[edge]! * positions[2 * other]!;
        averaged[2 * tag + 1]! += weights[edge]! * positions[2 * other + 1]!;
        total += weights[edge]!;
      }
      averaged[2 * tag]! /= total;
      averaged[2 * tag + 1]! /= total;
    }
    spreadOut(averaged);
    positions = averaged;
  }
  return positions.map((value) => value * 5);
}

/** Centres both axes and gives them unit variance, the second made independent of the first. */
function spreadOut(positions: Float32Array): void {
  standardize(positions, 0);
  standardize(positions, 1);
  const tagCount = positions.length / 2;
  let product = 0;
  for (let tag = 0; tag < tagCount; tag++) product += positions[2 * tag]! * positions[2 * tag + 1]!;
  for (let tag = 0; tag < tagCount; tag++) positions[2 * tag + 1]! -= (product / tagCount) * positions[2 * tag]!;
  standardize(positions, 1);
}

function standardize(positions: Float32Array, axis: 0 | 1): void {
  const tagCount = positions.length / 2;
  let mean = 0;
  for (let at = axis; at < positions.length; at += 2) mean += positions[at]! / tagCount;
  let variance = 0;
  for (let at = axis; at < positions.length; at += 2) variance += (positions[at]! - mean) ** 2 / tagCount;
  const scale = variance > 1e-12 ? 1 / Math.sqrt(variance) : 1;
  for (let at = axis; at < positions.length; at += 2) positions[at] = (positions[at]! - mean) * scale;
}

/** Moves tags along edges and away from sampled others, less and less. Changes `positions`. */
function attractAndRepel(graph: NeighbourGraph, positions: Float32Array, random: Random, work: LongWork): void {
  const { starts, neighbours, weights } = graph;
  const tagCount = starts.length - 1;
  for (let epoch = 0; epoch < epochs; epoch++) {
    work.cancellation?.throwIfAborted();
    work.onProgress?.(epoch, epochs);
    const step = 1 - epoch / epochs;
    for (let tag = 0; tag < tagCount; tag++) {
      for (let edge = starts[tag]!; edge < starts[tag + 1]!; edge++) {
        // Strong edges act in every epoch, weak ones now and then: that is what makes the weight count.
        if (random.next() > weights[edge]!) continue;
        pull(positions, tag, neighbours[edge]!, step);
        for (let k = 0; k < repulsionsPerEdge; k++) push(positions, tag, random.below(tagCount), step);
      }
    }
  }
}

function pull(positions: Float32Array, tag: number, other: number, step: number): void {
  const dx = positions[2 * tag]! - positions[2 * other]!;
  const dy = positions[2 * tag + 1]! - positions[2 * other + 1]!;
  const factor = (-2 / (1 + dx * dx + dy * dy)) * step;
  move(positions, tag, factor * dx, factor * dy, step);
  move(positions, other, -factor * dx, -factor * dy, step);
}

function push(positions: Float32Array, tag: number, other: number, step: number): void {
  if (tag === other) return;
  const dx = positions[2 * tag]! - positions[2 * other]!;
  const dy = positions[2 * tag + 1]! - positions[2 * other + 1]!;
  const squared = dx * dx + dy * dy;
  const factor = (2 / ((0.001 + squared) * (1 + squared))) * step;
  move(positions, tag, factor * dx, factor * dy, step);
}

function move(positions: Float32Array, tag: number, dx: number, dy: number, step: number): void {
  const limit = 4 * step;
  positions[2 * tag]! += Math.max(-limit, Math.min(limit, dx));
  positions[2 * tag + 1]! += Math.max(-limit, Math.min(limit, dy));
}

/** Scales both axes alike into -1 to 1. Tags far out (beyond the 99.5 % distance) are drawn in to the edge. */
function fitIntoSquare(positions: Float32Array): void {
  standardizeTogether(positions);
  const sizes = positions.map(Math.abs).sort();
  const extent = sizes[Math.floor(0.995 * (sizes.length - 1))] || 1;
  for (let at = 0; at < positions.length; at++) positions[at] = Math.max(-1, Math.min(1, positions[at]! / extent));
}

function standardizeTogether(positions: Float32Array): void {
  const tagCount = Math.max(1, positions.length / 2);
  for (const axis of [0, 1]) {
    let mean = 0;
    for (let at = axis; at < positions.length; at += 2) mean += positions[at]! / tagCount;
    for (let at = axis; at < positions.length; at += 2) positions[at]! -= mean;
  }
}

/** Label propagation (Raghavan et al. 2007), most frequent tags first, ties to the lower label; at most 20 rounds. */
function groupsOf({ starts, neighbours, weights }: NeighbourGraph): Uint8Array {
  const tagCount = starts.length - 1;
  const labels = Uint32Array.from({ length: tagCount }, (_, tag) => tag);
  for (let round = 0; round < 20; round++) {
    let changed = 0;
    for (let tag = tagCount - 1; tag >= 0; tag--) {
      const votes = new Map<number, number>();
      for (let edge = starts[tag]!; edge < starts[tag + 1]!; edge++) {
        const label = labels[neighbours[edge]!]!;
        votes.set(label, (votes.get(label) ?? 0) + weights[edge]!);
      }
      const best = strongest(votes, labels[tag]!);
      if (best !== labels[tag]) changed++;
      labels[tag] = best;
    }
    if (changed === 0) break;
  }
  return bySize(labels);
}

function strongest(votes: ReadonlyMap<number, number>, current: number): number {
  let best = current;
  let most = votes.get(current) ?? 0;
  for (const [label, vote] of votes) {
    if (vote < most || (vote === most && label >= best)) continue;
    best = label;
    most = vote;
  }
  return best;
}

function bySize(labels: Uint32Array): Uint8Array {
  const sizes = new Map<number, number>();
  for (const label of labels) sizes.set(label, (sizes.get(label) ?? 0) + 1);
  const ordered = [...sizes].sort(([a, sizeA], [b, sizeB]) => sizeB - sizeA || a - b);
  const groupOf = new Map(ordered.map(([label], group) => [label, Math.min(group, 11)]));
  return Uint8Array.from(labels, (label) => groupOf.get(label) ?? 11);
}
