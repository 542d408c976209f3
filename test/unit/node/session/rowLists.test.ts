import { describe, expect, it } from 'vitest';
import { RowLists } from '../../../../src/node/session/rowLists';

describe('lists of rows', () => {
  it('are found by the name that their filter carries, and stay apart under one label', () => {
    const lists = new RowLists();
    const [one, other] = [lists.add('only in a.json', [3, 1]), lists.add('only in a.json', [2])];
    expect(one).toMatchObject({ kind: 'rows', label: 'only in a.json', rowCount: 2 });
    expect([...lists.rowsOf(one.list)!]).toEqual([3, 1]);
    expect([...lists.rowsOf(other.list)!]).toEqual([2]);
  });

  it('drops filters whose list another window held', () => {
    const lists = new RowLists();
    const known = lists.add('mine', [0]);
    const tag = { kind: 'tag', tag: 'sql', isExcluded: false } as const;
    expect(lists.knownOf([tag, known, { ...known, list: 'gone' }])).toEqual([tag, known]);
  });

  it('are taken over from the session before', () => {
    const before = new RowLists();
    const filter = before.add('mine', [5]);
    const after = new RowLists();
    after.continueFrom(before);
    expect([...after.rowsOf(filter.list)!]).toEqual([5]);
  });
});
