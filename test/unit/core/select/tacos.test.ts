import { describe, expect, it } from 'vitest';
import { clusterByMeans } from '../../../../src/core/select/kMeans';
import { randomOf } from '../../../../src/core/select/random';
import type { Vectors } from '../../../../src/core/select/selector';
import { planTacos } from '../../../../src/core/select/tacosPlan';
import { clusterByDensity } from '../../../../src/core/select/weightedDbscan';
import { lettersOf, select } from './selectionData';

/** Points on a line, two numbers wide. */
function pointsAt(...xs: readonly number[]): Vectors {
  return { width: 2, values: Float32Array.from(xs.flatMap((x) => [x, 0])) };
}

// a and b are one cluster, c and d another.
const tagVectors = pointsAt(0, 0.1, 10, 10.1);

describe('clustering of tag occurrences', () => {
  it('finds separate groups by means, whatever the seed', () => {
    for (let seed = 0; seed < 10; seed++) {
      const clusterOf = clusterByMeans(tagVectors, [1, 5, 2, 1], 2, randomOf(seed));
      expect(clusterOf[0]).toBe(clusterOf[1]);
      expect(clusterOf[2]).toBe(clusterOf[3]);
      expect(clusterOf[0]).not.toBe(clusterOf[2]);
    }
  });

  it('makes no more clusters than there are distinct points', () => {
    expect(new Set(clusterByMeans(pointsAt(1, 1, 2), [1, 1, 1], 50, randomOf(0))).size).toBe(2);
  });

  it('weighs points as if they were repeated', () => {
    const xs = [0, 0.4, 0.8, 5, 5.4, 9];
    const weights = [1, 3, 1, 2, 3, 1];
    const repeated = xs.flatMap((x, at) => Array<number>(weights[at]!).fill(x));
    const once = clusterByDensity(pointsAt(...xs), weights, 0.5, 5);
    const all = clusterByDensity(
      pointsAt(...repeated),
      repeated.map(() => 1),
      0.5,
      5,
    );
    const firstOf = (at: number) => weights.slice(0, at).reduce((sum, weight) => sum + weight, 0);
    expect([...once]).toEqual(xs.map((_, at) => all[firstOf(at)]));
    expect([...once]).toEqual([0, 0, 0, 1, 1, -1]);
  });
});

describe('planTacos', () => {
  const answerLength = Uint32Array.of(10, 30, 20, 5, 9, 7);
  const data = lettersOf(['a', 'ab', 'b', 'ac', 'c', ''], { tagVectors, answerLength });
  const everyRow = Uint32Array.of(0, 1, 2, 3, 4, 5);

  it('keeps the longest answer of each label set and orders clusters by size', () => {
    const plan = planTacos(data, everyRow, 0, { clusterCount: 2 });
    expect([...plan.rows]).toEqual([1, 3, 4]);
    expect(plan.clusters.map((rows) => [...rows]).sort()).toEqual([
      [1, 3],
      [3, 4],
    ]);
  });

  it('has one cluster of everything in the ablation without clusters', () => {
    const plan = planTacos(data, everyRow, 0, { clustering: 'off' });
    expect(plan.clusters.map((rows) => [...rows])).toEqual([[0, 1, 2, 3, 4, 5]]);
  });

  it('says what stood in for vectors and answers', () => {
    expect(planTacos(lettersOf(['a', 'b']), Uint32Array.of(0, 1), 0).notes).toHaveLength(2);
  });
});

describe('tacos', () => {
  it('takes the best rows of small clusters first, at most so many each, then goes round again', () => {
    // Each tag is a cluster and every row has a label set of its own, so nothing collapses.
    const data = lettersOf(['a', 'ab', 'abc', 'b', 'bc', 'c', 'ac', 'd'], {
      tagVectors: pointsAt(0, 10, 20, 30),
      quality: Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8),
    });
    const parameters = { tacos: { clusterCount: 4, perCluster: 1 } };
    const selection = select(data, { method: 'tacos', count: 6, parameters });
    // d alone is the smallest cluster; then each of a, b, c gives its best unseen row, in two rounds.
    expect(selection.rows[0]).toBe(7);
    expect(new Set(selection.rows.subarray(0, 4))).toEqual(new Set([7, 6, 4, 5]));
    expect([...selection.roundOf]).toEqual([1, 1, 1, 1, 2, 2]);
    expect(selection.notes.join(' ')).toContain('quality column stands in');
  });

  it('follows the scores of a judge where there are some', () => {
    const data = lettersOf(['a', 'b', 'c'], { tagVectors: pointsAt(0, 1, 2) });
    const scores = Float64Array.of(50, 90, 70);
    const parameters = { tacos: { clustering: 'off', scores } } as const;
    const selection = select(data, { method: 'tacos', count: 2, parameters });
    expect([...selection.rows]).toEqual([1, 2]);
    expect(selection.notes).toEqual([]);
  });
});
