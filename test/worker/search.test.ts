import { describe, expect, it } from 'vitest';
import { openDataset } from '../../src/node/dataset/openDataset';
import { searchDataset, type SearchQuery } from '../../src/node/dataset/searchDataset';
import { matchesValue, searchExpression } from '../../src/core/dataset/textSearch';
import { seededRandom } from '../support/seededRandom';
import { temporaryFile } from '../support/temporaryFiles';

const texts = ['plain text', 'line\nThe end', 'say "hi"', '你好 world', 'PLAIN', 'a-b', 'plain again'];
const file = `${texts.map((text, row) => (row === 3 ? '{"q": "\\u4f60\\u597d world"}' : JSON.stringify({ q: text }))).join('\n')}\n`;

async function search(
  query: Partial<SearchQuery> & { readonly text: string },
  content: string | Uint8Array = file,
): Promise<number[] | string> {
  const dataset = await openDataset(temporaryFile('a.jsonl', content));
  const found = await searchDataset(dataset, { isRegularExpression: false, isCaseSensitive: true, ...query });
  await dataset.close();
  return 'kind' in found ? found.message : [...found.rows];
}

describe('a search', () => {
  it('finds text, each row once, in order', async () => {
    expect(await search({ text: 'plain' })).toEqual([0, 6]);
    expect(await search({ text: 'absent' })).toEqual([]);
  });

  it('can leave case aside', async () => {
    expect(await search({ text: 'plain', isCaseSensitive: false })).toEqual([0, 4, 6]);
    expect(await search({ text: 'A-B', isCaseSensitive: false })).toEqual([5]);
  });

  it('finds what JSON writes otherwise', async () => {
    expect(await search({ text: '"hi"' })).toEqual([2]);
    expect(await search({ text: '你好' })).toEqual([3]);
    expect(await search({ text: 'The end' })).toEqual([1]);
    expect(await search({ text: 'nThe' })).toEqual([]);
    expect(await search({ text: '4f60' })).toEqual([]);
  });

  it('follows patterns over the text itself', async () => {
    expect(await search({ text: '^The', isRegularExpression: true })).toEqual([1]);
    expect(await search({ text: 'pl[ai]+n', isRegularExpression: true, isCaseSensitive: false })).toEqual([0, 4, 6]);
  });

  it('says what is wrong with a pattern', async () => {
    expect(await search({ text: '(', isRegularExpression: true })).toContain('Invalid regular expression');
  });

  it('finds hits that lie across its chunks, each row once', async () => {
    const wide = `{"q": "${'x'.repeat((1 << 20) - 12)}needle ${'y'.repeat(1 << 20)} needle"}\n{"q": "needle"}\n`;
    expect(await search({ text: 'needle' }, wide)).toEqual([0, 1]);
    for (let shift = 0; shift < 12; shift++)
      expect(await search({ text: 'needle' }, wide.replace('x', 'x'.repeat(shift)))).toEqual([0, 1]);
  });

  it('reads other encodings', async () => {
    expect(await search({ text: '你' }, Buffer.from('\ufeff{"q": "a"}\n{"q": "你"}\n', 'utf16le'))).toEqual([1]);
  });

  it('finds ASCII that a writer escaped all the same', async () => {
    const escaped = ['"a\\u003cb\\u003e"', '"a\\/b"', '"a<b>"', '"x\\\\u003cb"', '"\\u0051uestion"'].map(
      (text) => `{"q": ${text}}`,
    );
    const content = `${escaped.join('\n')}\n`;
    expect(await search({ text: 'a<b' }, content)).toEqual([0, 2]);
    expect(await search({ text: 'A<B', isCaseSensitive: false }, content)).toEqual([0, 2]);
    expect(await search({ text: 'a.b', isRegularExpression: true }, content)).toEqual([0, 1, 2]);
    expect(await search({ text: 'a/b' }, content)).toEqual([1]);
    expect(await search({ text: 'question', isCaseSensitive: false }, content)).toEqual([4]);
    expect(await search({ text: 'Question' }, content)).toEqual([4]);
  });

  it('does not take the syntax around texts for text', async () => {
    const content = '{"a": 1, "b": "x, y"}\n{"a": true, "b": "-"}\n{"a": "true", "b": [1.50, 2]}\n';
    expect(await search({ text: ', ' }, content)).toEqual([0]);
    expect(await search({ text: ': ' }, content)).toEqual([]);
    expect(await search({ text: 'true' }, content)).toEqual([1, 2]);
    expect(await search({ text: '1.5' }, content)).toEqual([2]);
  });

  it('finds what the rows hold, whatever is looked for and however they are written', async () => {
    const random = seededRandom(4);
    const words = [
      'Plain',
      'plain',
      'k',
      'K',
      'ſea',
      'é',
      'É',
      '你好',
      '<b>',
      'a/b',
      '\n',
      '"',
      '\\',
      '12',
      ', ',
      '😀',
      'u00e9',
      'nn',
    ];
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
    const escaped = (text: string, units: RegExp) =>
      text.replace(units, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
    const writers: ((text: string) => string)[] = [
      (text) => text,
      (text) => escaped(text, /[\u0080-\uffff]/g),
      (text) => escaped(text, /[<>&\u0080-\uffff]/g).replaceAll('/', '\\/'),
    ];
    const values = Array.from({ length: 3_000 }, () => ({
      q: Array.from({ length: 4 }, () => pick(words)).join(pick(['', ' '])),
      n: Math.floor(100 * random()),
    }));
    const content = values.map((value) => `${pick(writers)(JSON.stringify(value))}\n`).join('');
    const queries = [...words.filter((word) => word !== '\\'), 'PLAIN', 'Éa', 'kK', 'n": ', 'q', '1'].flatMap(
      (text) => [
        { text, isCaseSensitive: true },
        { text, isCaseSensitive: false },
      ],
    );
    const patterns = ['pl.in.', '[a-z]/b', '^12', 'é$', '\\d{2}', 'k ?s', '[^ ]你'];
    for (const query of [
      ...queries,
      ...patterns.map((text) => ({ text, isRegularExpression: true, isCaseSensitive: false })),
    ]) {
      const whole = { isRegularExpression: false, ...query };
      const expression = searchExpression(whole) as RegExp;
      const expected = values.flatMap((value, row) => (matchesValue(value, expression) ? [row] : []));
      expect([whole, await search(whole, content)]).toEqual([whole, expected]);
    }
  });
});
