import { describe, expect, it } from 'vitest';
import { filterRows, sortRows, type FilterColumns } from '../../../../src/core/dataset/filterRows';
import { rowFlag } from '../../../../src/core/dataset/rowColumns';
import type { RowFilter } from '../../../../src/core/dataset/rowFilter';

/** Row 0: tags 0, 1, long; row 1: no tags, invalid; row 2: tag 1, Chinese; row 3: tag 0. */
const known: FilterColumns = {
  rowCount: 4,
  columns: {
    rowCount: 4,
    turns: Uint32Array.of(2, 0, 4, 2),
    queryLength: Uint32Array.of(100, 0, 10, 10),
    length: Uint32Array.of(300, 0, 30, 20),
    answerLength: Uint32Array.of(200, 0, 20, 10),
    language: Uint8Array.of(1, 0, 2, 1),
    flags: Uint8Array.of(0, rowFlag.invalid, rowFlag.repeatedQuery, 0),
    queryOffsets: Uint32Array.of(0, 1, 1, 3, 4),
    queryHashHigh: new Uint32Array(4),
    queryHashLow: new Uint32Array(4),
  },
  tags: { offsets: Uint32Array.of(0, 2, 2, 3, 4), tagIds: Uint32Array.of(0, 1, 1, 0) },
  tagId: (tag) => ({ math: 0, code: 1 })[tag],
  otherTags: {
    tags: { offsets: Uint32Array.of(0, 0, 1, 2, 2), tagIds: Uint32Array.of(0, 1) },
    tagId: (tag) => ({ rare: 0, math: 1 })[tag],
  },
  rowList: (list) => (list === 'bar' ? [3, 1] : undefined),
  states: { tagged: Uint8Array.of(1, 0, 1, 1) },
};

const kept = (...filters: readonly RowFilter[]): number[] => [...filterRows(filters, known)];

describe('filters', () => {
  it('none keep every row', () => expect(kept()).toEqual([0, 1, 2, 3]));

  it('by tag keep its rows, or all others', () => {
    expect(kept({ kind: 'tag', tag: 'math', isExcluded: false })).toEqual([0, 3]);
    expect(kept({ kind: 'tag', tag: 'math', isExcluded: true })).toEqual([1, 2]);
    expect(kept({ kind: 'tag', tag: 'unheard of', isExcluded: false })).toEqual([]);
  });

  it('by any of several tags keep the rows of each, known ones before those that a vocabulary left out', () => {
    expect(kept({ kind: 'anyTag', tags: ['math', 'code'] })).toEqual([0, 2, 3]);
    expect(kept({ kind: 'anyTag', tags: ['code', 'unheard of'] })).toEqual([0, 2]);
    expect(kept({ kind: 'anyTag', tags: ['math', 'rare'] })).toEqual([0, 1, 3]);
    expect(kept({ kind: 'anyTag', tags: [] })).toEqual([]);
    expect(kept({ kind: 'tag', tag: 'rare', isExcluded: true })).toEqual([0, 2, 3]);
  });

  it('combine', () => {
    expect(
      kept({ kind: 'tag', tag: 'code', isExcluded: false }, { kind: 'number', column: 'tagCount', minimum: 2 }),
    ).toEqual([0]);
  });

  it('by number take both ends in', () => {
    expect(kept({ kind: 'number', column: 'queryLength', minimum: 10, maximum: 100 })).toEqual([0, 2, 3]);
    expect(kept({ kind: 'number', column: 'turns', maximum: 0 })).toEqual([1]);
  });

  it('by language, state and rows', () => {
    expect(kept({ kind: 'language', language: 'zh', isExcluded: false })).toEqual([2]);
    expect(kept({ kind: 'state', state: 'invalid', isExcluded: true })).toEqual([0, 2, 3]);
    expect(kept({ kind: 'state', state: 'duplicate', isExcluded: false })).toEqual([2]);
    expect(kept({ kind: 'state', state: 'tagged', isExcluded: true })).toEqual([1]);
    expect(kept({ kind: 'rows', label: 'bar', list: 'bar', rowCount: 2 })).toEqual([1, 3]);
  });

  it('by what is not known yet keep every row', () => {
    const filters: RowFilter[] = [
      { kind: 'tag', tag: 'math', isExcluded: false },
      { kind: 'number', column: 'length', minimum: 5 },
    ];
    expect([...filterRows(filters, { rowCount: 3 })]).toEqual([0, 1, 2]);
  });
});

describe('sorting', () => {
  it('by a column keeps ties in the order of the file, both ways', () => {
    const rows = Uint32Array.of(0, 1, 2, 3);
    expect([...sortRows(rows, { column: 'queryLength', isDescending: false }, known)]).toEqual([1, 2, 3, 0]);
    expect([...sortRows(rows, { column: 'queryLength', isDescending: true }, known)]).toEqual([0, 2, 3, 1]);
    expect([...sortRows(rows, { column: 'row', isDescending: true }, known)]).toEqual([3, 2, 1, 0]);
  });
});
