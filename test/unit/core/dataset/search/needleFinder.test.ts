import { describe, expect, it } from 'vitest';
import type { NeedleKernel } from '../../../../../src/core/dataset/kernel/needleKernel';
import type { Needle } from '../../../../../src/core/dataset/search/anchor';
import { needleFinder, PlainFinder } from '../../../../../src/core/dataset/search/needleFinder';
import { seededRandom } from '../../../../support/seededRandom';

function places(finder: NeedleKernel, bytes: Uint8Array, from: number): number[][] {
  finder.input.set(bytes);
  const found: number[][] = [];
  for (let at = finder.next(from, bytes.length); at !== -1; at = finder.next(at + 1, bytes.length))
    if (at < bytes.length) found.push([at, finder.found]);
  return found;
}

describe('the finder of needles', () => {
  it('finds every place of each, as the plain one does, wherever they lie', () => {
    const random = seededRandom(3);
    const below = (limit: number) => Math.floor(limit * random());
    let count = 0;
    for (let round = 0; round < 60; round++) {
      const bytes = Uint8Array.from({ length: below(700) }, () => 0x61 + below(4));
      const needles: Needle[] = Array.from({ length: 1 + below(4) }, () =>
        Array.from({ length: 1 + below(round % 3 === 0 ? 16 : 4) }, () => {
          const mask = random() < 0.3 ? 0xfe : 0xff;
          return { value: (0x61 + below(4)) & mask, mask };
        }),
      );
      const from = below(70);
      const found = places(
        needleFinder(needles, () => random()),
        bytes,
        from,
      );
      expect(found).toEqual(places(new PlainFinder(needles), bytes, from));
      count += found.length;
    }
    expect(count).toBeGreaterThan(500);
  });
});
