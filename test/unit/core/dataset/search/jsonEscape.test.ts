import { describe, expect, it } from 'vitest';
import { isInsideEscape } from '../../../../../src/core/dataset/search/jsonEscape';

describe('a place in raw JSON', () => {
  const inside = (text: string, needle: string): boolean => isInsideEscape(Buffer.from(text), text.indexOf(needle));

  it('is inside an escape behind its backslash', () => {
    expect(inside('x\\nThe', 'nThe')).toBe(true);
    expect(inside('x\\u4f60', '4f60')).toBe(true);
    expect(inside('x\\u4f60', 'u4f60')).toBe(true);
    expect(inside('x\\u4f60', '0')).toBe(true);
  });

  it('is in none behind an escaped backslash, or behind a finished escape', () => {
    expect(inside('x\\\\nThe', 'nThe')).toBe(false);
    expect(inside('x\\u4f60abc', 'abc')).toBe(false);
    expect(inside('flux4f60', '4f60')).toBe(false);
  });
});
