/**
 * The directions that hold most of a set of vectors, by subspace iteration on the second-moment matrix of an even
 * sample (G. H. Golub, C. F. Van Loan, "Matrix Computations", section 8.2). Good axes make the bounds in
 * `neighbours` sharp; any orthonormal axes keep them right. Time O(sample · width · axes · rounds), deterministic.
 */

import { product } from './innerProduct';

const sampleSize = 512;
const roundCount = 3;

/** `axisCount` orthonormal axes, row-major `axisCount × width`. */
export function principalAxes(vectors: Float32Array, width: number, axisCount: number): Float64Array {
  const sample = evenSample(vectors, width);
  const axes = startingAxes(axisCount, width);
  for (let round = 0; round < roundCount; round++) {
    const image = imageOf(sample, axes, width);
    axes.set(image);
    orthonormalize(axes, width);
  }
  return axes;
}

function evenSample(vectors: Float32Array, width: number): Float64Array {
  const count = vectors.length / width;
  const taken = Math.min(count, sampleSize);
  const sample = new Float64Array(taken * width);
  for (let index = 0; index < taken; index++) {
    const start = Math.floor((index * count) / taken) * width;
    sample.set(vectors.subarray(start, start + width), index * width);
  }
  return sample;
}

/** Pseudo-random signs from a fixed seed, made orthonormal. */
function startingAxes(axisCount: number, width: number): Float64Array {
  const axes = new Float64Array(axisCount * width);
  let state = 0x2545f491;
  for (let at = 0; at < axes.length; at++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    axes[at] = state / 2 ** 31 - 1;
  }
  orthonormalize(axes, width);
  return axes;
}

/** The second-moment matrix of the sample applied to each axis. */
function imageOf(sample: Float64Array, axes: Float64Array, width: number): Float64Array {
  const image = new Float64Array(axes.length);
  for (let row = 0; row < sample.length; row += width) {
    for (let axis = 0; axis < axes.length; axis += width) {
      const along = product(sample, row, axes, axis, width);
      for (let at = 0; at < width; at++) image[axis + at]! += along * sample[row + at]!;
    }
  }
  return image;
}

/** Modified Gram-Schmidt, twice for stability; an axis that vanishes becomes zero, which bounds tolerate. */
function orthonormalize(axes: Float64Array, width: number): void {
  for (let axis = 0; axis < axes.length; axis += width) {
    removeEarlierAxes(axes, axis, width);
    scaleToUnit(axes, axis, width);
    removeEarlierAxes(axes, axis, width);
    scaleToUnit(axes, axis, width);
  }
}

function removeEarlierAxes(axes: Float64Array, axis: number, width: number): void {
  for (let earlier = 0; earlier < axis; earlier += width) {
    let product = 0;
    for (let at = 0; at < width; at++) product += axes[axis + at]! * axes[earlier + at]!;
    for (let at = 0; at < width; at++) axes[axis + at]! -= product * axes[earlier + at]!;
  }
}

function scaleToUnit(axes: Float64Array, axis: number, width: number): void {
  let squares = 0;
  for (let at = axis; at < axis + width; at++) squares += axes[at]! * axes[at]!;
  const scale = squares > 1e-20 ? 1 / Math.sqrt(squares) : 0;
  for (let at = axis; at < axis + width; at++) axes[at]! *= scale;
}
