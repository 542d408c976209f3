/** Nearest tags of each tag, by co-occurrence or by vectors, as a graph with weights from 0 to 1. */
import type { SelectionData, Vectors } from '../select/selector';
import { rowsPerTag } from '../select/tagIndex';
import { countPairs } from './cooccurrence';

const neighbourLimit = 10;

/** Tag t (a position in the given ids) is joined to `neighbours[starts[t]]` up to `starts[t + 1]`. */
export interface NeighbourGraph {
  readonly starts: Uint32Array;
  readonly neighbours: Uint32Array;
  /** Relative to the tag's strongest edge. */
  readonly weights: Float32Array;
}

interface Edge {
  readonly to: number;
  readonly weight: number;
}

/**
 * Positive pointwise mutual information, log(rows(ab) · N / (rows(a) · rows(b))), times the square root of the shared
 * rows, so that a pair seen once does not beat one that is seen often.
 */
export function cooccurrenceNeighbours(data: SelectionData, rows: Uint32Array, tagIds: Uint32Array): NeighbourGraph {
  const tagCount = data.tagNames.length;
  const positionOf = new Int32Array(tagCount).fill(-1);
  tagIds.forEach((tag, position) => (positionOf[tag] = position));
  const perTag = rowsPerTag(data.tags, tagCount, rows);
  const edges: Edge[][] = Array.from(tagIds, () => []);
  countPairs(data, rows, positionOf, tagIds.length, (first, second, shared) => {
    const expected = perTag[tagIds[first]!]! * perTag[tagIds[second]!]!;
    const weight = Math.log((shared * rows.length) / expected) * Math.sqrt(shared);
    if (weight <= 0) return;
    edges[first]!.push({ to: second, weight });
    edges[second]!.push({ to: first, weight });
  });
  return graphOf(edges);
}

/** Nearest by cosine; only positive ones. */
export function vectorNeighbours({ values, width }: Vectors, tagIds: Uint32Array): NeighbourGraph {
  const edges: Edge[][] = Array.from(tagIds, () => []);
  for (let a = 0; a < tagIds.length; a++) {
    for (let b = a + 1; b < tagIds.length; b++) {
      let cosine = 0;
      for (let k = 0; k < width; k++) cosine += values[tagIds[a]! * width + k]! * values[tagIds[b]! * width + k]!;
      if (cosine <= 0.3) continue;
      edges[a]!.push({ to: b, weight: cosine });
      edges[b]!.push({ to: a, weight: cosine });
    }
  }
  return graphOf(edges);
}

/** Keeps each tag's strongest edges; ties to the lower position. */
function graphOf(edges: readonly Edge[][]): NeighbourGraph {
  const kept = edges.map((list) => list.sort((a, b) => b.weight - a.weight || a.to - b.to).slice(0, neighbourLimit));
  const starts = new Uint32Array(edges.length + 1);
  kept.forEach((list, tag) => (starts[tag + 1] = starts[tag]! + list.length));
  return {
    starts,
    neighbours: Uint32Array.from(kept.flatMap((list) => list.map(({ to }) => to))),
    weights: Float32Array.from(kept.flatMap((list) => list.map(({ weight }) => weight / list[0]!.weight))),
  };
}
