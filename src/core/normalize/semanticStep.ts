/** Step 3: tags whose names mean nearly the same become one: DBSCAN over vectors of the names (InsTag, section 3.2). */
import { clusterMerges } from './clusterMerges';
import { dbscanOfScan, neighbourScan, noise, type PairScan } from './dbscan';
import type { Grouping, ProposedMerge } from './grouping';
import type { SemanticParameters } from './parameters';

/** `vectors` belong to `heads`, in that order. */
export function semanticStep(
  grouping: Grouping,
  heads: readonly number[],
  vectors: Float32Array,
  parameters: SemanticParameters,
): void {
  const { epsilon, minSamples } = parameters;
  const scan = (): PairScan => neighbourScan(vectors, vectors.length / heads.length, epsilon);
  const merges = heads.length === 0 ? [] : semanticMerges(grouping, heads, scan(), minSamples);
  grouping.apply('semantic', merges, new Map());
}

/** What would merge, given the pairs of `heads` within ε. */
export function semanticMerges(
  grouping: Grouping,
  heads: readonly number[],
  scan: PairScan,
  minSamples: number,
): ProposedMerge[] {
  const labels = dbscanOfScan(heads.length, minSamples, scan);
  const nearest = nearestInCluster(labels, scan);
  const indexOf = new Map(heads.map((head, index) => [head, index]));
  const nameOf = (head: number): string => grouping.table.names[head]!;
  return clustersOf(heads, labels).flatMap((cluster) =>
    clusterMerges(cluster, grouping).map(([from, into]) => {
      const { neighbour, similarity } = nearest(indexOf.get(from)!);
      return { from, into, reason: { kind: 'similarity', similarity, neighbour: nameOf(heads[neighbour]!) } };
    }),
  );
}

/** Clusters of two or more, as heads. */
function clustersOf(heads: readonly number[], labels: Int32Array): number[][] {
  const clusters = new Map<number, number[]>();
  labels.forEach((label, index) => {
    if (label === noise) return;
    const known = clusters.get(label);
    if (known === undefined) clusters.set(label, [heads[index]!]);
    else known.push(heads[index]!);
  });
  return [...clusters.values()].filter((cluster) => cluster.length > 1);
}

interface Nearest {
  readonly neighbour: number;
  readonly similarity: number;
}

/** The closest tag of the same cluster, by index; of equally close ones the first. */
function nearestInCluster(labels: Int32Array, scan: PairScan): (index: number) => Nearest {
  const neighbour = new Int32Array(labels.length).fill(-1);
  const least = new Float64Array(labels.length).fill(Infinity);
  const offer = (index: number, other: number, distance: number): void => {
    if (distance > least[index]! || (distance === least[index] && other > neighbour[index]!)) return;
    neighbour[index] = other;
    least[index] = distance;
  };
  scan((first, second, distance) => {
    if (labels[first] !== labels[second] || labels[first] === noise) return;
    offer(first, second, distance);
    offer(second, first, distance);
  });
  return (index) => ({ neighbour: neighbour[index]!, similarity: 1 - least[index]! });
}
