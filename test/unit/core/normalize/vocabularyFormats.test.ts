import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { normalize } from '../../../../src/core/normalize/normalize';
import { defaultParameters } from '../../../../src/core/normalize/parameters';
import { tagTableOf } from '../../../../src/core/normalize/tagTable';
import {
  formatVocabulary,
  parseVocabulary,
  vocabularyFormatOf,
} from '../../../../src/core/normalize/vocabularyFormats';
import { hasShared, sharedPath } from '../../../support/sharedData';

const table = tagTableOf([['Proof', 'a\tb'], ['proof', 'Proof'], ['数学']]);
const vocabularyOf = async () =>
  (await normalize(table, { ...defaultParameters, frequency: 1, semantic: 'off', association: 'off' })).vocabulary;

describe('vocabulary formats', () => {
  it('writes list, table and array', async () => {
    const vocabulary = await vocabularyOf();
    expect(formatVocabulary(vocabulary, 'list')).toBe('Proof\na b\n数学\n');
    expect(formatVocabulary(vocabulary, 'array')).toBe('["Proof","a\\tb","数学"]\n');
    expect(formatVocabulary(vocabulary, 'tsv')).toBe(
      'tag\tcount\tmembers\nProof\t2\t["Proof","proof"]\na b\t1\t["a\\tb"]\n数学\t1\t["数学"]\n',
    );
  });

  it('reads back what it wrote', async () => {
    const vocabulary = await vocabularyOf();
    const reading = parseVocabulary(formatVocabulary(vocabulary, 'tsv'));
    expect(reading).toEqual({
      kind: 'vocabulary',
      format: 'tsv',
      tags: [
        { name: 'Proof', members: ['Proof', 'proof'] },
        { name: 'a b', members: ['a\tb'] },
        { name: '数学', members: ['数学'] },
      ],
    });
    expect(parseVocabulary(formatVocabulary(vocabulary, 'list'))).toMatchObject({ format: 'list' });
    expect(parseVocabulary(formatVocabulary(vocabulary, 'array'))).toMatchObject({ format: 'array' });
  });

  it('leaves out blank lines and joins repeated names', () => {
    expect(parseVocabulary('\ufeffb\r\n\r\na\r\nb\r\n')).toMatchObject({
      tags: [
        { name: 'b', members: [] },
        { name: 'a', members: [] },
      ],
    });
  });

  it.each([
    ['', 'empty'],
    ['[1, 2]', 'must be a JSON list of tag names'],
    ['["a"', 'not valid JSON'],
    ['tag\tcount\tmembers\na\t1\tnonsense', 'Line 2: the third column'],
  ])('refuses %j', (text, message) => {
    const reading = parseVocabulary(text);
    expect(reading.kind === 'refused' && reading.message).toContain(message);
  });

  it('takes the format from the name of the file', () => {
    expect(['a.tsv', 'b.JSON', 'c.txt', 'd'].map(vocabularyFormatOf)).toEqual(['tsv', 'array', 'list', 'list']);
  });

  it.skipIf(!hasShared)('reads the array of MIG', () => {
    const reading = parseVocabulary(readFileSync(sharedPath('data', 'tags', 'mig_valid_tags_4531.json'), 'utf8'));
    expect(reading.kind === 'vocabulary' && [reading.format, reading.tags.length]).toEqual(['array', 4531]);
  });
});
