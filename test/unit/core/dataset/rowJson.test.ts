import { describe, expect, it } from 'vitest';
import { checkJson } from '../../../../src/core/dataset/jsonCheck';
import { parseRow } from '../../../../src/core/dataset/rowJson';
import { seededRandom } from '../../../support/seededRandom';

const problemOf = (text: string) => {
  const parsed = parseRow(text);
  return parsed.kind === 'invalid' ? [parsed.problem.message, parsed.problem.byteInRow] : undefined;
};

describe('a row that is not JSON', () => {
  it.each([
    ['{"a": }', 'unexpected `}`', 6],
    ['{"a" 1}', 'unexpected `1`', 5],
    ['{"a": 1,}', 'unexpected `}`', 8],
    ['{"a": "x', 'a string has no end', 6],
    ['{"a": "\\d"}', 'bad escape `\\d`', 7],
    ['{"a": "\\u12g4"}', 'bad escape `\\u`', 7],
    ['{"a": 1} {"b": 2}', 'a second value begins', 9],
    ['{"a": "\u0001"}', 'a raw control character (U+0001) stands in a string', 7],
    ['{"a": 01}', 'unexpected `1`', 7],
    ['{"a": [1, 2}', 'unexpected `}`', 11],
    ['{"a": tru}', 'unexpected `t`', 6],
    ['{"a": 1', 'the row ends where `,` or a closing bracket must follow', 7],
    ['', 'the row ends where a value must follow', 0],
    ['{"é": "你😀" x}', 'unexpected `x`', 17],
  ])('%j says what and where', (text, message, byte) => {
    expect(problemOf(text)).toEqual([message, byte]);
  });

  it('counts bytes in the encoding of its file', () => {
    expect(parseRow('{"你": x}', 'gbk')).toMatchObject({ problem: { byteInRow: 7 } });
    expect(parseRow('{"你": x}', 'utf-16le')).toMatchObject({ problem: { byteInRow: 12 } });
  });
});

describe('bare NaN and Infinity', () => {
  it('are read as null, with a warning each', () => {
    expect(parseRow('{"a": NaN, "b": [-Infinity, "NaN"]}')).toEqual({
      kind: 'value',
      value: { a: null, b: [null, 'NaN'] },
      warnings: [
        { message: 'bare NaN, read as null', byteInRow: 6 },
        { message: 'bare -Infinity, read as null', byteInRow: 17 },
      ],
    });
  });
});

describe('hostile rows', () => {
  it('nested ten thousand levels deep are read or refused, never fatal', () => {
    expect(parseRow('['.repeat(10_000) + ']'.repeat(10_000)).kind).toBe('value');
    expect(parseRow('{"a":'.repeat(100_000)).kind).toBe('invalid');
  });

  it('with huge numbers, lone surrogates and NUL are read as JSON reads them', () => {
    expect(parseRow('{"a": 1e999, "b": "\\ud800", "c": "\ud800", "d": "\\u0000"}')).toMatchObject({ kind: 'value' });
  });

  it('agree with JSON.parse on seeded mutations', () => {
    const random = seededRandom(7);
    const seed = '{"a": [1, -2.5e+3, "x\\n\\u00e9", true, null, {"b": ""}], "c": "\\"}"}';
    for (let round = 0; round < 5000; round++) {
      const text = mutated(seed, random);
      const check = checkJson(text);
      const isStrict = check.kind === 'valid' && check.bareNumbers.length === 0;
      expect([text, isStrict]).toEqual([text, parses(text)]);
    }
  });
});

function mutated(text: string, random: () => number): string {
  const at = Math.floor(random() * text.length);
  const alphabet = '{}[],:"\\ \nab01-+.eEu\u0000\ud800NaN';
  const letter = alphabet[Math.floor(random() * alphabet.length)]!;
  switch (Math.floor(random() * 3)) {
    case 0:
      return text.slice(0, at) + letter + text.slice(at + 1);
    case 1:
      return text.slice(0, at) + letter + text.slice(at);
    default:
      return text.slice(0, at) + text.slice(at + 1 + Math.floor(random() * 3));
  }
}

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
