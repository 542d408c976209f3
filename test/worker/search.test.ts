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

  it('does not take words of JSON for what a row holds', async () => {
    const content = '{"a": true, "b": null}\n{"a": [null, 1]}\n{"b": "true,"}\n{"a": NaN}\n{"a": "NaN"}\n';
    expect(await search({ text: 'true,' }, content)).toEqual([2]);
    expect(await search({ text: 'null, ' }, content)).toEqual([]);
    expect(await search({ text: 'NaN' }, content)).toEqual([4]);
  });

  it('does not find what another value of the same key has replaced', async () => {
    expect(await search({ text: 'hidden' }, '{"a": "hidden", "a": "seen"}\n{"a": "hidden"}\n')).toEqual([1]);
  });

  it('finds numbers as they are shown', async () => {
    const content = '{"n": 1e5}\n{"n": 1.50}\n{"n": 0.0000001}\n{"n": 12345678901234567890}\n{"n": 1e999}\n';
    expect(await search({ text: '1000' }, content)).toEqual([0]);
    expect(await search({ text: '1.5' }, content)).toEqual([1]);
    expect(await search({ text: '1e-7' }, content)).toEqual([2]);
    expect(await search({ text: '7000' }, content)).toEqual([3]);
    expect(await search({ text: 'Infinity' }, content)).toEqual([4]);
  });

  it('finds what a damaged row shows: all of its text', async () => {
    const content = '{"role": "user", "a": "tab\there"\n{"role": "user"}\n{"a": "\\"role\\""}\n{"a": "b\\nc}\n';
    expect(await search({ text: '"role"' }, content)).toEqual([0, 2]);
    expect(await search({ text: 'tab\there' }, content)).toEqual([0]);
    expect(await search({ text: 'b\\nc' }, content)).toEqual([3]);
    expect(await search({ text: '"role": ?"us', isRegularExpression: true }, content)).toEqual([0]);
    expect(await search({ text: 'b.nc', isRegularExpression: true }, content)).toEqual([3]);
  });

  it('finds U+FFFD where bytes are not UTF-8', async () => {
    const torn = Buffer.concat([Buffer.from('{"a": "x'), Buffer.of(0xe4, 0xbd), Buffer.from('y"}\n')]);
    const content = Buffer.concat([torn, Buffer.from(`{"a": "xy ${'你好'.repeat(20)}"}\n`)]);
    expect(await search({ text: 'x\ufffdy' }, content)).toEqual([0]);
    expect(await search({ text: 'x.y', isRegularExpression: true }, content)).toEqual([0]);
  });

  it('finds a text of which each character is written in its own way', async () => {
    const rows = ['你好é', '\\u4f60好é', '你\\u597d\\u00E9', '\\u4F60\\u597D\\u00e9', '\\u4f60\\u597Dé', '你 好é'];
    const content = rows.map((text) => `{"a": "${text}"}\n`).join('');
    expect(await search({ text: '你好é' }, content)).toEqual([0, 1, 2, 3, 4]);
    expect(await search({ text: '好É', isCaseSensitive: false }, content)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(await search({ text: '\ud83d' }, '{"a": "\\ud83d"}\n{"a": "\\ud83d\\ude00"}\n{"a": "\\uD83D!"}\n')).toEqual([
      0, 2,
    ]);
  });

  it('follows patterns that repeat what was found, and sets with codes', async () => {
    const content = '{"a": "baaaa"}\n{"a": "baab"}\n{"a": "boo"}\n{"a": "\\u0062oo"}\n';
    expect(await search({ text: '(.)\\1{3,}', isRegularExpression: true }, content)).toEqual([0]);
    expect(await search({ text: '[\\x62]oo', isRegularExpression: true }, content)).toEqual([2, 3]);
  });

  it('finds the same rows in the same order, however many threads share the work', async () => {
    const filler = 'x'.repeat(1 << 16);
    const rows = Array.from(
      { length: 1_100 },
      (_, row) => `{"n": ${row}, "a": "${row % 7 === 0 ? 'needle' : ''}${filler}"}`,
    );
    const expected = rows.flatMap((_, row) => (row % 7 === 0 ? [row] : []));
    expect(await search({ text: 'needle' }, `${rows.join('\n')}\n`)).toEqual(expected);
  });

  it('ends when it is cancelled, even where a pattern would take for ever', async () => {
    const dataset = await openDataset(temporaryFile('a.jsonl', `{"b": "${'a'.repeat(90)}"}\n`));
    const query = { text: '(?:a|aa)+b', isRegularExpression: true, isCaseSensitive: true };
    const started = performance.now();
    const searching = searchDataset(dataset, query, { cancellation: AbortSignal.timeout(500) });
    await expect(searching).rejects.toThrow(/timeout/);
    expect(performance.now() - started).toBeLessThan(30_000);
    await dataset.close();
  });
});
