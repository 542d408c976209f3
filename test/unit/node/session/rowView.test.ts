import { describe, expect, it } from 'vitest';
import { matchesPath, rowsInView } from '../../../../src/node/session/rowView';

const path = (comparison: '=' | '!=' | '<' | '<=' | '>' | '>=' | 'contains' | 'exists', value: string) =>
  ({ kind: 'path', path: 'x', comparison, value }) as const;

describe('matchesPath', () => {
  it('compares numbers as numbers and texts as texts', () => {
    expect(matchesPath(path('<', '10'), 9)).toBe(true);
    expect(matchesPath(path('<', '10'), '9')).toBe(true);
    expect(matchesPath(path('<', 'b'), 'a')).toBe(true);
    expect(matchesPath(path('>=', '10'), 9)).toBe(false);
    expect(matchesPath(path('=', 'true'), true)).toBe(true);
  });

  it('tells missing values from empty ones', () => {
    expect(matchesPath(path('exists', ''), undefined)).toBe(false);
    expect(matchesPath(path('exists', ''), '')).toBe(true);
    expect(matchesPath(path('!=', 'a'), undefined)).toBe(true);
    expect(matchesPath(path('=', ''), undefined)).toBe(false);
  });

  it('finds parts of a text whatever their case', () => {
    expect(matchesPath(path('contains', 'WIZ'), 'wizardlm')).toBe(true);
  });
});

describe('rowsInView', () => {
  it('is null for every row in the order of the file', () => {
    expect(rowsInView([], null, { rowCount: 3 })).toBeNull();
    expect(rowsInView([], { column: 'row', isDescending: false }, { rowCount: 3 })).toBeNull();
  });

  it('keeps the rows that a list names, and turns their order around', () => {
    const filters = [{ kind: 'rows', label: 'bar', rows: [2, 0] }] as const;
    expect([...rowsInView(filters, null, { rowCount: 3 })!]).toEqual([0, 2]);
    expect([...rowsInView(filters, { column: 'row', isDescending: true }, { rowCount: 3 })!]).toEqual([2, 0]);
  });
});
