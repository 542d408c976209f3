import { describe, expect, it, onTestFinished } from 'vitest';
import { rowDecoder, rowReaderOf } from '../../../../src/node/dataset/decodeRow';
import { openDataset } from '../../../../src/node/dataset/openDataset';
import { findProblems, type ReadableRows } from '../../../../src/node/session/datasetProblems';
import { temporaryFile } from '../../../support/temporaryFiles';

async function opened(content: string | Uint8Array): Promise<ReadableRows> {
  const dataset = await openDataset(temporaryFile('data.jsonl', content));
  onTestFinished(() => dataset.close());
  const { container } = dataset;
  return { dataset, decode: rowDecoder(container), readBytes: rowReaderOf(container, { kind: 'auto' }) };
}

const find = async (content: string | Uint8Array, limit = 1000) => findProblems(await opened(content), { limit });
const good = '{"id": 1, "instruction": "a", "output": "b"}';

describe('findProblems', () => {
  it('places a damage at its character, whatever the encoding', async () => {
    const text = `${good}\n{"instruction": "你好 😀", "output": "b",, "x": 1}\n`;
    const column = '{"instruction": "你好 😀", "output": "b",'.length;
    const utf16 = Buffer.from(`\ufeff${text}`, 'utf16le');
    for (const content of [text, `\ufeff${text}`, utf16]) {
      const { problems } = await find(content);
      expect(problems).toMatchObject([{ row: 1, severity: 'error', line: 1, column }]);
    }
  });

  it('places damage inside a row of several lines, and rows that share a line', async () => {
    const pretty = '[\n  {\n    "instruction": "a",\n    "output": b\n  }\n]\n';
    expect((await find(pretty)).problems).toMatchObject([{ row: 0, line: 3, column: 14 }]);
    const flat = `[${good}, {"id": 2, "instruction": "", "output": "b"}]`;
    expect((await find(flat)).problems).toMatchObject([
      { row: 1, line: 0, column: good.length + 3, severity: 'warning', message: 'there is no query' },
    ]);
  });

  it('places rows far into a line, whatever their characters take', async () => {
    const row = JSON.stringify({ instruction: '你好 😀'.repeat(1000), output: 'b' });
    const empty = '{"instruction": "", "output": "b"}';
    const flat = `[${Array.from({ length: 60 }, () => row).join(', ')}, ${empty},\n ${row}, ${empty}]`;
    const places = [
      { row: 60, line: 0, column: 1 + 60 * (row.length + 2) },
      { row: 62, line: 1, column: 1 + row.length + 2 },
    ];
    for (const content of [flat, `\ufeff${flat}`, Buffer.from(`\ufeff${flat}`, 'utf16le')])
      expect((await find(content)).problems).toMatchObject(places);
  });

  it('tells ids that come again, by their first row', async () => {
    const { problems } = await find(`${good}\n${good.replace('1', '"1"')}\n${good}\n${good}\n`);
    expect(problems.map(({ row, message }) => [row, message])).toEqual([
      [2, 'the same id as row 0: 1'],
      [3, 'the same id as row 0: 1'],
    ]);
  });

  it('ends at the limit and says so', async () => {
    const { problems, isCut } = await find('{]\n'.repeat(30), 10);
    expect(problems).toHaveLength(10);
    expect(isCut).toBe(true);
    expect((await find('{]\n'.repeat(10), 10)).isCut).toBe(false);
  });

  it('can be cancelled', async () => {
    const session = await opened(`${good}\n`.repeat(5000));
    const stop = AbortSignal.abort();
    await expect(findProblems(session, { limit: 10, cancellation: stop })).rejects.toMatchObject({
      name: 'AbortError',
    });
  });
});
