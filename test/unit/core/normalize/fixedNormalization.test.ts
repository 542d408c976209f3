import { describe, expect, it } from 'vitest';
import { decideInVocabulary, normalizeByVocabulary } from '../../../../src/core/normalize/fixedNormalization';
import { fixedVocabularyOf } from '../../../../src/core/normalize/fixedVocabulary';
import { normalize } from '../../../../src/core/normalize/normalize';
import { defaultParameters, type NormalizationParameters } from '../../../../src/core/normalize/parameters';
import type { FixedTag } from '../../../../src/core/normalize/recipe';
import { tagTableOf } from '../../../../src/core/normalize/tagTable';

const parameters: NormalizationParameters = {
  ...defaultParameters,
  frequency: 2,
  semantic: 'off',
  association: 'off',
};

describe('normalizeByVocabulary', () => {
  const made = tagTableOf([['Problem Solving'], ['problem-solving'], ['Proofs', 'Rare'], ['Proofs']]);

  it('gives back the vocabulary on the data it was made on', async () => {
    const { vocabulary } = await normalize(made, { ...parameters, order: 'rules-first' });
    const again = normalizeByVocabulary(made, parameters, fixedVocabularyOf(vocabulary));
    const idsByName = (of: typeof vocabulary) => made.names.map((_, raw) => of.names[of.ofRaw[raw]!]);
    expect(idsByName(again.vocabulary)).toEqual(idsByName(vocabulary));
    expect(again.funnel).toMatchObject([
      { step: 'raw', tags: 4 },
      { step: 'manual', tags: 2, occurrences: 4, rowsWithoutTags: 0 },
    ]);
  });

  it('places unseen forms by their rule form, keeps tags that do not occur, and lists what it does not know', () => {
    const tags: FixedTag[] = [
      { name: 'Problem Solving', members: ['Problem Solving'] },
      { name: 'Poem', members: ['Poem'] },
    ];
    const other = tagTableOf([['Problem Solvings'], ['Cooking'], null]);
    const result = normalizeByVocabulary(other, parameters, tags);
    expect(result.vocabulary.names).toEqual(['Problem Solving', 'Poem']);
    expect([...result.vocabulary.counts]).toEqual([1, 0]);
    const [, audit] = result.audit;
    expect(audit!.merges).toMatchObject([{ from: 'Problem Solvings', into: 'Problem Solving', count: 1 }]);
    expect(audit!.drops).toMatchObject([{ tag: 'Cooking', reason: { kind: 'unknown' } }]);
    expect(result.funnel.at(-1)).toMatchObject({ tags: 1, rowsWithoutTags: 1 });
  });
});

describe('decideInVocabulary', () => {
  const tags: FixedTag[] = [
    { name: 'a', members: ['A', 'a'] },
    { name: 'b', members: ['b'] },
  ];

  it('renames; a name that is taken joins', () => {
    expect(decideInVocabulary(tags, { kind: 'rename', tag: 'A', name: 'c' })[0]).toEqual({
      name: 'c',
      members: ['A', 'a'],
    });
    expect(decideInVocabulary(tags, { kind: 'rename', tag: 'b', name: 'a' })).toEqual([
      { name: 'a', members: ['A', 'a', 'b'] },
    ]);
  });

  it('merges, leaves out, and sets a form apart', () => {
    expect(decideInVocabulary(tags, { kind: 'merge', tag: 'a', into: 'b' })).toEqual([
      { name: 'b', members: ['A', 'a', 'b'] },
    ]);
    expect(decideInVocabulary(tags, { kind: 'exclude', tag: 'A' })).toEqual([tags[1]]);
    expect(decideInVocabulary(tags, { kind: 'split', tag: 'A' })).toEqual([
      { name: 'a', members: ['a'] },
      tags[1],
      { name: 'A', members: ['A'] },
    ]);
  });

  it('changes nothing for tags it does not hold and for decisions about the four steps', () => {
    expect(decideInVocabulary(tags, { kind: 'exclude', tag: 'x' })).toBe(tags);
    expect(decideInVocabulary(tags, { kind: 'merge', tag: 'a', into: 'x' })).toBe(tags);
    expect(decideInVocabulary(tags, { kind: 'pin', tag: 'a' })).toBe(tags);
  });
});
