import { describe, expect, it } from 'vitest';
import { evaluateTagger, matchGreedily } from '../../../../src/core/measure/evaluate';
import type { Embedder } from '../../../../src/core/ports';

/** Names on a circle: the number after the colon is the angle in degrees. */
const circleEmbedder: Embedder = {
  id: 'circle',
  width: 2,
  embed: (texts) =>
    Promise.resolve(
      Float32Array.from(
        texts.flatMap((text) => {
          const angle = (Number(text.split(':')[1]) * Math.PI) / 180;
          return [Math.cos(angle), Math.sin(angle)];
        }),
      ),
    ),
};

describe('evaluateTagger', () => {
  it('counts equal names over all queries, whatever their case and edge spaces', async () => {
    const result = await evaluateTagger([
      { predicted: ['SQL ', 'Data'], reference: ['sql', 'analysis'] },
      { predicted: ['x'], reference: ['x', 'y', 'z'] },
    ]);
    expect(result).toMatchObject({ queries: 2, predictedTags: 3, referenceTags: 5, fuzzy: null });
    expect(result.exact.precision).toBeCloseTo(2 / 3);
    expect(result.exact.recall).toBeCloseTo(2 / 5);
    expect(result.exact.f1).toBeCloseTo(4 / 8);
  });

  it('matches near names one to one, nearest first', async () => {
    const result = await evaluateTagger([{ predicted: ['a:0', 'b:20'], reference: ['c:21', 'd:90'] }], circleEmbedder);
    expect(result.exact.f1).toBe(0);
    expect(result.fuzzy).toEqual({ precision: 0.5, recall: 0.5, f1: 0.5 });
  });

  it('does not match at exactly 0.8', () => {
    expect(matchGreedily({ predicted: ['a'], reference: ['b'] }, () => 0.8)).toBe(0);
    expect(matchGreedily({ predicted: ['a'], reference: ['b'] }, () => 0.81)).toBe(1);
  });

  it('is 0, not NaN, where nothing was predicted', async () => {
    const result = await evaluateTagger([{ predicted: [], reference: [] }], circleEmbedder);
    expect(result.exact).toEqual({ precision: 0, recall: 0, f1: 0 });
    expect(result.fuzzy).toEqual({ precision: 0, recall: 0, f1: 0 });
  });
});
