import { expect, it } from 'vitest';
import { rowsByValue } from '../../../../src/core/dataset/sortedRows';
import { seededRandom } from '../../../support/seededRandom';

it('sorts like a comparison would, in both directions, ties as they came', () => {
  const random = seededRandom(6);
  for (const scale of [3, 70_000, 2 ** 32 - 1]) {
    const values = Uint32Array.from({ length: 5_000 }, () => Math.round(random() * scale));
    const rows = Uint32Array.from({ length: 4_000 }, () => Math.floor(6_000 * random()));
    const valueOf = (row: number) => values[row] ?? 0;
    expect(rowsByValue(rows, values, false)).toEqual(rows.toSorted((a, b) => valueOf(a) - valueOf(b)));
    expect(rowsByValue(rows, values, true)).toEqual(rows.toSorted((a, b) => valueOf(b) - valueOf(a)));
  }
  expect(rowsByValue(new Uint32Array(0), new Uint32Array(0), true)).toEqual(new Uint32Array(0));
});
