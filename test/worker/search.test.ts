import { describe, expect, it } from 'vitest';
import { openDataset } from '../../src/node/dataset/openDataset';
import { searchDataset, type SearchQuery } from '../../src/node/dataset/searchDataset';
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
});
