/** The graph of tags whose names mean nearly the same, as MIG spreads information over it. */
import { dot } from './deita';
import type { Vectors } from './selector';

/**
 * Tag t sends `weights[e]` of its information to `neighbours[e]` for e from `starts[t]` to `starts[t + 1]`; the tag
 * itself is among them. Neighbourhood is symmetric, weights are not: what arrives at a tag adds up to 1.
 */
export interface TagGraph {
  readonly starts: Uint32Array;
  readonly neighbours: Uint32Array;
  readonly weights: Float64Array;
}

/** Edges where the cosine is at least `similarity`; without vectors only the tags themselves. Time O(tags² · width). */
export function buildTagGraph(
  vectors: Vectors | undefined,
  tagCount: number,
  similarity: number,
  propagation: number,
): TagGraph {
  const edges = Array.from({ length: tagCount }, (_, tag) => [{ to: tag, weight: 1 }]);
  if (vectors) addNearTags(edges, vectors, similarity, propagation);
  const arriving = new Float64Array(tagCount);
  for (const list of edges) for (const { to, weight } of list) arriving[to]! += weight;
  const starts = new Uint32Array(tagCount + 1);
  edges.forEach((list, tag) => (starts[tag + 1] = starts[tag]! + list.length));
  const flat = edges.flat();
  return {
    starts,
    neighbours: Uint32Array.from(flat, ({ to }) => to),
    weights: Float64Array.from(flat, ({ to, weight }) => weight / arriving[to]!),
  };
}

function addNearTags(
  edges: { to: number; weight: number }[][],
  { values, width }: Vectors,
  similarity: number,
  propagation: number,
): void {
  for (let a = 0; a < edges.length; a++) {
    for (let b = a + 1; b < edges.length; b++) {
      const cosine = dot(values, a * width, b * width, width);
      if (cosine < similarity) continue;
      edges[a]!.push({ to: b, weight: cosine * propagation });
      edges[b]!.push({ to: a, weight: cosine * propagation });
    }
  }
}
