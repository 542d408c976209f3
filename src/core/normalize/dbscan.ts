/**
 * DBSCAN on cosine distance (M. Ester et al., KDD 1996), with scikit-learn's labels: clusters are the connected
 * components of core points, numbered by their first core point; a border point goes to the lowest-numbered cluster
 * with a core point in reach; the rest is noise. Time that of `neighbours`; memory O(n + pairs), or O(n) with the
 * neighbours found anew in each of three passes where pairs are too many to keep.
 */
import { forEachNeighbourPair, neighbourPairs, type NeighbourPairs, type PairVisitor } from './neighbours';

export interface DbscanParameters {
  /** Largest cosine distance between neighbours. */
  readonly epsilon: number;
  /** Neighbours, itself included, that make a point a core point. */
  readonly minSamples: number;
}

export const noise = -1;

const mostPairsKept = 16_000_000;

/** Visits every pair within a distance; may be called again. */
export type PairScan = (visit: PairVisitor) => void;

/** The pairs within `epsilon`, kept where they fit. Throws a `RangeError` on vectors that cannot be used. */
export function neighbourScan(vectors: Float32Array, width: number, epsilon: number): PairScan {
  checkVectors(vectors, width);
  const pairs = neighbourPairs(vectors, width, epsilon, mostPairsKept);
  return pairs === undefined
    ? (visit) => forEachNeighbourPair(vectors, width, epsilon, visit)
    : (visit) => forEachPair(pairs, visit);
}

/** Cluster number by vector, or `noise`. Throws a `RangeError` on parameters or vectors that cannot be used. */
export function dbscan(vectors: Float32Array, width: number, { epsilon, minSamples }: DbscanParameters): Int32Array {
  if (!(epsilon > 0)) throw new RangeError(`ε must be above 0, got ${epsilon}.`);
  if (!(minSamples >= 1)) throw new RangeError(`Minimum samples must be at least 1, got ${minSamples}.`);
  return dbscanOfScan(vectors.length / width, minSamples, neighbourScan(vectors, width, epsilon));
}

/** Labels from the pairs within ε, found before; for previews that move ε over one list of pairs. */
export function dbscanOfPairs(pointCount: number, pairs: NeighbourPairs, parameters: DbscanParameters): Int32Array {
  const scan = (visit: PairVisitor): void =>
    forEachPair(pairs, (first, second, distance) => {
      if (distance <= parameters.epsilon) visit(first, second, distance);
    });
  return dbscanOfScan(pointCount, parameters.minSamples, scan);
}

/** Refuses a width that does not divide the numbers, and numbers that are none. */
export function checkVectors(vectors: Float32Array, width: number): void {
  if (!Number.isSafeInteger(width) || width < 1 || vectors.length % width !== 0)
    throw new RangeError(`${vectors.length} numbers are not vectors of width ${width}.`);
  const bad = vectors.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) throw new RangeError(`Vector ${Math.floor(bad / width)} holds ${vectors[bad]}, which is no number.`);
}

function forEachPair(pairs: NeighbourPairs, visit: PairVisitor): void {
  for (let at = 0; at < pairs.count; at++) visit(pairs.left[at]!, pairs.right[at]!, pairs.distance[at]!);
}

/** Labels from a scan of the pairs within ε, run up to three times. */
export function dbscanOfScan(count: number, minSamples: number, scan: PairScan): Int32Array {
  const isCore = corePoints(count, minSamples, scan);
  const parent = Uint32Array.from({ length: count }, (_, point) => point);
  scan((first, second) => {
    if (isCore[first] === 1 && isCore[second] === 1) unite(parent, first, second);
  });
  const labels = coreLabels(isCore, parent);
  if (minSamples > 2) assignBorder(labels, isCore, scan);
  return labels;
}

function corePoints(count: number, minSamples: number, scan: PairScan): Uint8Array {
  if (minSamples <= 1) return new Uint8Array(count).fill(1);
  const neighbours = new Uint32Array(count).fill(1);
  scan((first, second) => {
    neighbours[first]!++;
    neighbours[second]!++;
  });
  return Uint8Array.from(neighbours, (reached) => (reached >= minSamples ? 1 : 0));
}

/** The smallest point of a component is its root, so that clusters can be numbered in order of first appearance. */
export function unite(parent: Uint32Array, first: number, second: number): void {
  const left = rootOf(parent, first);
  const right = rootOf(parent, second);
  if (left < right) parent[right] = left;
  else parent[left] = right;
}

/** Root of a component, with path halving. */
export function rootOf(parent: Uint32Array, point: number): number {
  let at = point;
  while (parent[at] !== at) at = parent[at] = parent[parent[at]!]!;
  return at;
}

function coreLabels(isCore: Uint8Array, parent: Uint32Array): Int32Array {
  const labels = new Int32Array(isCore.length).fill(noise);
  let clusterCount = 0;
  for (let point = 0; point < labels.length; point++) {
    if (isCore[point] === 0) continue;
    const root = rootOf(parent, point);
    labels[point] = root === point ? clusterCount++ : labels[root]!;
  }
  return labels;
}

function assignBorder(labels: Int32Array, isCore: Uint8Array, scan: PairScan): void {
  const reach = (core: number, border: number): void => {
    if (isCore[core] === 0 || isCore[border] === 1) return;
    const label = labels[core]!;
    if (labels[border] === noise || label < labels[border]!) labels[border] = label;
  };
  scan((first, second) => {
    reach(first, second);
    reach(second, first);
  });
}
