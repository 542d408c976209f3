import { describe, expect, it } from 'vitest';
import { duplicateGroups } from '../../../../src/core/select/minHash';
import { randomOf } from '../../../../src/core/select/random';

/** Exact Jaccard of word shingles. */
function jaccard(a: string, b: string, width: number): number {
  const shingles = (text: string) => {
    const words = text.split(' ');
    return new Set(words.slice(width - 1).map((_, at) => words.slice(at, at + width).join(' ')));
  };
  const first = shingles(a);
  const second = shingles(b);
  const shared = [...first].filter((shingle) => second.has(shingle)).length;
  return shared / (first.size + second.size - shared);
}

describe('duplicateGroups', () => {
  it('joins equal texts whatever their case and marks, and leaves others alone', () => {
    const texts = ['Write a poem.', 'write a POEM!', 'Sort a list', '', '', '写一首诗', '写一首诗。'];
    expect([...duplicateGroups(texts)]).toEqual([0, 0, 2, 3, 4, 5, 5]);
  });

  it('agrees with exact Jaccard where that is clearly above or below the threshold', () => {
    const random = randomOf(5);
    const texts: string[] = [];
    for (let k = 0; k < 60; k++) {
      const words = Array.from({ length: 60 }, () => `w${random.below(500)}`);
      texts.push(words.join(' '));
      const changes = random.below(12);
      for (let change = 0; change < changes; change++) words[random.below(60)] = `x${random.below(500)}`;
      texts.push(words.join(' '));
    }
    const groups = duplicateGroups(texts, { similarity: 0.6 });
    let joined = 0;
    for (let k = 0; k < texts.length; k += 2) {
      const exact = jaccard(texts[k]!, texts[k + 1]!, 3);
      if (exact > 0.75) expect(groups[k]).toBe(groups[k + 1]);
      if (exact < 0.45) expect(groups[k]).not.toBe(groups[k + 1]);
      joined += groups[k] === groups[k + 1] ? 1 : 0;
    }
    expect(joined).toBeGreaterThan(10);
    expect(joined).toBeLessThan(60);
  });

  it('names the lowest index of a chain', () => {
    const text = 'one two three four five six seven eight nine ten';
    expect([...duplicateGroups(['other', text, text, text])]).toEqual([0, 1, 1, 1]);
  });
});
