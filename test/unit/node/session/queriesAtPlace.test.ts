import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { queriesAtPlace, queriesOfText } from '../../../../src/node/session/queriesAtPlace';

const at = (text: string, word: string) => queriesAtPlace(text, text.indexOf(word))?.queries;

describe('queriesAtPlace', () => {
  const rows = [
    { instruction: 'Name a colour.', input: '', output: 'red' },
    {
      conversations: [
        { from: 'human', value: 'Hi there' },
        { from: 'gpt', value: 'Hello' },
        { from: 'human', value: 'Bye' },
      ],
    },
  ];

  it('reads the row under the cursor of a printed array', () => {
    const text = JSON.stringify(rows, null, 2);
    expect(at(text, 'red')).toEqual(['Name a colour.']);
    expect(at(text, 'Hello')).toEqual(['Hi there', 'Bye']);
    expect(queriesAtPlace(text, text.length - 1)).toBeNull();
  });

  it('reads rows inside an object', () => {
    expect(at(JSON.stringify({ version: 1, data: rows }), 'Hello')).toEqual(['Hi there', 'Bye']);
  });

  it('does not take settings and manifests for datasets', () => {
    for (const name of ['package.json', 'tsconfig.json']) {
      const text = readFileSync(path.join(import.meta.dirname, '../../../..', name), 'utf8');
      const found = Array.from({ length: Math.ceil(text.length / 97) }, (_, step) => queriesAtPlace(text, step * 97));
      expect(found.filter((place) => place !== null)).toEqual([]);
    }
  });
});

describe('queriesOfText', () => {
  it('reads one line and leaves what is no row', () => {
    expect(queriesOfText('{"instruction":"Add","output":"1"}')).toEqual(['Add']);
    expect(queriesOfText('not json')).toEqual([]);
    expect(queriesOfText('')).toEqual([]);
  });
});
