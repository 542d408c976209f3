/**
 * Weighted k-means (Lloyd) with k-means++ seeding (Arthur and Vassilvitskii 2007), squared Euclidean distance. A point
 * of weight w stands for w equal points, so clustering distinct tags by their occurrences equals clustering all
 * occurrences. Ties: the lowest cluster. A cluster that loses all its points keeps its center. Stops when no point
 * moves, or after 50 rounds. Time O(rounds · points · clusters · width), memory O((points + clusters) · width).
 */
import type { Vectors } from './selector';
import type { Random } from './random';

const roundLimit = 50;

/** Cluster of each point, 0 to `clusterCount - 1`; fewer clusters where there are fewer distinct points. */
export function clusterByMeans(
  points: Vectors,
  weights: ArrayLike<number>,
  clusterCount: number,
  random: Random,
): Int32Array {
  const centers = chooseCenters(points, weights, clusterCount, random);
  const clusterOf = new Int32Array(weights.length).fill(-1);
  for (let round = 0; round < roundLimit; round++) {
    if (!assign(points, centers, clusterOf)) break;
    moveCenters(points, weights, centers, clusterOf);
  }
  return clusterOf;
}

/** First center by weight, each further one by weight times squared distance to the nearest center. */
function chooseCenters(points: Vectors, weights: ArrayLike<number>, wanted: number, random: Random): Float64Array {
  const { values, width } = points;
  const centers: number[] = [];
  const chances = Float64Array.from(weights);
  const nearest = new Float64Array(weights.length).fill(Infinity);
  while (centers.length < wanted * width) {
    const point = draw(chances, random);
    if (point < 0) break;
    const center = values.subarray(point * width, (point + 1) * width);
    centers.push(...center);
    for (let p = 0; p < nearest.length; p++) {
      nearest[p] = Math.min(nearest[p]!, squaredDistance(values, p * width, center, 0, width));
      chances[p] = weights[p]! * nearest[p]!;
    }
  }
  return Float64Array.from(centers);
}

function draw(chances: Float64Array, random: Random): number {
  const total = chances.reduce((sum, chance) => sum + chance, 0);
  if (!(total > 0)) return -1;
  let left = random.next() * total;
  let last = -1;
  for (let p = 0; p < chances.length; p++) {
    if (chances[p] === 0) continue;
    last = p;
    left -= chances[p]!;
    if (left < 0) break;
  }
  return last;
}

/** Puts each point to its nearest center; true where one moved. Changes `clusterOf`. */
function assign({ values, width }: Vectors, centers: Float64Array, clusterOf: Int32Array): boolean {
  let hasMoved = false;
  for (let p = 0; p < clusterOf.length; p++) {
    let best = 0;
    let distance = Infinity;
    for (let from = 0; from < centers.length; from += width) {
      const candidate = squaredDistance(values, p * width, centers, from, width);
      if (candidate >= distance) continue;
      distance = candidate;
      best = from / width;
    }
    hasMoved ||= clusterOf[p] !== best;
    clusterOf[p] = best;
  }
  return hasMoved;
}

function moveCenters(
  { values, width }: Vectors,
  weights: ArrayLike<number>,
  centers: Float64Array,
  clusterOf: Int32Array,
): void {
  const sums = new Float64Array(centers.length);
  const totals = new Float64Array(centers.length / width);
  clusterOf.forEach((cluster, p) => {
    totals[cluster]! += weights[p]!;
    for (let k = 0; k < width; k++) sums[cluster * width + k]! += weights[p]! * values[p * width + k]!;
  });
  for (let at = 0; at < centers.length; at++) {
    const total = totals[Math.floor(at / width)]!;
    if (total > 0) centers[at] = sums[at]! / total;
  }
}

function squaredDistance(
  a: ArrayLike<number>,
  fromA: number,
  b: ArrayLike<number>,
  fromB: number,
  width: number,
): number {
  let sum = 0;
  for (let k = 0; k < width; k++) {
    const difference = a[fromA + k]! - b[fromB + k]!;
    sum += difference * difference;
  }
  return sum;
}
