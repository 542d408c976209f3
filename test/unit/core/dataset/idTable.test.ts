import { describe, expect, it } from 'vitest';
import { IdTable } from '../../../../src/core/dataset/idTable';
import { seededRandom } from '../../../support/seededRandom';

describe('IdTable', () => {
  it('gives the first row of an id, also where two ids share half of their hash', () => {
    const table = new IdTable();
    expect(table.add(1, 2, 0)).toBe(0);
    expect(table.add(1, 3, 1)).toBe(1);
    expect(table.add(2, 2, 2)).toBe(2);
    expect(table.add(1, 2, 3)).toBe(0);
    expect(table.add(0, 0, 4)).toBe(4);
    expect(table.add(0xffffffff, 0xffffffff, 5)).toBe(5);
    expect(table.add(0xffffffff, 0xffffffff, 6)).toBe(5);
  });

  it('agrees with a map while it grows', () => {
    const random = seededRandom(7);
    const table = new IdTable();
    const known = new Map<string, number>();
    for (let row = 0; row < 20_000; row++) {
      const [high, low] = [Math.floor(random() * 40), Math.floor(random() * 400)];
      const key = `${high} ${low}`;
      known.set(key, known.get(key) ?? row);
      expect(table.add(high, low, row)).toBe(known.get(key));
    }
  });
});
