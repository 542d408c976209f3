import { describe, expect, it } from 'vitest';
import { blockSize, plainKernel, simdKernel, type SketchKernel } from '../../../../src/core/normalize/sketchKernel';
import { seededRandom } from '../../../support/seededRandom';

function hitsOf(kernel: SketchKernel, blockCount: number): number[][] {
  return Array.from({ length: blockCount }, (_, row) => {
    const count = kernel.scan(row, row, blockCount, 0.3);
    return [...kernel.hits.subarray(0, 2 * count)];
  });
}

describe('sketchKernel', () => {
  it.each([1, 2, 7, 16, 24, 64, 128])('finds the same with SIMD as without, %i coordinates', (coordinates) => {
    const blockCount = 21;
    const kernels = [simdKernel(blockCount, coordinates)!, plainKernel(blockCount, coordinates)];
    const random = seededRandom(coordinates);
    for (let point = 0; point < blockCount * blockSize; point++)
      for (let coordinate = 0; coordinate < coordinates; coordinate++) {
        const value = (2 * random() - 0.6) / Math.sqrt(coordinates);
        for (const kernel of kernels) kernel.write(point, coordinate, value);
      }
    const [simd, plain] = kernels.map((kernel) => hitsOf(kernel, blockCount));
    expect(simd).toEqual(plain);
    expect(plain!.flat().length).toBeGreaterThan(0);
  });

  it('sets the bit of each pair whose product reaches the bound', () => {
    for (const kernel of [simdKernel(2, 3)!, plainKernel(2, 3)]) {
      kernel.write(1, 2, 1);
      kernel.write(6, 2, 0.5);
      expect(kernel.scan(0, 1, 2, 0.5)).toBe(1);
      expect([...kernel.hits.subarray(0, 2)]).toEqual([1, 1 << (4 * 1 + 2)]);
      expect(kernel.scan(0, 1, 2, 0.501)).toBe(0);
    }
  });

  it('looks at no block in an empty range', () => {
    expect(simdKernel(2, 4)!.scan(0, 1, 1, 0)).toBe(0);
    expect(plainKernel(2, 4).scan(0, 1, 1, 0)).toBe(0);
  });
});
