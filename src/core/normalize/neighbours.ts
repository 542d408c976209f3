/**
 * All pairs of vectors within a cosine distance ε, exactly. A pair is computed in full only where no bound rules it
 * out: with orthonormal axes, x·y ≤ (projections of x)·(projections of y) + |rest of x| |rest of y| (Cauchy-Schwarz), and
 * unit vectors at cosine distance ≤ ε differ by at most √2ε on any axis, so sorting along one leaves a window. Slack far
 * above rounding keeps the bounds safe. Time O(n · width · axes + n² · axes / SIMD + survivors · width), where survivors are
 * close to the pairs found; tried and rejected: pivots (angles to cluster centres rule out half of the pairs, and
 * cost as much as the scan), k-d trees (at these widths every box touches every other).
 */
import { product, singleProduct } from './innerProduct';
import { principalAxes } from './principalAxes';
import { blockSize, sketchKernel, unitScale, type SketchKernel } from './sketchKernel';

/** Pairs i < j, in any order, with their cosine distance. */
export interface NeighbourPairs {
  readonly count: number;
  readonly left: Uint32Array;
  readonly right: Uint32Array;
  readonly distance: Float64Array;
}

/** Told of each pair (first < second) within the distance. */
export type PairVisitor = (first: number, second: number, distance: number) => void;

/** Above the rounding of double-precision bounds by far. */
const slack = 1e-9;

/** Calls `visit` for every pair within `epsilon`; all-zero vectors are at distance 1 from everything, as in scikit-learn. */
export function forEachNeighbourPair(vectors: Float32Array, width: number, epsilon: number, visit: PairVisitor): void {
  const norms = vectorNorms(vectors, width);
  const visitCandidate = (left: number, right: number): void => {
    const first = Math.min(left, right);
    const second = Math.max(left, right);
    const distance = cosineDistance(vectors, width, norms, first, second);
    if (distance <= epsilon) visit(first, second, distance);
  };
  if (epsilon > largestSketchedEpsilon || norms.length < fewestSketched) forEachPairOf(norms.length, visitCandidate);
  else forEachCandidate(sketchOf(vectors, width, norms, coordinatesFor(epsilon)), epsilon, visitCandidate);
}

function forEachPairOf(count: number, visit: (left: number, right: number) => void): void {
  for (let left = 0; left < count; left++) for (let right = left + 1; right < count; right++) visit(left, right);
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
  const cosine = singleProduct(vectors, first * width, second * width, width) / scale;
  return Math.min(2, Math.max(0, 1 - cosine));
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

/** Above this distance the bounds rule out next to nothing; with fewer vectors a sketch is not worth its cost. */
const largestSketchedEpsilon = 0.6;
const fewestSketched = 64;

/** Coordinates of a sketch: few where the distance is small, for then few are enough. Any number is right. */
function coordinatesFor(epsilon: number): number {
  if (epsilon <= 0.03) return 16;
  if (epsilon <= 0.08) return 24;
  if (epsilon <= 0.12) return 32;
  return epsilon <= 0.25 ? 64 : 128;
}

/** Unit vectors on a few axes: what the bounds look at. */
interface Sketch {
  /** Vector by position; positions run along one axis. */
  readonly order: Uint32Array;
  /** That axis, by position, ascending. */
  readonly keys: Float64Array;
  /** Projections and the length of the rest, by position. */
  readonly kernel: SketchKernel;
  /** What rounding may take from a product. */
  readonly rounding: number;
}

function sketchOf(vectors: Float32Array, width: number, norms: Float64Array, coordinates: number): Sketch {
  const axisCount = Math.min(coordinates - 1, width);
  const projections = projectionsOf(vectors, width, norms, principalAxes(vectors, width, axisCount));
  const axis = widestAxis(projections, axisCount);
  const keyOf = (vector: number): number => projections[vector * axisCount + axis]!;
  const order = Uint32Array.from(norms.keys()).sort((left, right) => keyOf(left) - keyOf(right) || left - right);
  const kernel = sketchKernel(Math.ceil(norms.length / blockSize), axisCount + 1);
  order.forEach((vector, position) => {
    const row = projections.subarray(vector * axisCount, (vector + 1) * axisCount);
    writeSketch(kernel, position, row, norms[vector]! === 0 ? 0 : 1);
  });
  return { order, keys: Float64Array.from(order, keyOf), kernel, rounding: roundingOf(axisCount + 1) };
}

/** Each unit vector on each axis, row-major. */
function projectionsOf(vectors: Float32Array, width: number, norms: Float64Array, axes: Float64Array): Float64Array {
  const axisCount = axes.length / width;
  const projections = new Float64Array(norms.length * axisCount);
  const unit = new Float64Array(width);
  for (let vector = 0; vector < norms.length; vector++) {
    if (norms[vector] === 0) continue;
    const scale = 1 / norms[vector]!;
    for (let at = 0; at < width; at++) unit[at] = vectors[vector * width + at]! * scale;
    for (let axis = 0; axis < axisCount; axis++)
      projections[vector * axisCount + axis] = product(unit, 0, axes, axis * width, width);
  }
  return projections;
}

/** The axis along which the vectors spread most. */
function widestAxis(projections: Float64Array, axisCount: number): number {
  const sums = new Float64Array(axisCount);
  const squares = new Float64Array(axisCount);
  projections.forEach((projection, at) => {
    sums[at % axisCount]! += projection;
    squares[at % axisCount]! += projection * projection;
  });
  const count = projections.length / axisCount;
  const spread = (axis: number): number => squares[axis]! - (sums[axis]! * sums[axis]!) / count;
  return [...sums.keys()].reduce((widest, axis) => (spread(axis) > spread(widest) ? axis : widest), 0);
}

/** Projections followed by the length of what they leave out. */
function writeSketch(kernel: SketchKernel, position: number, projections: Float64Array, length: number): void {
  let rest = length;
  projections.forEach((projection, axis) => {
    rest -= projection * projection;
    kernel.write(position, axis, projection);
  });
  kernel.write(position, projections.length, Math.sqrt(Math.max(0, rest)));
}

/**
 * How far a product of rounded unit vectors may fall short: each coordinate is off by at most half a step, and the
 * coordinates of a unit vector add up to at most √coordinates.
 */
function roundingOf(coordinates: number): number {
  return (Math.sqrt(coordinates) + coordinates / (4 * unitScale)) / unitScale + slack;
}

/** Pairs that the bounds cannot rule out, each once. Vectors of zeros have empty sketches, which reach no bound. */
function forEachCandidate(sketch: Sketch, epsilon: number, visit: (left: number, right: number) => void): void {
  const { order, keys, kernel, rounding } = sketch;
  const window = Math.sqrt(2 * epsilon) + slack;
  const blockCount = Math.ceil(order.length / blockSize);
  let end = 0;
  for (let row = 0; row < blockCount; row++) {
    const farthest = keys[Math.min(order.length, (row + 1) * blockSize) - 1]! + window;
    while (end < blockCount && keys[end * blockSize]! <= farthest) end++;
    const hitCount = kernel.scan(row, row, end, 1 - epsilon - rounding);
    for (let hit = 0; hit < hitCount; hit++)
      visitHit(order, row, kernel.hits[2 * hit]!, kernel.hits[2 * hit + 1]!, visit);
  }
}

/** The pairs that a mask marks; in a block against itself, each once. */
function visitHit(
  order: Uint32Array,
  row: number,
  block: number,
  mask: number,
  visit: (left: number, right: number) => void,
): void {
  for (let rest = mask; rest !== 0; rest &= rest - 1) {
    const bit = 31 - Math.clz32(rest & -rest);
    const left = row * blockSize + (bit >> 2);
    const right = block * blockSize + (bit & 3);
    if (left < right && right < order.length) visit(order[left]!, order[right]!);
  }
}
