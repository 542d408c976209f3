import { describe, expect, it } from 'vitest';
import { RowLists } from '../../../../src/node/session/rowLists';
import { matchesPath } from '../../../../src/node/session/matchesPath';
import { rowsInView } from '../../../../src/node/session/rowView';

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
    const lists = new RowLists();
    const known = { rowCount: 3, rowList: (list: string) => lists.rowsOf(list) };
    const filters = [lists.add('bar', [2, 0])];
    expect([...rowsInView(filters, null, known)!]).toEqual([0, 2]);
    expect([...rowsInView(filters, { column: 'row', isDescending: true }, known)!]).toEqual([2, 0]);
  });
});
