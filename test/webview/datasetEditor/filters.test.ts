// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import type { RowFilter } from '../../../src/core/dataset/rowFilter';
import {
  addFilter,
  chipFilters,
  filterLabel,
  patternProblem,
  readRange,
  removeFilter,
  textFilterOf,
  withText,
} from '../../../webview/datasetEditor/filters';

const sql: RowFilter = { kind: 'tag', tag: 'sql', isExcluded: false };
const long: RowFilter = { kind: 'number', column: 'length', minimum: 1000 };
const find: RowFilter = { kind: 'text', text: 'a+b', isPattern: false, isCaseSensitive: false };

describe('lists of filters', () => {
  it('keeps filters about different things together', () => {
    expect(addFilter([sql], long)).toEqual([sql, long]);
  });

  it('lets a filter replace the one about the same thing', () => {
    const without: RowFilter = { ...sql, isExcluded: true };
    expect(addFilter([sql, long], without)).toEqual([long, without]);
    expect(addFilter([long], { ...long, minimum: 5 })).toEqual([{ ...long, minimum: 5 }]);
  });

  it('removes one filter', () => {
    expect(removeFilter([sql, long], sql)).toEqual([long]);
  });

  it('keeps the text of the find box apart from the chips', () => {
    const filters = withText([sql], find);
    expect(textFilterOf(filters)).toBe(find);
    expect(chipFilters(filters)).toEqual([sql]);
    expect(withText(filters, null)).toEqual([sql]);
  });
});

it('says in words what a filter keeps', () => {
  const labels = [
    sql,
    { ...sql, isExcluded: true },
    long,
    { kind: 'number', column: 'tagCount', minimum: 4, maximum: 4 },
    { kind: 'number', column: 'turns', minimum: 2, maximum: 6 },
    { kind: 'path', path: 'meta.source', comparison: '!=', value: 'web' },
    { kind: 'path', path: 'score', comparison: 'exists', value: '' },
    { kind: 'state', state: 'tagged', isExcluded: true },
    { kind: 'rows', label: 'brushed', list: 'brushed 0', rowCount: 3 },
    { kind: 'anyTag', tags: ['sql', 'css'] },
    { kind: 'anyTag', tags: ['a', 'b', 'c', 'd', 'e'] },
  ] as const satisfies readonly RowFilter[];
  expect(labels.map(filterLabel)).toEqual([
    'tag: sql',
    'not tag: sql',
    'length ≥ 1,000',
    'tags = 4',
    'turns 2–6',
    'meta.source ≠ web',
    'score exists',
    'not tagged',
    'brushed (3 rows)',
    'any tag of: sql, css',
    'any tag of: a, b, c +2',
  ]);
});

describe('what people type', () => {
  it('reads a range with one or both ends, thousands separated or not', () => {
    expect(readRange('1,000', '')).toEqual({ minimum: 1000 });
    expect(readRange('2', '5')).toEqual({ minimum: 2, maximum: 5 });
  });

  it('says what is wrong with a range', () => {
    expect(readRange('', 'many')).toMatch(/number/);
    expect(readRange('5', '2')).toMatch(/above/);
  });

  it('names the fault in a regular expression', () => {
    expect(patternProblem('a(b')).toMatch(/group/i);
    expect(patternProblem('a(b)')).toBeNull();
  });
});
