import { expect, it } from 'vitest';
import { findRepeatedQueries } from '../../../../src/core/dataset/repeatedQueries';
import { rowFlag } from '../../../../src/core/dataset/rowColumns';
import { seededRandom } from '../../../support/seededRandom';

it('finds rows whose own query was there before, in one pass or in several', () => {
  const random = seededRandom(5);
  const rowCount = 5_000;
  const queryOffsets = new Uint32Array(rowCount + 1);
  for (let row = 0; row < rowCount; row++) queryOffsets[row + 1] = queryOffsets[row]! + Math.floor(3 * random());
  const queryCount = queryOffsets[rowCount]!;
  const word = () => Math.imul(Math.floor(60 * random()), 0x9e3779b1) >>> 0;
  const queryHashHigh = Uint32Array.from({ length: queryCount }, word);
  const queryHashLow = Uint32Array.from({ length: queryCount }, word);
  const flags = Uint8Array.from({ length: rowCount }, () => (random() < 0.3 ? rowFlag.hasHistory : 0));
  const seen = new Set<string>();
  const expected: number[] = [];
  for (let row = 0; row < rowCount; row++) {
    const first = queryOffsets[row]!;
    const end = queryOffsets[row + 1]!;
    if (first === end) continue;
    const query = flags[row] === 0 ? first : end - 1;
    const key = `${queryHashHigh[query]} ${queryHashLow[query]}`;
    if (seen.has(key)) expected.push(row);
    seen.add(key);
  }
  expect(expected.length).toBeGreaterThan(100);
  for (const slotLimit of [1 << 22, 1 << 12]) {
    const found: number[] = [];
    findRepeatedQueries(
      { rowCount, queryOffsets, queryHashHigh, queryHashLow, flags },
      (row) => found.push(row),
      slotLimit,
    );
    expect(found.toSorted((a, b) => a - b)).toEqual(expected);
  }
});
