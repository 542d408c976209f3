import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parquetWriteFile } from 'hyparquet-writer/src/node.js';
import { afterAll, describe, expect, it } from 'vitest';
import { parquetLines } from '../../../../src/node/files/parquetRows';

const folder = mkdtempSync(path.join(tmpdir(), 'sft-lens-parquet-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Row {
  readonly id: number;
  readonly instruction: string;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
}

function madeRow(id: number): Row {
  const instruction = `Question ${id}: what is "${id * id}" in words?\n中文`;
  return { id, instruction, messages: [{ role: 'user', content: instruction }] };
}

function madeFile(name: string, rowCount: number, rowGroupSize: number): { file: string; rows: Row[] } {
  const rows = Array.from({ length: rowCount }, (_, id) => madeRow(id));
  const file = path.join(folder, name);
  parquetWriteFile({
    filename: file,
    rowGroupSize,
    codec: 'UNCOMPRESSED',
    columnData: [
      { name: 'id', data: rows.map(({ id }) => id), type: 'INT32' },
      { name: 'instruction', data: rows.map(({ instruction }) => instruction), type: 'STRING' },
      { name: 'messages', data: rows.map(({ messages }) => messages), type: 'JSON' },
    ],
  });
  return { file, rows };
}

async function readBack(file: string): Promise<{ rows: unknown[]; damages: string[]; largest: number }> {
  const damages: string[] = [];
  let text = '';
  let largest = 0;
  for await (const chunk of parquetLines(file, (message) => damages.push(message))) {
    largest = Math.max(largest, chunk.length);
    text += Buffer.from(chunk).toString();
  }
  return {
    rows: text
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line)),
    damages,
    largest,
  };
}

/** Bytes this process has read from files, caches included. */
function bytesReadSoFar(): number {
  return Number(/rchar: (\d+)/.exec(readFileSync('/proc/self/io', 'utf8'))?.[1]);
}

describe('rows of a Parquet file', () => {
  it.each([100, 1000, 2500, 20_000])('come back whole and in order from row groups of %i', async (rowGroupSize) => {
    const { file, rows } = madeFile(`groups-${rowGroupSize}.parquet`, 5_200, rowGroupSize);
    const read = await readBack(file);
    expect(read.rows).toEqual(rows);
    expect(read.damages).toEqual([]);
    expect(read.largest).toBeLessThan(1000 * 400);
  });

  it.runIf(process.platform === 'linux')('are not read anew for every thousand of a large row group', async () => {
    const { file, rows } = madeFile('large.parquet', 60_000, 60_000);
    const before = bytesReadSoFar();
    const read = await readBack(file);
    expect(read.rows).toHaveLength(rows.length);
    expect(bytesReadSoFar() - before).toBeLessThan(3 * statSync(file).size);
  });

  it('before a damaged page are all there, with how many are lost', async () => {
    const { file, rows } = madeFile('damaged.parquet', 40_000, 40_000);
    const bytes = readFileSync(file);
    const at = bytes.indexOf('Question 30000:');
    bytes.fill(0xff, at - 4, at + 4000);
    writeFileSync(file, bytes);
    const read = await readBack(file);
    expect(read.damages).toHaveLength(1);
    const lost = Number(/; (\d+) rows from its row (\d+) on are lost/.exec(read.damages[0]!)?.[1]);
    expect(read.rows).toEqual(rows.slice(0, 40_000 - lost));
    // A page holds about a megabyte.
    expect(lost).toBeLessThan(25_000);
  });
});
