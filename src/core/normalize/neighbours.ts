/**
 * All pairs of vectors within a cosine distance ε, exactly. A pair is computed in full only where no bound rules it
 * out: with orthonormal axes, x·y ≤ (projections of x)·(projections of y) + |rest of x| |rest of y| (Cauchy-Schwarz), and
 * unit vectors at cosine distance ≤ ε differ by at most √2ε on any axis, so sorting along the first axis leaves a
 * window. Slack far above rounding keeps the bounds safe. Time O(n² · 8) at worst for small ε, little of it in full width.
 */
import { principalAxes } from './principalAxes';

/** Pairs i < j, in any order, with their cosine distance. */
export interface NeighbourPairs {
  readonly count: number;
  readonly left: Uint32Array;
  readonly right: Uint32Array;
  readonly distance: Float64Array;
}

/** Told of each pair (first < second) within the distance. */
export type PairVisitor = (first: number, second: number, distance: number) => void;

/** Axes of the first and of the second bound; with the rest's length they fill 8 and 24 numbers. */
const coarseAxes = 7;
const fineAxes = 23;
const coarseStride = coarseAxes + 1;
const fineStride = fineAxes + 1;
const slack = 1e-5;

/** Calls `visit` for every pair within `epsilon`; all-zero vectors are at distance 1 from everything, as in scikit-learn. */
export function forEachNeighbourPair(vectors: Float32Array, width: number, epsilon: number, visit: PairVisitor): void {
  const norms = vectorNorms(vectors, width);
  const sketch = sketchOf(vectors, width, norms);
  const visitCandidate = (left: number, right: number): void => {
    const first = Math.min(left, right);
    const second = Math.max(left, right);
    const distance = cosineDistance(vectors, width, norms, first, second);
    if (distance <= epsilon) visit(first, second, distance);
  };
  forEachCandidate(sketch, epsilon, visitCandidate);
}

/** The pairs within `epsilon` as columns, or `undefined` where there are more than `maximum`. */
export function neighbourPairs(
  vectors: Float32Array,
  width: number,
  epsilon: number,
  maximum = Infinity,
): NeighbourPairs | undefined {
  let left = new Uint32Array(1024);
  let right = new Uint32Array(1024);
  let distance = new Float64Array(1024);
  let count = 0;
  forEachNeighbourPair(vectors, width, epsilon, (first, second, between) => {
    if (count === left.length && count < maximum) {
      left = grown(left, new Uint32Array(2 * count));
      right = grown(right, new Uint32Array(2 * count));
      distance = grown(distance, new Float64Array(2 * count));
    }
    left[count] = first;
    right[count] = second;
    distance[count++] = between;
  });
  if (count > maximum) return undefined;
  return { count, left: left.slice(0, count), right: right.slice(0, count), distance: distance.slice(0, count) };
}

function grown<Column extends Uint32Array | Float64Array>(column: Column, larger: Column): Column {
  larger.set(column);
  return larger;
}

/** 1 - cosine in double precision, clipped to 0..2. */
export function cosineDistance(
  vectors: Float32Array,
  width: number,
  norms: Float64Array,
  first: number,
  second: number,
): number {
  const scale = norms[first]! * norms[second]!;
  if (scale === 0) return 1;
  let product = 0;
  const end = (first + 1) * width;
  for (let at = first * width, other = second * width; at < end; at++, other++)
    product += vectors[at]! * vectors[other]!;
  return Math.min(2, Math.max(0, 1 - product / scale));
}

/** Euclidean length of each vector. */
export function vectorNorms(vectors: Float32Array, width: number): Float64Array {
  const norms = new Float64Array(vectors.length / width);
  for (let index = 0; index < norms.length; index++) {
    let squares = 0;
    for (let at = index * width; at < (index + 1) * width; at++) squares += vectors[at]! * vectors[at]!;
    norms[index] = Math.sqrt(squares);
  }
  return norms;
}

/** Unit vectors on a few axes, sorted along the first: what the bounds look at. */
interface Sketch {
  /** Vector by position. */
  readonly order: Uint32Array;
  /** Projections on the coarse axes and the length of the rest, by position. */
  readonly coarse: Float64Array;
  readonly fine: Float64Array;
}

function sketchOf(vectors: Float32Array, width: number, norms: Float64Array): Sketch {
  const axisCount = Math.min(fineAxes, width);
  const axes = principalAxes(vectors, width, axisCount);
  const projections = projectionsOf(vectors, width, norms, axes);
  const order = Uint32Array.from(norms.keys());
  order.sort((left, right) => projections[left * fineAxes + 1]! - projections[right * fineAxes + 1]! || left - right);
  const coarse = new Float64Array(norms.length * coarseStride);
  const fine = new Float64Array(norms.length * fineStride);
  order.forEach((vector, position) => {
    const row = projections.subarray(vector * fineAxes, (vector + 1) * fineAxes);
    const length = norms[vector]! === 0 ? 0 : 1;
    writeBound(coarse, position * coarseStride, row.subarray(0, coarseAxes), length);
    writeBound(fine, position * fineStride, row, length);
  });
  return { order, coarse, fine };
}

/** Each unit vector on each axis, `n × fineAxes`; axes beyond the width stay 0. */
function projectionsOf(vectors: Float32Array, width: number, norms: Float64Array, axes: Float64Array): Float64Array {
  const projections = new Float64Array(norms.length * fineAxes);
  for (let vector = 0; vector < norms.length; vector++) {
    if (norms[vector] === 0) continue;
    const start = vector * width;
    for (let axis = 0, at = 0; at < axes.length; axis++, at += width) {
      let product = 0;
      for (let dimension = 0; dimension < width; dimension++)
        product += axes[at + dimension]! * vectors[start + dimension]!;
      projections[vector * fineAxes + axis] = product / norms[vector]!;
    }
  }
  return projections;
}

/** Projections followed by the length of what they leave out. */
function writeBound(target: Float64Array, start: number, projections: Float64Array, length: number): void {
  let rest = length;
  for (const projection of projections) rest -= projection * projection;
  target.set(projections, start);
  target[start + projections.length] = Math.sqrt(Math.max(0, rest));
}

/** Pairs that the bounds cannot rule out, each once. */
function forEachCandidate(sketch: Sketch, epsilon: number, visit: (left: number, right: number) => void): void {
  const { order, coarse, fine } = sketch;
  const least = 1 - epsilon - slack;
  const window = Math.sqrt(2 * epsilon) + slack;
  // A vector of zeros is at distance 1 from everything, which no bound on unit vectors knows.
  const isOpen = epsilon >= 1;
  const count = order.length;
  for (let position = 0; position < count; position++) {
    const at = position * coarseStride;
    const [c0, c1, c2, c3] = [coarse[at]!, coarse[at + 1]!, coarse[at + 2]!, coarse[at + 3]!];
    const [c4, c5, c6, c7] = [coarse[at + 4]!, coarse[at + 5]!, coarse[at + 6]!, coarse[at + 7]!];
    const last = isOpen ? Infinity : c1 + window;
    for (let next = position + 1, to = at + coarseStride; next < count; next++, to += coarseStride) {
      if (coarse[to + 1]! > last) break;
      const bound =
        c0 * coarse[to]! +
        c1 * coarse[to + 1]! +
        c2 * coarse[to + 2]! +
        c3 * coarse[to + 3]! +
        c4 * coarse[to + 4]! +
        c5 * coarse[to + 5]! +
        c6 * coarse[to + 6]! +
        c7 * coarse[to + 7]!;
      if (isOpen || (bound >= least && fineBound(fine, position, next) >= least)) visit(order[position]!, order[next]!);
    }
  }
}

function fineBound(fine: Float64Array, left: number, right: number): number {
  let bound = 0;
  for (let at = left * fineStride, to = right * fineStride; at < (left + 1) * fineStride; at++, to++)
    bound += fine[at]! * fine[to]!;
  return bound;
}
