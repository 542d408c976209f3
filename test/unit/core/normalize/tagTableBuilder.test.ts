import { expect, it } from 'vitest';
import { tagTableOf } from '../../../../src/core/normalize/tagTable';
import { TagTableBuilder } from '../../../../src/core/normalize/tagTableBuilder';

it('makes the same table as the clear version, rows without tags, repeated names and none at all', () => {
  const lists = [[], [['a', 'b', 'a'], null, [], ['b']], [null], [['x']]] as (readonly string[] | null)[][];
  for (const rows of lists) {
    const builder = new TagTableBuilder();
    for (const tags of rows) builder.add(tags);
    expect(builder.finish()).toEqual(tagTableOf(rows));
  }
});
