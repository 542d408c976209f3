import { describe, expect, it } from 'vitest';
import type { Embedder } from '../../../../../src/core/ports';
import { randomOf } from '../../../../../src/core/select/random';
import { products, QueryNearness } from '../../../../../src/node/tagging/embedded/queryNearness';

const width = 2;

/** `3 4` becomes that direction; counts its calls. */
function directions() {
  const calls: number[] = [];
  const embedder: Embedder = {
    id: 'directions',
    width,
    embed: async (texts) => {
      calls.push(texts.length);
      if (texts.includes('lost')) throw new Error('thread ended');
      return Float32Array.from(texts.flatMap((text) => text.split(' ').map(Number)));
    },
  };
  return { embedder, calls };
}

describe('the nearness of queries to the vocabulary', () => {
  it('is the cosine to each tag', async () => {
    const nearness = new QueryNearness(Float32Array.of(1, 0, 0, 1), directions().embedder);
    expect([...(await nearness.of('3 4'))].map((value) => value.toFixed(3))).toEqual(['0.600', '0.800']);
  });

  it('embeds queries together that wait at the same time, and answers each its own', async () => {
    const { embedder, calls } = directions();
    const nearness = new QueryNearness(Float32Array.of(1, 0), embedder);
    const found = await Promise.all(Array.from({ length: 100 }, (_, at) => nearness.of(at % 2 === 0 ? '1 0' : '0 1')));
    expect(found.map(([near]) => near)).toEqual(Array.from({ length: 100 }, (_, at) => (at + 1) % 2));
    expect(calls).toEqual([32, 32, 32, 4]);
  });

  it('tells everybody in a batch that failed, and goes on', async () => {
    const nearness = new QueryNearness(Float32Array.of(1, 0), directions().embedder);
    const settled = await Promise.allSettled([nearness.of('lost'), nearness.of('1 0')]);
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await nearness.of('1 0')).toEqual(Float32Array.of(1));
  });
});

describe('products of rows', () => {
  it('equal the plain loop for any number of rows', () => {
    const random = randomOf(3);
    for (const [leftCount, rightCount] of [
      [1, 1],
      [3, 5],
      [4, 2],
      [9, 7],
      [0, 3],
    ] as const) {
      const [left, right] = [leftCount, rightCount].map((count) =>
        Float32Array.from({ length: count * 6 }, () => random.next() - 0.5),
      );
      const found = products(left!, right!, 6);
      expect(found).toHaveLength(leftCount * rightCount);
      found.forEach((product, at) => {
        const [row, other] = [Math.floor(at / rightCount), at % rightCount];
        let sum = 0;
        for (let column = 0; column < 6; column++) sum += left![row * 6 + column]! * right![other * 6 + column]!;
        expect(product).toBeCloseTo(sum, 6);
      });
    }
  });
});
