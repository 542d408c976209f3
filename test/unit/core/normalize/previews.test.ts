import { describe, expect, it } from 'vitest';
import { dbscan } from '../../../../src/core/normalize/dbscan';
import { neighbourPairs } from '../../../../src/core/normalize/neighbours';
import { frequencyCurve, pairsNearThreshold, semanticCurve, tagsLeftAt } from '../../../../src/core/normalize/previews';
import { rowTagsOf, tagTableOf } from '../../../../src/core/normalize/tagTable';
import { queryCounts } from '../../../../src/core/normalize/tagGroups';
import { seededRandom } from '../../../support/seededRandom';

describe('frequencyCurve', () => {
  it('equals filtering at every α', () => {
    const random = seededRandom(3);
    const rows = Array.from({ length: 60 }, () => [...'abcdefghij'].filter((_, at) => random() < 0.6 / (1 + at)));
    const table = tagTableOf([...rows, null]);
    const counts = queryCounts(table, Int32Array.from(table.names.keys()));
    const curve = frequencyCurve(rowTagsOf(table), counts, table.isTagged);
    for (let alpha = 1; alpha < curve.tagsKept.length; alpha++) {
      const kept = new Set(table.names.filter((_, id) => counts[id]! >= alpha));
      expect(curve.tagsKept[alpha]).toBe(kept.size);
      expect(curve.rowsWithoutTags[alpha]).toBe(rows.filter((row) => !row.some((tag) => kept.has(tag))).length);
    }
    expect(curve.tagsKept.at(-1)).toBe(0);
  });
});

describe('semanticCurve', () => {
  const random = seededRandom(11);
  const vectors = Float32Array.from({ length: 120 * 4 }, () => random() - 0.5);
  const pairs = neighbourPairs(vectors, 4, 0.3)!;
  const curve = semanticCurve(120, pairs);

  it('counts the tags that clustering at any ε would leave', () => {
    for (const epsilon of [0.001, 0.01, 0.05, 0.1, 0.2, 0.3])
      expect(tagsLeftAt(curve, epsilon)).toBe(new Set(dbscan(vectors, 4, { epsilon, minSamples: 1 })).size);
  });

  it('lists the pairs on both sides of the threshold, nearest first', () => {
    const near = pairsNearThreshold(curve.pairs, 0.1, 10);
    const gaps = near.map(({ distance }) => Math.abs(distance - 0.1));
    expect(gaps).toEqual([...gaps].sort((left, right) => left - right));
    const nearest = [...pairs.distance].map((distance) => Math.abs(distance - 0.1)).sort((left, right) => left - right);
    expect(gaps).toEqual(nearest.slice(0, 10));
    expect(near.every(({ distance, isWithin }) => isWithin === distance <= 0.1)).toBe(true);
    expect(pairsNearThreshold(curve.pairs, 0.1, 1e6).length).toBe(pairs.count);
  });
});
