import { describe, expect, it } from 'vitest';
import {
  beginsInsideEscape,
  jsonSpellings,
  matchesValue,
  searchExpression,
} from '../../../../src/core/dataset/textSearch';

describe('spellings of a text in JSON', () => {
  it('are the plain one and the escaped ones', () => {
    expect(jsonSpellings('a"b')).toEqual(['a\\"b']);
    expect(jsonSpellings('你Z')).toEqual(['你Z', '\\u4f60Z', '\\u4F60Z']);
    expect(jsonSpellings('\u00ea')).toEqual(['ê', '\\u00ea', '\\u00EA']);
  });
});

describe('a hit', () => {
  const inside = (text: string, needle: string): boolean => beginsInsideEscape(Buffer.from(text), text.indexOf(needle));

  it('inside an escape is none', () => {
    expect(inside('x\\nThe', 'nThe')).toBe(true);
    expect(inside('x\\u4f60', '4f60')).toBe(true);
    expect(inside('x\\u4f60', 'u4f60')).toBe(true);
  });

  it('behind an escaped backslash, or behind a finished escape, is one', () => {
    expect(inside('x\\\\nThe', 'nThe')).toBe(false);
    expect(inside('x\\u4f60abc', 'abc')).toBe(false);
    expect(inside('flux4f60', '4f60')).toBe(false);
  });
});

describe('patterns', () => {
  it('fit strings, numbers and keys anywhere in a row', () => {
    const row = { a: ['x', { deep: 'needle' }], n: 42 };
    for (const pattern of ['NEEDLE', '^42$', 'deep'])
      expect(
        matchesValue(
          row,
          searchExpression({ text: pattern, isRegularExpression: true, isCaseSensitive: false }) as RegExp,
        ),
      ).toBe(true);
    expect(matchesValue(row, /absent/)).toBe(false);
  });

  it('that are broken are a message', () => {
    expect(typeof searchExpression({ text: '(', isRegularExpression: true, isCaseSensitive: true })).toBe('string');
  });

  it('of plain text escape every special character', () => {
    const text = 'a-b/c.d*[x]{2}(y)|^$\\?+';
    expect(
      (searchExpression({ text, isRegularExpression: false, isCaseSensitive: true }) as RegExp).test(`<${text}>`),
    ).toBe(true);
  });
});
