import { describe, expect, it } from 'vitest';
import { joinTables } from '../../../../src/core/normalize/joinTables';
import { rowTagsOf, tagTableOf } from '../../../../src/core/normalize/tagTable';

describe('joinTables', () => {
  it('puts rows behind each other over shared names', () => {
    const joined = joinTables([tagTableOf([['a', 'b'], null]), tagTableOf([['b', 'c']])]);
    const rows = rowTagsOf(joined);
    const names = [0, 1, 2].map((row) =>
      Array.from(rows.tagIds.subarray(rows.offsets[row], rows.offsets[row + 1]), (id) => joined.names[id]),
    );
    expect(names).toEqual([['a', 'b'], [], ['b', 'c']]);
    expect([...joined.isTagged!]).toEqual([1, 0, 1]);
  });

  it('hands a single table through', () => {
    const table = tagTableOf([['a']]);
    expect(joinTables([table])).toBe(table);
  });
});
