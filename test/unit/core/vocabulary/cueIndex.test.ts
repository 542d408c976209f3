import { describe, expect, it } from 'vitest';
import { cueIndexOf, cueWords } from '../../../../src/core/vocabulary/cueIndex';
import type { IntentionTag } from '../../../../src/core/vocabulary/intentionTags';

const tag = (name: string, ...cues: string[]): IntentionTag => ({ name, cues, area: 'test', broader: '', gloss: '' });

describe('the cue index', () => {
  const index = cueIndexOf([
    tag('C++ Programming', 'c++'),
    tag('C Programming', 'in c'),
    tag('Poetry', 'poem', 'haiku'),
  ]);

  it('finds cues as whole words only', () => {
    expect(index.find('Write a poem').map((hit) => hit.tag)).toEqual([2]);
    expect(index.find('Write poems')).toEqual([]);
  });

  it('keeps C and C++ apart', () => {
    expect(index.find('Sort a list in C++').map((hit) => hit.tag)).toEqual([0]);
    expect(index.find('Sort a list in C').map((hit) => hit.tag)).toEqual([1]);
  });

  it('gives each tag one hit, its weightiest', () => {
    const hits = index.find('poetry: a poem or a haiku');
    expect(hits).toHaveLength(1);
    expect(hits[0]?.cue).toBe('poetry');
  });

  it('weighs a cue less that several tags share', () => {
    const shared = cueIndexOf([tag('First', 'idea'), tag('Second', 'idea')]).find('an idea');
    expect(shared.map((hit) => hit.weight)).toEqual([0.75 / Math.SQRT2, 0.75 / Math.SQRT2]);
  });

  it('reads nothing from an empty text', () => {
    expect(index.find('')).toEqual([]);
    expect(cueWords('  \n')).toEqual([]);
  });
});
