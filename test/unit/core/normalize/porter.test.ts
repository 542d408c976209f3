import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { literalForm, literalFormer } from '../../../../src/core/normalize/literalForm';
import { porterStem } from '../../../../src/core/normalize/porter';
import { hasShared, sharedPath } from '../../../support/sharedData';

describe('porterStem', () => {
  it.each([
    ['caresses', 'caress'],
    ['ponies', 'poni'],
    ['ties', 'tie'],
    ['feed', 'feed'],
    ['agreed', 'agre'],
    ['plastered', 'plaster'],
    ['hopping', 'hop'],
    ['falling', 'fall'],
    ['filing', 'file'],
    ['happy', 'happi'],
    ['enjoy', 'enjoy'],
    ['relational', 'relat'],
    ['geology', 'geolog'],
    ['formally', 'formal'],
    ['adoption', 'adopt'],
    ['controlling', 'control'],
    ['rolling', 'roll'],
    ['syzygy', 'syzygi'],
  ])('stems %s to %s as NLTK does', (word, stem) => {
    expect(porterStem(word)).toBe(stem);
  });

  it('knows the irregular forms of NLTK and leaves short words alone', () => {
    expect(['skies', 'dying', 'news', 'innings', 'as', 'c', ''].map(porterStem)).toEqual([
      'sky',
      'die',
      'news',
      'inning',
      'as',
      'c',
      '',
    ]);
  });

  it('takes very long words in its stride', () => {
    expect(porterStem(`${'y'.repeat(20_000)}s`).length).toBe(20_000);
  });
});

describe('literalForm', () => {
  it('turns everything but letters and digits into single spaces', () => {
    expect(literalForm('  C++ & C#: Data_Structures!')).toBe('c c data structur');
    expect(literalForm('数据分析 (NLP)')).toBe('数据分析 nlp');
    expect(literalForm('!!! ')).toBe('');
  });

  it.skipIf(!hasShared)('agrees with NLTK on all 7,207 raw tags', () => {
    const lines = readFileSync(sharedPath('reference', 'porter_literal.tsv'), 'utf8').split('\n').filter(Boolean);
    const formOf = literalFormer();
    const wrong = lines.filter((line) => {
      const [tag, form] = line.split('\t');
      return literalForm(tag!) !== form || formOf(tag!) !== form;
    });
    expect(lines.length).toBe(7207);
    expect(wrong).toEqual([]);
  });
});
