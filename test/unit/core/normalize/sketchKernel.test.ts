import { describe, expect, it } from 'vitest';
import { blockSize, plainKernel, simdKernel, type SketchKernel } from '../../../../src/core/normalize/sketchKernel';
import { seededRandom } from '../../../support/seededRandom';

function hitsOf(kernel: SketchKernel, blockCount: number): number[][] {
  return Array.from({ length: blockCount }, (_, row) => {
    const count = kernel.scan(row, row, blockCount, 0.5);
    return [...kernel.hits.subarray(0, 2 * count)];
  });
}

describe('sketchKernel', () => {
  it.each([1, 2, 16, 24, 64, 128])('finds the same with SIMD as without, %i coordinates', (coordinates) => {
    const blockCount = 21;
    const kernels = [simdKernel(blockCount, coordinates)!, plainKernel(blockCount, coordinates)];
    const random = seededRandom(coordinates);
    const values = Float32Array.from({ length: blockCount * coordinates * blockSize }, () =>
      Math.fround(Math.round((random() - 0.3) * 4) / 4),
    );
    for (const kernel of kernels) kernel.blocks.set(values);
    const [simd, plain] = kernels.map((kernel) => hitsOf(kernel, blockCount));
    expect(simd).toEqual(plain);
    expect(plain!.flat().length).toBeGreaterThan(0);
  });

  it('looks at no block in an empty range', () => {
    expect(simdKernel(2, 4)!.scan(0, 1, 1, 0)).toBe(0);
    expect(plainKernel(2, 4).scan(0, 1, 1, 0)).toBe(0);
  });
});
