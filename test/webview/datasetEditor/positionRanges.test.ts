import { expect, it } from 'vitest';
import {
  countPositions,
  hasPosition,
  listPositions,
  singleRange,
  togglePosition,
  uniteRanges,
} from '../../../webview/datasetEditor/positionRanges';
import type { PositionRanges } from '../../../webview/datasetEditor/positionRanges';

it('holds ten million positions in one pair', () => {
  const all = singleRange(9_999_999, 0);
  expect(all).toEqual([{ first: 0, last: 9_999_999 }]);
  expect(countPositions(all)).toBe(10_000_000);
});

it('joins ranges that touch', () => {
  expect(uniteRanges(singleRange(5, 6), singleRange(1, 4))).toEqual([{ first: 1, last: 6 }]);
});

it('splits a range where a position is taken out', () => {
  expect(togglePosition(singleRange(1, 3), 2)).toEqual([
    { first: 1, last: 1 },
    { first: 3, last: 3 },
  ]);
});

it('lists no more than asked for', () => {
  expect(listPositions([...singleRange(0, 1), ...singleRange(7, 9)], 4)).toEqual([0, 1, 7, 8]);
});

it('agrees with a set of numbers under random toggles', () => {
  let seed = 7;
  const random = (below: number) => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) % below;
  const oracle = new Set<number>();
  let ranges: PositionRanges = [];
  for (let step = 0; step < 500; step++) {
    const position = random(30);
    if (!oracle.delete(position)) oracle.add(position);
    ranges = togglePosition(ranges, position);
    expect(listPositions(ranges, 100)).toEqual([...oracle].sort((one, other) => one - other));
    expect(hasPosition(ranges, position)).toBe(oracle.has(position));
  }
});
