import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ContainerFacts } from '../../../../src/core/dataset/dataset';
import { RowIndexWriter } from '../../../../src/core/dataset/rowIndex';
import { parseRow, type JsonValue } from '../../../../src/core/dataset/rowJson';
import { searchExpression, type SearchQuery } from '../../../../src/core/dataset/search/textSearch';
import { searchRows, type SearchInput } from '../../../../src/node/dataset/searchRows';
import { SearchedRows } from '../../../support/searchedRows';
import { seededRandom } from '../../../support/seededRandom';
import { temporaryFolder } from '../../../support/temporaryFiles';

const container: ContainerFacts = {
  kind: 'jsonl',
  compression: 'none',
  encoding: 'utf-8',
  rowsPath: [],
  sizeBytes: 0,
};

/** The rows in a file, with something between them. */
function content(rows: readonly Buffer[], gap: (row: number) => string = () => '\n'): SearchInput['content'] {
  const index = new RowIndexWriter();
  const parts: Buffer[] = [];
  let at = 0;
  for (const [row, bytes] of rows.entries()) {
    index.add(at, bytes.length, row + 1);
    const between = Buffer.from(gap(row));
    parts.push(bytes, between);
    at += bytes.length + between.length;
  }
  const path = join(temporaryFolder(), 'rows');
  writeFileSync(path, Buffer.concat(parts));
  return { path, index: index.finish().share() };
}

async function found(input: SearchInput['content'], query: SearchQuery): Promise<number[]> {
  const rows: number[] = [];
  const nextPart = new Int32Array(new SharedArrayBuffer(4));
  await searchRows({ content: input, container, query, nextPart }, (message) => {
    if (message.kind === 'hits') rows.push(...message.rows);
  });
  return rows;
}

/** The texts of a row that somebody sees: its strings, keys, numbers and words, or all of it where it is damaged. */
function seen(row: Buffer): string[] {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(row);
  const parsed = parseRow(text);
  return parsed.kind === 'invalid' ? [text] : texts(parsed.value);
}

function texts(value: JsonValue): string[] {
  if (value === null) return [];
  if (typeof value !== 'object') return [String(value)];
  const keys = Array.isArray(value) ? [] : Object.keys(value);
  return [...keys, ...Object.values(value as Record<string, JsonValue>).flatMap(texts)];
}

const rounds = Number(process.env['SFT_LENS_FUZZ_ROUNDS'] ?? 8);
const seed = Number(process.env['SFT_LENS_FUZZ_SEED'] ?? 7);

describe('a search of rows', () => {
  it('finds what is seen in them and nothing else, whatever is looked for and however they are written', async () => {
    const rows = new SearchedRows(seededRandom(seed));
    let hits = 0;
    for (let round = 0; round < rounds; round++) {
      const written = Array.from({ length: 80 }, () => rows.row());
      const visible = written.map(seen);
      const input = content(written, () => rows.pick(['\n', ', ', '\n"needle"\n']));
      for (let count = 0; count < 40; count++) {
        const isRegularExpression = rows.chance(0.5);
        const text = isRegularExpression ? rows.pattern(written) : rows.wanted(written);
        const query = { text, isRegularExpression, isCaseSensitive: rows.chance(0.5) };
        const expression = searchExpression(query);
        if (typeof expression === 'string') continue;
        const expected = visible.flatMap((texts, row) => (texts.some((text) => expression.test(text)) ? [row] : []));
        hits += expected.length;
        const rowsFound = await found(input, query);
        const wrong = [...rowsFound, ...expected].find((row) => rowsFound.includes(row) !== expected.includes(row));
        expect({ round, query, wrong, written: wrong === undefined ? '' : written[wrong]!.toString('latin1') }).toEqual({ round, query, wrong: undefined, written: '' }); // prettier-ignore
        expect(rowsFound).toEqual(expected);
      }
    }
    expect(hits).toBeGreaterThan(rounds * 100);
  });

  it('ends where the file has become shorter since it was indexed', async () => {
    const input = content(Array.from({ length: 50 }, (_, row) => Buffer.from(`{"text": "needle ${row}"}`)));
    truncateSync(input.path, 777);
    const query = { text: 'needle 1', isRegularExpression: false, isCaseSensitive: true };
    expect((await found(input, query))[0]).toBe(1);
  });

  it('finds what lies across the windows of a long row, however it is written', async () => {
    const window = 1 << 19;
    const ends: Readonly<Record<string, readonly string[]>> = {
      needle: ['needle"}', '\\u006eeedle"}', 'needl\\u0065"}'],
      '100000': ['", "n": 1e5}', '", "n": 100000.00}', '", "n": 0.1E+6 }'],
      你好: ['你好"}', '\\u4f60\\u597D"}', '你\\u597d"}'],
    };
    for (const [text, written] of Object.entries(ends))
      for (const end of written)
        for (let before = 0; before < 36; before += 3) {
          const row = `{"a": "${'x'.repeat(window - 7 - before)}${end}`;
          const rows = ['{"a": "-"}', row, `{"a": "${'y'.repeat(window)}"}`].map((line) => Buffer.from(line));
          const query = { text, isRegularExpression: false, isCaseSensitive: true };
          expect([text, end, before, await found(content(rows), query)]).toEqual([text, end, before, [1]]);
        }
  });
});
