import { describe, expect, it } from 'vitest';
import { rowCountOf, rowTagsOf, tagTableOf, type TagTable } from '../../../../src/core/normalize/tagTable';

describe('tagTable', () => {
  it('interns names in order of appearance and drops repeats within a row', () => {
    const table = tagTableOf([['b', 'a', 'b'], null, ['a']]);
    expect(table.names).toEqual(['b', 'a']);
    expect([...table.tagIds]).toEqual([0, 1, 1]);
    expect([...table.isTagged!]).toEqual([1, 0, 1]);
    expect(rowCountOf(table)).toBe(3);
  });

  it('unites the queries of a row, each tag once', () => {
    const table: TagTable = {
      names: ['x', 'y', 'z'],
      queryOffsets: Uint32Array.of(0, 2, 2, 3),
      tagOffsets: Uint32Array.of(0, 2, 4, 5),
      tagIds: Uint32Array.of(0, 1, 1, 2, 2),
    };
    const rows = rowTagsOf(table);
    expect([...rows.offsets]).toEqual([0, 3, 3, 4]);
    expect([...rows.tagIds]).toEqual([0, 1, 2, 2]);
  });
});
