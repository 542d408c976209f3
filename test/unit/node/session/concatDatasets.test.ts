import { describe, expect, it } from 'vitest';
import type { Dataset } from '../../../../src/core/dataset/dataset';
import { concatDatasets, startsOf } from '../../../../src/node/session/concatDatasets';

function fakeDataset(path: string, rows: readonly string[]): Dataset & { isClosed: boolean } {
  const dataset = {
    path,
    isClosed: false,
    container: { kind: 'jsonl', compression: 'none', encoding: 'utf-8', rowsPath: [], sizeBytes: 0 } as const,
    warnings: [],
    rowCount: rows.length,
    isIndexed: true,
    whenIndexed: () => Promise.resolve(),
    onDidGrow: () => () => {},
    readRows: (start: number, count: number) =>
      Promise.resolve(
        rows
          .slice(start, start + count)
          .map((text, at) => ({ row: start + at, byteOffset: 0, bytes: new TextEncoder().encode(text) })),
      ),
    close: () => {
      dataset.isClosed = true;
      return Promise.resolve();
    },
  };
  return dataset;
}

describe('concatDatasets', () => {
  it('reads across the border with row numbers over all', async () => {
    const both = await concatDatasets([fakeDataset('a', ['0', '1']), fakeDataset('b', ['2', '3', '4'])]);
    const read = await both.readRows(1, 3);
    expect(read.map(({ row, bytes }) => [row, new TextDecoder().decode(bytes)])).toEqual([
      [1, '1'],
      [2, '2'],
      [3, '3'],
    ]);
    expect(both.rowCount).toBe(5);
    expect(await both.readRows(4, 10)).toHaveLength(1);
  });

  it('closes all of them', async () => {
    const parts = [fakeDataset('a', ['0']), fakeDataset('b', ['1'])];
    await (await concatDatasets(parts)).close();
    expect(parts.map(({ isClosed }) => isClosed)).toEqual([true, true]);
  });

  it('refuses an empty list', async () => {
    await expect(concatDatasets([])).rejects.toThrow(RangeError);
  });

  it('says where each part starts', () => {
    expect(startsOf([{ rowCount: 2 }, { rowCount: 0 }, { rowCount: 3 }])).toEqual([0, 2, 2, 5]);
  });
});
