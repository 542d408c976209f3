import { describe, expect, it } from 'vitest';
import {
  cosineDistance,
  forEachNeighbourPair,
  neighbourPairs,
  vectorNorms,
} from '../../../../src/core/normalize/neighbours';
import { seededRandom } from '../../../support/seededRandom';

function randomVectors(seed: number, count: number, width: number): Float32Array {
  const random = seededRandom(seed);
  const base = Float32Array.from({ length: count * width }, () => random() - 0.5);
  // Every third vector is close to the one before it, so that there is something to find.
  for (let index = 2; index < count; index += 3)
    for (let at = 0; at < width; at++)
      base[index * width + at] = base[(index - 1) * width + at]! + 0.2 * (random() - 0.5);
  return base;
}

function plainPairs(vectors: Float32Array, width: number, epsilon: number): string[] {
  const norms = vectorNorms(vectors, width);
  const found: string[] = [];
  for (let first = 0; first < norms.length; first++)
    for (let second = first + 1; second < norms.length; second++)
      if (cosineDistance(vectors, width, norms, first, second) <= epsilon) found.push(`${first} ${second}`);
  return found;
}

describe('neighbourPairs', () => {
  it('finds exactly the pairs that comparing everything finds', () => {
    for (const [seed, width] of [1, 2, 3, 7, 16, 33, 100, 384].entries())
      for (const epsilon of [0.001, 0.02, 0.05, 0.1, 0.2, 0.4, 0.7]) {
        const vectors = randomVectors(seed, 150 + seed, width);
        const pairs = neighbourPairs(vectors, width, epsilon)!;
        const found = Array.from(pairs.left, (left, at) => `${left} ${pairs.right[at]!}`);
        expect(found.sort(), `width ${width}, ε ${epsilon}`).toEqual(plainPairs(vectors, width, epsilon).sort());
      }
  });

  it('visits each pair once, smaller index first, with its distance', () => {
    const vectors = randomVectors(5, 100, 8);
    const norms = vectorNorms(vectors, 8);
    const seen = new Set<string>();
    forEachNeighbourPair(vectors, 8, 0.3, (first, second, distance) => {
      expect(first).toBeLessThan(second);
      expect(distance).toBe(cosineDistance(vectors, 8, norms, first, second));
      expect(seen.has(`${first} ${second}`)).toBe(false);
      seen.add(`${first} ${second}`);
    });
    expect(seen.size).toBeGreaterThan(10);
  });

  it('gives up counting columns beyond the maximum', () => {
    const alike = new Float32Array(300).fill(1);
    expect(neighbourPairs(alike, 3, 0.1, 100)).toBeUndefined();
    expect(neighbourPairs(alike, 3, 0.1, 4950)!.count).toBe(4950);
  });
});
