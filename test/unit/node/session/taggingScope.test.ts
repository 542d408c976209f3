import { describe, expect, it } from 'vitest';
import { halvesOfHash, queryHash } from '../../../../src/core/tagging/queryHash';
import { TagStore } from '../../../../src/core/tagging/tagStore';
import {
  countQueries,
  leftOutOf,
  rowsOfScope,
  sampleRows,
  spreadRows,
} from '../../../../src/node/session/taggingScope';
import { identity, tagRecord } from '../../../support/tagging';

const rows = (count: number) => Array.from({ length: count }, (_, row) => row);
const other = { ...identity, model: 'other' };

describe('rowsOfScope', () => {
  const context = { rowCount: 4, rowsInView: [1, 3] };

  it('takes named rows as named, the view where there is one, else every row', () => {
    expect(rowsOfScope({ kind: 'rows', rows: [3, 0] }, context)).toEqual([3, 0]);
    expect(rowsOfScope({ kind: 'view' }, context)).toEqual([1, 3]);
    expect(rowsOfScope({ kind: 'failed' }, { ...context, rowsInView: null })).toEqual([0, 1, 2, 3]);
    expect(rowsOfScope({ kind: 'all' }, context)).toEqual([0, 1, 2, 3]);
  });

  it('takes the rows on screen first', () => {
    expect(rowsOfScope({ kind: 'all', first: [2, 3] }, context)).toEqual([2, 3, 0, 1]);
    expect(rowsOfScope({ kind: 'view', first: [2, 3] }, context)).toEqual([3, 1]);
  });
});

describe('spreadRows', () => {
  it('holds every row once, those on screen first, in the same order each time', () => {
    const spread = spreadRows(rows(1_001), [500, 501, 502]);
    expect(spread.slice(0, 3)).toEqual([500, 501, 502]);
    expect(spread.toSorted((a, b) => a - b)).toEqual(rows(1_001));
    expect(spreadRows(rows(1_001), [500, 501, 502])).toEqual(spread);
    expect(spreadRows([])).toEqual([]);
  });

  it('has early rows from all over the file', () => {
    const early = spreadRows(rows(100_000)).slice(0, 2_000);
    const tenths = rows(10).map((tenth) => early.filter((row) => Math.floor(row / 10_000) === tenth).length);
    expect(Math.min(...tenths)).toBeGreaterThan(50);
    expect(Math.max(...tenths)).toBeLessThan(500);
  });
});

describe('sampleRows', () => {
  it('draws without repeats, ascending, the same for the same seed', () => {
    const sample = sampleRows(rows(100), 10, 7);
    expect(new Set(sample).size).toBe(10);
    expect(sample).toEqual(sample.toSorted((a, b) => a - b));
    expect(sampleRows(rows(100), 10, 7)).toEqual(sample);
    expect(sampleRows(rows(100), 10, 8)).not.toEqual(sample);
  });

  it('gives each stratum its share and sums up to the count', () => {
    const strata = Uint8Array.from(rows(100), (row) => (row < 75 ? 1 : 2));
    const sample = sampleRows(rows(100), 8, 1, strata);
    expect(sample.filter((row) => row < 75)).toHaveLength(6);
    expect(sample).toHaveLength(8);
    expect(sampleRows(rows(10), 50, 1)).toEqual(rows(10));
    expect(sampleRows(rows(10), 0, 1)).toEqual([]);
  });

  it('leaves no stratum out', () => {
    const strata = Uint8Array.from(rows(100), (row) => (row === 50 ? 9 : 1));
    expect(sampleRows(rows(100), 5, 1, strata)).toContain(50);
  });
});

describe('what a run leaves out', () => {
  const store = new TagStore();
  store.apply([
    { record: tagRecord('tagged', ['x']) },
    { record: tagRecord('failed', [], { outcome: { kind: 'unreadable', message: 'no', raw: '' } }) },
    { record: tagRecord('by other', ['y'], { ...other, time: '2025-01-01T00:00:00.000Z' }) },
  ]);
  const all = ['tagged', 'failed', 'by other', 'new'];
  const left = (...request: Parameters<typeof leftOutOf>) => {
    const isLeftOut = leftOutOf(...request);
    return all.filter((text) => !isLeftOut(queryHash(text)));
  };

  it('is what this very tagger has tagged, whoever’s tags are shown', () => {
    expect(left({ kind: 'all' }, identity, store)).toEqual(['failed', 'by other', 'new']);
    expect(left({ kind: 'all' }, other, store)).toEqual(['tagged', 'failed', 'new']);
  });

  it('is nothing where rows are tagged again', () => {
    expect(left({ kind: 'rows', rows: [0], isAgain: true }, identity, store)).toEqual(all);
  });

  it('is all but the failed ones of the shown tagger where these are retried, also by another', () => {
    expect(left({ kind: 'failed' }, identity, store)).toEqual(['failed']);
    expect(left({ kind: 'failed' }, other, store)).toEqual(['failed']);
  });

  it('follows what other windows tag meanwhile', () => {
    const live = new TagStore();
    const isLeftOut = leftOutOf({ kind: 'all' }, identity, live);
    expect(isLeftOut(queryHash('a'))).toBe(false);
    live.apply([{ record: tagRecord('a', ['x']) }]);
    expect(isLeftOut(queryHash('a'))).toBe(true);
  });
});

describe('countQueries', () => {
  it('counts distinct queries of the rows that are not left out', () => {
    const texts = ['a', 'b', 'a', 'c'];
    const halves = texts.map((text) => halvesOfHash(queryHash(text)));
    const columns = {
      queryOffsets: Uint32Array.from([0, 2, 3, 4]),
      queryHashHigh: Uint32Array.from(halves, ({ high }) => high),
      queryHashLow: Uint32Array.from(halves, ({ low }) => low),
    };
    expect(countQueries(columns, [0, 1, 2], () => false)).toBe(3);
    expect(countQueries(columns, [1], () => false)).toBe(1);
    expect(countQueries(columns, [0, 1, 2], (hash) => queryHash('b').startsWith(hash))).toBe(2);
  });
});
