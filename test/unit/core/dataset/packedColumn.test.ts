import { describe, expect, it } from 'vitest';
import { blockRows, PackedColumn, plainColumn, SumColumn } from '../../../../src/core/dataset/packedColumn';
import { PackedColumnWriter } from '../../../../src/core/dataset/packedColumnWriter';
import { seededRandom } from '../../../support/seededRandom';

function columnOf(values: readonly number[]): PackedColumn {
  const writer = new PackedColumnWriter();
  for (const value of values) writer.push(value);
  return writer.finish();
}

function bytesOf(column: PackedColumn): number {
  return column.share().blocks.reduce((bytes, { rest }) => bytes + (rest?.byteLength ?? 0), 0);
}

describe('a packed column', () => {
  it('gives back what went in, of any size and direction', () => {
    const random = seededRandom(7);
    for (const scale of [1, 200, 70_000, 2 ** 31, 2 ** 32 - 1, 2 ** 50])
      for (const count of [0, 1, 2, blockRows - 1, blockRows, blockRows + 1, 3 * blockRows + 5]) {
        const values = Array.from({ length: count }, (_, at) => Math.floor((random() - 0.3) * scale) + at * 1000);
        const column = columnOf(values);
        expect([...column]).toEqual(values);
        expect(column.at(count)).toBeUndefined();
        expect(column.at(-1)).toBeUndefined();
      }
  });

  it('takes nothing for straight lines and two bytes for offsets of ordinary rows', () => {
    const random = seededRandom(8);
    const line = Array.from({ length: 2 * blockRows }, (_, at) => at + 1);
    expect(bytesOf(columnOf(line))).toBe(0);
    expect(bytesOf(columnOf(line.map(() => 5)))).toBe(0);
    let offset = 2 ** 33;
    const offsets = line.map(() => (offset += 300 + Math.floor(200 * random())));
    expect(bytesOf(columnOf(offsets))).toBe(2 * offsets.length);
  });

  it('grows by parts, the last block anew where it was not whole', () => {
    const writer = new PackedColumnWriter();
    const column = new PackedColumn();
    let whole = 0;
    for (let value = 0; value < 3 * blockRows; value++) {
      writer.push(value ** 2);
      if (value % 1_500 !== 0) continue;
      column.grow(writer.share(whole));
      whole = writer.wholeBlocks;
      expect([column.length, column.at(value), column.at(value >> 1)]).toEqual([
        value + 1,
        value ** 2,
        (value >> 1) ** 2,
      ]);
    }
  });

  it('can be added up and made plain', () => {
    const sum = new SumColumn([columnOf([1, 2, 3]), Uint8Array.of(10, 20, 30)]);
    expect([...sum]).toEqual([11, 22, 33]);
    expect(sum.at(3)).toBeUndefined();
    expect(plainColumn(sum)).toEqual(Uint32Array.of(11, 22, 33));
  });
});
