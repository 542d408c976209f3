/**
 * DBSCAN (Ester et al. 1996) over weighted points, Euclidean distance: a point of weight w stands for w equal points,
 * so that clustering distinct tags by their occurrences equals clustering all occurrences. Clusters are numbered in
 * the order of their first core point, border points go to the lowest-numbered cluster that reaches them (as
 * scikit-learn does), noise is -1. Time O(points² · width), memory O(points + neighbours of one point).
 */
import type { Vectors } from './selector';

/** Cluster of each point, or -1. */
export function clusterByDensity(
  { values, width }: Vectors,
  weights: ArrayLike<number>,
  epsilon: number,
  minimumWeight: number,
): Int32Array {
  const clusterOf = new Int32Array(weights.length).fill(-1);
  const neighboursOf = (point: number): number[] => {
    const found: number[] = [];
    for (let other = 0; other < weights.length; other++) {
      if (weights[other]! > 0 && isWithin(values, point * width, other * width, width, epsilon)) found.push(other);
    }
    return found;
  };
  const isCore = (neighbours: readonly number[]) =>
    neighbours.reduce((sum, other) => sum + weights[other]!, 0) >= minimumWeight;
  let clusters = 0;
  for (let point = 0; point < weights.length; point++) {
    if (clusterOf[point] !== -1 || !(weights[point]! > 0)) continue;
    const neighbours = neighboursOf(point);
    if (!isCore(neighbours)) continue;
    const cluster = clusters++;
    clusterOf[point] = cluster;
    const waiting = [...neighbours];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (clusterOf[next] !== -1) continue;
      clusterOf[next] = cluster;
      const further = neighboursOf(next);
      if (isCore(further)) for (const other of further) if (clusterOf[other] === -1) waiting.push(other);
    }
  }
  return clusterOf;
}

function isWithin(values: Float32Array, fromA: number, fromB: number, width: number, epsilon: number): boolean {
  let sum = 0;
  for (let k = 0; k < width; k++) {
    const difference = values[fromA + k]! - values[fromB + k]!;
    sum += difference * difference;
  }
  return sum <= epsilon * epsilon;
}
