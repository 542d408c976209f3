import { describe, expect, it } from 'vitest';
import { applyFixedVocabulary, fixedVocabularyOf } from '../../../../src/core/normalize/fixedVocabulary';
import { normalize } from '../../../../src/core/normalize/normalize';
import type { NormalizationParameters } from '../../../../src/core/normalize/parameters';
import { tagTableOf } from '../../../../src/core/normalize/tagTable';
import { membersOf, normalizedRowTags, rawTagFate } from '../../../../src/core/normalize/vocabulary';

const lemma: NormalizationParameters = {
  order: 'frequency-first',
  frequency: 'off',
  rules: 'lemma',
  semantic: 'off',
  association: 'off',
};

describe('applyFixedVocabulary', () => {
  it('maps by member, then by name, then by rule form; the rest is unknown', () => {
    const tags = [
      { name: 'Math', members: ['Maths', 'Mathematics'] },
      { name: 'Proofs', members: ['proof'] },
    ];
    const table = tagTableOf([
      ['Maths', 'Math', 'PROOF'],
      ['Cooking', 'Mathematics'],
    ]);
    const vocabulary = applyFixedVocabulary(table, tags, 'lemma');
    expect([...vocabulary.ofRaw]).toEqual([0, 0, 1, -1, 0]);
    expect([...vocabulary.counts]).toEqual([2, 1]);
    expect([...membersOf(vocabulary, 0)].map((raw) => vocabulary.rawNames[raw])).toEqual([
      'Math',
      'Maths',
      'Mathematics',
    ]);
    expect(vocabulary.fate[3]).toBe(rawTagFate.unknown);
    expect([...normalizedRowTags(table, vocabulary).tagIds]).toEqual([0, 1, 0]);
  });

  it('keeps tags this data does not use, so that ids mean the same everywhere', () => {
    const vocabulary = applyFixedVocabulary(
      tagTableOf([['b']]),
      [
        { name: 'a', members: [] },
        { name: 'b', members: [] },
      ],
      'off',
    );
    expect(vocabulary.names).toEqual(['a', 'b']);
    expect([...vocabulary.counts]).toEqual([0, 1]);
    expect([...vocabulary.memberOffsets]).toEqual([0, 0, 1]);
  });

  it('gives the data it was made on the same groups again', async () => {
    const table = tagTableOf([
      ['Proof', 'C++'],
      ['proofs', 'C'],
      ['Proofs', 'C#'],
    ]);
    const { vocabulary } = await normalize(table, lemma);
    const again = applyFixedVocabulary(table, fixedVocabularyOf(vocabulary), 'lemma');
    const named = (raw: number): unknown => [vocabulary.names[vocabulary.ofRaw[raw]!], again.names[again.ofRaw[raw]!]];
    for (const raw of table.names.keys())
      expect(named(raw)).toEqual([expect.anything(), vocabulary.names[vocabulary.ofRaw[raw]!]]);
  });
});
