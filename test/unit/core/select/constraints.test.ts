import { describe, expect, it } from 'vitest';
import { selectorNames, whyOf, type SelectionConstraints } from '../../../../src/core/select/selector';
import { dataOf, lettersOf, randomTagLists, refusalOf, select } from './selectionData';

const rowCount = 90;
const lists = randomTagLists(2, rowCount, 12);
const data = dataOf(lists, {
  quality: Float64Array.from({ length: rowCount }, (_, row) => (row % 7 === 0 ? NaN : row % 5)),
  length: Uint32Array.from({ length: rowCount }, (_, row) => row),
  answerLength: Uint32Array.from({ length: rowCount }, (_, row) => row),
  source: { names: ['x', 'y', 'z'], ids: Uint8Array.from({ length: rowCount }, (_, row) => row % 3) },
  language: { names: ['latin', 'zh'], ids: Uint8Array.from({ length: rowCount }, (_, row) => row % 2) },
  duplicateOf: Uint32Array.from({ length: rowCount }, (_, row) => row - (row % 2)),
});

function rowsOf(method: (typeof selectorNames)[number], constraints: SelectionConstraints): number[] {
  return [...select(data, { method, count: 30, constraints }).rows];
}

describe.each(selectorNames)('constraints with %s', (method) => {
  it('keep maxima and minima of sources', () => {
    const rows = rowsOf(method, {
      quotas: [
        { by: 'source', value: 'x', maximum: 4 },
        { by: 'source', value: 'y', minimum: 12 },
      ],
    });
    expect(rows.filter((row) => row % 3 === 0).length).toBeLessThanOrEqual(4);
    expect(rows.filter((row) => row % 3 === 1).length).toBeGreaterThanOrEqual(12);
  });

  it('keep a maximum of a tag', () => {
    const tag = data.tagNames[0]!;
    const rows = rowsOf(method, { quotas: [{ by: 'tag', value: tag, maximum: 2 }] });
    expect(rows.filter((row) => lists[row]!.includes(tag)).length).toBeLessThanOrEqual(2);
  });

  it('take pinned rows first and never excluded rows or tags', () => {
    const tag = data.tagNames[1]!;
    const pinned = lists.findIndex((tags, row) => row > 5 && !tags.includes(tag));
    const rows = rowsOf(method, { pinnedRows: [pinned], excludedRows: [1, 2, 5], excludedTags: [tag] });
    expect(rows[0]).toBe(pinned);
    expect(rows.some((row) => [1, 2, 5].includes(row) || lists[row]!.includes(tag))).toBe(false);
  });

  it('keep bounds of quality and length, and one row of each near-duplicate group', () => {
    const rows = rowsOf(method, {
      minimumQuality: 1,
      minimumLength: 10,
      maximumLength: 80,
      withoutNearDuplicates: true,
    });
    for (const row of rows) {
      expect(row % 7 !== 0 && row % 5 >= 1 && row >= 10 && row <= 80).toBe(true);
    }
    expect(new Set(rows.map((row) => row - (row % 2))).size).toBe(rows.length);
  });
});

describe('pinned tags', () => {
  it('are carried by a row that says so', () => {
    const letters = lettersOf(['abcd', 'efgh', 'z']);
    const selection = select(letters, { count: 1, constraints: { pinnedTags: ['z'] } });
    expect(whyOf(selection, 0)).toMatchObject({ row: 2, reason: 'pinnedTag' });
  });
});

describe('contradictions are refused with one sentence each', () => {
  const letters = lettersOf(['ab', 'c', 'd'], { source: { names: ['x', 'y'], ids: [0, 0, 1] } });
  const cases: readonly [string, SelectionConstraints, RegExp][] = [
    [
      'minimum above maximum',
      { quotas: [{ by: 'source', value: 'x', minimum: 2, maximum: 1 }] },
      /Contradictory quota: source "x"/,
    ],
    [
      'minima above n',
      {
        quotas: [
          { by: 'source', value: 'x', minimum: 1 },
          { by: 'source', value: 'y', minimum: 2 },
        ],
      },
      /add up to 3, above n = 2/,
    ],
    ['too few rows', { quotas: [{ by: 'source', value: 'y', minimum: 2 }] }, /only 1 may be taken/],
    ['unknown source', { quotas: [{ by: 'source', value: 'w', minimum: 1 }] }, /no row has it/],
    ['negative quota', { quotas: [{ by: 'tag', value: 'a', minimum: -1 }] }, /whole numbers/],
    ['pinned and excluded row', { pinnedRows: [0], excludedRows: [0] }, /both pinned and excluded/],
    ['pinned row out of range', { pinnedRows: [9] }, /only 3 rows/],
    ['too many pins', { pinnedRows: [0, 1, 2] }, /more than the 2 wanted/],
    ['pinned row with excluded tag', { pinnedRows: [0], excludedTags: ['a'] }, /excluded tag "a"/],
    ['pinned and excluded tag', { pinnedTags: ['a'], excludedTags: ['a'] }, /both pinned and excluded/],
    ['unknown tag', { excludedTags: ['q'] }, /no row carries it/],
    [
      'pins above a maximum',
      { pinnedRows: [0, 1], quotas: [{ by: 'source', value: 'x', maximum: 1 }] },
      /above its quota of 1/,
    ],
    ['bounds crossed', { minimumLength: 5, maximumLength: 3 }, /shortest length/],
    ['no quality column', { minimumQuality: 1 }, /quality column/],
    ['no duplicate groups', { withoutNearDuplicates: true }, /near-duplicates/],
  ];

  it.each(cases)('%s', (_, constraints, expected) => {
    expect(refusalOf(letters, { count: 2, constraints }).join(' ')).toMatch(expected);
  });
});
