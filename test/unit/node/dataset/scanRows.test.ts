import { describe, expect, it } from 'vitest';
import { findEncoding, structuralView } from '../../../../src/core/dataset/encoding';
import { findLayout } from '../../../../src/core/dataset/layout';
import { RowIndexWriter } from '../../../../src/core/dataset/rowIndex';
import { scanRows, type ReadRange } from '../../../../src/node/dataset/scanRows';
import type { ScanPlan } from '../../../../src/node/dataset/sniffFile';
import { seededRandom } from '../../../support/seededRandom';

const texts = ['a', 'é', '中文', '\\n', '\\"', '}{', '{"', '😀', 'long '.repeat(30)];

function randomRow(random: () => number): string {
  let text = '';
  for (let left = Math.floor(random() * 6); left > 0; left--) text += texts[Math.floor(random() * texts.length)]!;
  return `{"q": "${text}", "l": [{"n": ${Math.floor(random() * 1000)}}]}`;
}

function planOf(bytes: Uint8Array): ScanPlan {
  const { encoding, markBytes } = findEncoding(bytes, true);
  const units = structuralView(encoding)(bytes.subarray(markBytes));
  const layout = findLayout(units, true);
  const startLine = 1 + units.subarray(0, layout.start).filter((byte) => byte === 10).length;
  return { path: 'made.jsonl', compression: 'none', encoding, layout, markBytes, startLine };
}

/** As a file gives its bytes: later, into the target where there is one, in as many as there are. */
function fileOf(bytes: Uint8Array): ReadRange {
  return async (offset, length, target) => {
    await Promise.resolve();
    const part = bytes.subarray(offset, Math.min(bytes.length, offset + length));
    if (target === undefined) return part;
    target.set(part);
    return target.subarray(0, part.length);
  };
}

interface Found {
  readonly rows: readonly string[];
  readonly lines: readonly number[];
}

async function scan(bytes: Uint8Array, blockUnits?: number, read = fileOf(bytes)): Promise<Found> {
  const plan = planOf(bytes);
  const index = new RowIndexWriter();
  await scanRows(read, plan, index, blockUnits === undefined ? {} : { blockUnits });
  const found = index.finish();
  const places = Array.from({ length: found.rowCount }, (_, row) => found.place(row));
  return {
    rows: places.map(({ byteOffset, length }) =>
      Buffer.from(bytes.subarray(byteOffset, byteOffset + length)).toString('hex'),
    ),
    lines: places.map(({ line }) => line),
  };
}

describe('scanning block by block, reading ahead', () => {
  it('finds the rows that one block finds, however small the blocks and wherever rows are cut', async () => {
    const random = seededRandom(7);
    for (let round = 0; round < 60; round++) {
      const rows = Array.from({ length: 80 }, () => randomRow(random));
      for (const text of [rows.join('\n'), `[${rows.join(',\n')}]`, `{"data": [${rows.join(', ')}]}`]) {
        for (const bytes of [Buffer.from(text), Buffer.from(`\ufeff${text}`, 'utf16le')]) {
          const blockUnits = 1000 + Math.floor(random() * 3000);
          expect(await scan(bytes, blockUnits)).toEqual(await scan(bytes));
        }
      }
    }
  });

  it('goes on behind rows that are longer than what it keeps together', async () => {
    const long = JSON.stringify({ q: 'x'.repeat(5000) });
    const short = '{"q": "a"}';
    const rows = [short, long, short, short, long, long, short];
    for (const text of [rows.join('\n'), `${rows.join('\n')}\n`, `[${rows.join(',\n')}]`])
      for (const blockUnits of [64, 100, 1000, 4096]) {
        const { rows: found, lines } = await scan(Buffer.from(text), blockUnits);
        expect(found.map((hex) => Buffer.from(hex, 'hex').toString())).toEqual(rows);
        expect(lines).toEqual([1, 2, 3, 4, 5, 6, 7]);
      }
  });

  it('keeps what follows in a block that a long row ends in', async () => {
    const rows = [JSON.stringify({ q: 'x'.repeat(3990) }), ...Array.from({ length: 300 }, (_, n) => `{"q": ${n}}`)];
    const { rows: found } = await scan(Buffer.from(rows.join('\n')), 1000);
    expect(found).toHaveLength(301);
  });

  it('finds the rows of a GBK text, whose second bytes look like brackets and backslashes, over the ends of blocks', async () => {
    // 乗 is 81 5c, 亄 81 7b, 亇 81 7d; 中 is d6 d0.
    const pair = [0x81, 0x5c, 0x81, 0x7b, 0x81, 0x7d, 0xd6, 0xd0];
    const row = Buffer.concat([Buffer.from('{"q": "'), Buffer.from([...pair, ...pair]), Buffer.from('"}\n')]);
    const bytes = Buffer.concat(Array.from({ length: 60 }, () => row));
    expect(planOf(bytes).encoding).toBe('gbk');
    for (let blockUnits = 64; blockUnits < 100; blockUnits++)
      expect((await scan(bytes, blockUnits)).rows).toHaveLength(60);
  });

  it('rejects with the error of a read, once no other is under way', async () => {
    const bytes = Buffer.from('{"q": "a"}\n'.repeat(1000));
    let open = 0;
    const failing: ReadRange = async (offset, length) => {
      open++;
      await new Promise((resolve) => setTimeout(resolve, 1));
      open--;
      if (offset > 3000) throw new Error('The disk is gone.');
      return bytes.subarray(offset, offset + length);
    };
    await expect(scan(bytes, 500, failing)).rejects.toThrow('The disk is gone.');
    expect(open).toBe(0);
  });

  it('reads nothing any more once a listener stopped it', async () => {
    const bytes = Buffer.from('{"q": "a"}\n'.repeat(1000));
    let open = 0;
    const slow: ReadRange = async (offset, length) => {
      open++;
      await new Promise((resolve) => setTimeout(resolve, 5));
      open--;
      return bytes.subarray(offset, offset + length);
    };
    const onDidScan = () => {
      throw new Error('Stopped.');
    };
    const stopped = scanRows(slow, planOf(bytes), new RowIndexWriter(), { blockUnits: 500, onDidScan });
    await expect(stopped).rejects.toThrow('Stopped.');
    expect(open).toBe(0);
  });
});
