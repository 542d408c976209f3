import { describe, expect, it } from 'vitest';
import { alignProfiles, jointVocabularySize } from '../../../../src/core/measure/alignProfiles';
import { recallMatrix } from '../../../../src/core/measure/compareDatasets';

const profile = (name: string, tags: Readonly<Record<string, number>>) => ({
  name,
  taggedRows: 10,
  rowsByTag: new Map(Object.entries(tags)),
});

describe('alignProfiles', () => {
  it('gives one name to tags that differ in case, hyphens and number only', () => {
    const first = profile('a', { 'Data Analysis': 3, 'Problem-Solving': 2, 'C++': 1 });
    const second = profile('b', { 'data analysis': 1, 'problem solving': 1, 'c++': 1, C: 1 });
    const aligned = alignProfiles([first, second]);
    expect([...aligned[1]!.rowsByTag.keys()].toSorted()).toEqual(['C', 'C++', 'Data Analysis', 'Problem-Solving']);
    expect(recallMatrix(aligned)).toEqual([
      [1, 0.75],
      [1, 1],
    ]);
  });

  it('loses no tag where a dataset holds several of one form', () => {
    const aligned = alignProfiles([profile('a', { Poem: 5 }), profile('b', { poems: 4, poem: 2, Poem: 1 })]);
    expect(aligned[1]!.rowsByTag.size).toBe(3);
    expect([...aligned[1]!.rowsByTag.values()].toSorted()).toEqual([1, 2, 4]);
  });

  it('leaves a single dataset as it is', () => {
    const only = profile('a', { x: 1, y: 2 });
    expect(alignProfiles([only])[0]!.rowsByTag).toEqual(new Map([...only.rowsByTag].toReversed()));
  });
});

describe('jointVocabularySize', () => {
  it('counts a form once over several vocabularies, and leaves one alone', () => {
    expect(
      jointVocabularySize([
        ['Poetry', 'C'],
        ['poetry', 'C++'],
      ]),
    ).toBe(3);
    expect(jointVocabularySize([['poem', 'Poem']])).toBe(2);
    expect(jointVocabularySize([])).toBe(0);
  });
});
