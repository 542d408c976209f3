import { describe, expect, it } from 'vitest';
import { matchesValue, searchExpression } from '../../../../../src/core/dataset/search/textSearch';

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
