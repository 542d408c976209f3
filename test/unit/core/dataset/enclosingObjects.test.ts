import { describe, expect, it } from 'vitest';
import { enclosingObjects } from '../../../../src/core/dataset/enclosingObjects';

/** The texts around the mark `^`, which is taken out. */
const around = (marked: string): string[] => {
  const offset = marked.indexOf('^');
  const text = marked.replace('^', '');
  return enclosingObjects(text, offset).map(({ start, end }) => text.slice(start, end));
};

describe('enclosingObjects', () => {
  it('finds the row of an array', () => {
    expect(around('[{"a":1},\n {"b":^2}]')).toEqual(['{"b":2}']);
  });

  it('prefers the outermost object that stands in an array', () => {
    expect(around('[{"turns":[{"v":"x^"}]}]')).toEqual(['{"turns":[{"v":"x"}]}', '{"v":"x"}']);
    expect(around('{"data":[{"q":"^"}]}')).toEqual(['{"q":""}', '{"data":[{"q":""}]}']);
    expect(around('{"k1":{"q":"^"}}')).toEqual(['{"q":""}', '{"k1":{"q":""}}']);
  });

  it('takes brackets and quotes inside strings for text', () => {
    expect(around('[{"a":"}]\\"{"},{"b":"]^}"}]')).toEqual(['{"b":"]}"}']);
  });

  it('counts the brackets of an object as part of it, and what lies between objects as none', () => {
    expect(around('[^{"a":1}]')).toEqual(['{"a":1}']);
    expect(around('[{"a":1^}]')).toEqual(['{"a":1}']);
    expect(around('[{"a":1},^ {"b":2}]')).toEqual([]);
    expect(around('^')).toEqual([]);
  });

  it('finds the last row of a file as large as Alpaca, however many quotes stand before it', () => {
    const row = JSON.stringify({ q: 'say "hello" \\ '.repeat(20) });
    const text = `[${`${row},`.repeat(62_000)}{"q":"last"}]`;
    expect(text.length).toBeGreaterThan(21_000_000);
    const [span] = enclosingObjects(text, text.length - 3);
    expect(text.slice(span!.start, span!.end)).toBe('{"q":"last"}');
  });

  it('takes a torn text up to its end', () => {
    expect(around('[{"a":"^unfinished')).toEqual(['{"a":"unfinished']);
  });

  it('agrees with JSON.parse on every place of a nested text', () => {
    const rows = [{ q: 'a{"[' }, { turns: [{ v: '\\' }, { v: '}' }] }, { n: { m: [] } }];
    const text = JSON.stringify(rows, null, 2);
    for (let offset = 0; offset < text.length; offset++) {
      const [span] = enclosingObjects(text, offset);
      if (span === undefined) continue;
      const value: unknown = JSON.parse(text.slice(span.start, span.end));
      expect(rows).toContainEqual(value);
      expect(offset >= span.start && offset < span.end).toBe(true);
    }
  });
});
