import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { dbscan, dbscanOfPairs, type DbscanParameters } from '../../../../src/core/normalize/dbscan';
import { neighbourPairs } from '../../../../src/core/normalize/neighbours';
import { referenceVectors } from '../../../support/referenceVectors';
import { seededRandom } from '../../../support/seededRandom';
import { hasShared, sharedPath } from '../../../support/sharedData';

/** DBSCAN as in the textbook: grow each cluster from its first core point. */
function plainDbscan(vectors: Float32Array, width: number, { epsilon, minSamples }: DbscanParameters): number[] {
  const count = vectors.length / width;
  const vector = (index: number): number[] => [...vectors.subarray(index * width, (index + 1) * width)];
  const product = (a: number[], b: number[]): number => a.reduce((sum, value, at) => sum + value * b[at]!, 0);
  const isNear = (a: number, b: number): boolean => {
    const [left, right] = [vector(a), vector(b)];
    const scale = Math.sqrt(product(left, left) * product(right, right));
    return a === b || 1 - (scale === 0 ? 0 : product(left, right) / scale) <= epsilon;
  };
  const near = Array.from({ length: count }, (_, a) =>
    Array.from({ length: count }, (_, b) => b).filter((b) => isNear(a, b)),
  );
  const labels = Array.from({ length: count }, () => -1);
  let clusters = 0;
  for (let start = 0; start < count; start++) {
    if (labels[start] !== -1 || near[start]!.length < minSamples) continue;
    const pending = [start];
    for (let point = pending.pop(); point !== undefined; point = pending.pop()) {
      if (labels[point] !== -1) continue;
      labels[point] = clusters;
      if (near[point]!.length >= minSamples) pending.push(...near[point]!);
    }
    clusters++;
  }
  return labels;
}

function randomVectors(seed: number, count: number, width: number): Float32Array {
  const random = seededRandom(seed);
  const centres = Array.from({ length: 6 * width }, () => random() - 0.5);
  const spread = random() * 0.6;
  return Float32Array.from({ length: count * width }, (_, at) => {
    const centre = Math.floor(at / width) % 6;
    return centres[centre * width + (at % width)]! + spread * (random() - 0.5);
  });
}

describe('dbscan', () => {
  it('agrees with the textbook on random vectors of many widths, distances and sample numbers', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const random = seededRandom(1000 + seed);
      const width = 1 + Math.floor(random() * 40);
      const vectors = randomVectors(seed, 1 + Math.floor(random() * 130), width);
      const parameters = { epsilon: [0.01, 0.05, 0.2, 0.5, 1, 2][seed % 6]!, minSamples: 1 + (seed % 5) };
      expect([...dbscan(vectors, width, parameters)], `seed ${seed}`).toEqual(plainDbscan(vectors, width, parameters));
    }
  });

  it('gives a border point to the lowest-numbered cluster in reach, whichever comes first', () => {
    const degrees = [40, 0, 2, 4, 76, 78, 80];
    const vectors = Float32Array.from(
      degrees.flatMap((d) => [Math.cos((d * Math.PI) / 180), Math.sin((d * Math.PI) / 180)]),
    );
    const labels = dbscan(vectors, 2, { epsilon: 1 - Math.cos((37 * Math.PI) / 180), minSamples: 4 });
    expect([...labels]).toEqual(
      plainDbscan(vectors, 2, { epsilon: 1 - Math.cos((37 * Math.PI) / 180), minSamples: 4 }),
    );
  });

  it('handles no vectors, one, and all alike', () => {
    expect([...dbscan(new Float32Array(0), 3, { epsilon: 0.1, minSamples: 2 })]).toEqual([]);
    expect([...dbscan(Float32Array.of(1, 0), 2, { epsilon: 0.1, minSamples: 2 })]).toEqual([-1]);
    const alike = new Float32Array(200).fill(0.5);
    expect(new Set(dbscan(alike, 2, { epsilon: 1e-9, minSamples: 3 }))).toEqual(new Set([0]));
  });

  it('puts vectors of zeros at distance 1 from everything, as scikit-learn does', () => {
    const vectors = Float32Array.of(0, 0, 1, 0, 0, 0);
    expect([...dbscan(vectors, 2, { epsilon: 0.5, minSamples: 2 })]).toEqual([-1, -1, -1]);
    expect([...dbscan(vectors, 2, { epsilon: 1, minSamples: 2 })]).toEqual([0, 0, 0]);
  });

  it('joins everything at ε = 2', () => {
    const vectors = Float32Array.of(1, 0, -1, 0, 0, 1);
    expect([...dbscan(vectors, 2, { epsilon: 2, minSamples: 1 })]).toEqual([0, 0, 0]);
  });

  it('refuses what it cannot use, naming it', () => {
    const fine = Float32Array.of(1, 0);
    expect(() => dbscan(fine, 2, { epsilon: 0, minSamples: 1 })).toThrow('ε must be above 0, got 0.');
    expect(() => dbscan(fine, 2, { epsilon: NaN, minSamples: 1 })).toThrow('ε must be above 0, got NaN.');
    expect(() => dbscan(fine, 2, { epsilon: 0.1, minSamples: 0 })).toThrow('at least 1, got 0.');
    expect(() => dbscan(fine, 3, { epsilon: 0.1, minSamples: 1 })).toThrow('not vectors of width 3');
    expect(() => dbscan(Float32Array.of(1, 0, NaN, 1), 2, { epsilon: 0.1, minSamples: 1 })).toThrow(
      'Vector 1 holds NaN',
    );
  });
});

describe.skipIf(!hasShared)('dbscan on the reference vectors', () => {
  it('equals scikit-learn in all twelve settings', () => {
    const { vectors, width, names } = referenceVectors();
    const file = readFileSync(sharedPath('reference', 'dbscan.json'), 'utf8');
    const reference = JSON.parse(file) as Record<string, { clusters: number; noise: number; labels: number[] }>;
    const pairs = neighbourPairs(vectors, width, 0.2)!;
    for (const epsilon of [0.05, 0.1, 0.15, 0.2])
      for (const minSamples of [1, 2, 5]) {
        const { labels } = reference[`eps${epsilon}_minSamples${minSamples}`]!;
        expect([...dbscanOfPairs(names.length, pairs, { epsilon, minSamples })]).toEqual(labels);
      }
    expect([...dbscan(vectors, width, { epsilon: 0.05, minSamples: 2 })]).toEqual(
      reference['eps0.05_minSamples2']!.labels,
    );
  });
});
