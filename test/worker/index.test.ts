import { createHash } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { warningText } from '../../src/core/dataset/warningText';
import { rowDecoder } from '../../src/node/dataset/decodeRow';
import { FileDataset } from '../../src/node/dataset/fileDataset';
import { openDataset } from '../../src/node/dataset/openDataset';
import { sniffFile } from '../../src/node/dataset/sniffFile';
import { hasShared, sharedPath } from '../support/sharedData';
import { seededRandom } from '../support/seededRandom';
import { temporaryFile, temporaryFolder } from '../support/temporaryFiles';

async function opened(path: string, spillFolder = temporaryFolder()): Promise<FileDataset> {
  const dataset = await openDataset(path, { spillFolder });
  onTestFinished(() => dataset.close());
  return dataset;
}

async function textsOf(dataset: FileDataset): Promise<string[]> {
  await dataset.whenIndexed();
  const decode = rowDecoder(dataset.container);
  return (await dataset.readRows(0, dataset.rowCount)).map(({ bytes }) => decode(bytes));
}

const rows = Array.from({ length: 5000 }, (_, n) =>
  JSON.stringify({ instruction: `question ${n} 你好`, output: 'x'.repeat(n % 300) }),
);
/** Three rows of two texts and a 64-bit integer, written by hyparquet-writer. */
const parquet = Buffer.from(
  'UEFSMRUGFUAVRFwVBhUAFQYVABUEFQAAAAMHHnQLAAAAQWRkIDEgYW5kIDIGAAAA5L2g5aW9AQAAAGMVBhUYFRxcFQYVAhUGFQAVBBUAAAADBQokAQAAADMBAAAAZBUGFTQVLFwVBhUAFQYVABUEFQ' +
    'AAAAMHGAQBAAkBAAIJByAAAQAAAAAAIAAVBBlMSARyb290FQYAFQwlAhgLaW5zdHJ1Y3Rpb24lAAAVDCUCGAZvdXRwdXQlAAAVBCUCGAVzY29yZQAWBhkcGTwmCBwVDBkVABkYC2luc3RydWN0aW9u' +
    'FQIWBhZqFm4mCDw2ACgG5L2g5aW9GAtBZGQgMSBhbmQgMgAZHBUGFQAVAgAAACZ2HBUMGRUAGRgGb3V0cHV0FQIWBhZCFkYmdjw2AigBZBgBMwAZHBUGFQAVAgAAACa8ARwVBBkVABkYBXNjb3JlFQ' +
    'IWBhZeFlYmvAE8NgAoCAEAAAAAACAAGAgBAAAAAAAAAAAZHBUGFQAVAgAAABaKAhYGNooCACgJaHlwYXJxdWV0GTwcAAAcAAAcAAAAFQEAAFBBUjE=',
  'base64',
);
const jsonl = `${rows.join('\n')}\n`;

describe('a dataset', () => {
  it('shows its first rows before it is indexed, and all of them after', async () => {
    const dataset = await opened(temporaryFile('data.jsonl', jsonl));
    expect(dataset.rowCount).toBeGreaterThan(1000);
    expect((await dataset.readRows(0, 2)).map(({ row, line, byteOffset }) => [row, line, byteOffset])).toEqual([
      [0, 1, 0],
      [1, 2, Buffer.byteLength(rows[0]!) + 1],
    ]);
    expect(await textsOf(dataset)).toEqual(rows);
  });

  it('is found by its bytes, whatever its name says', async () => {
    const dataset = await opened(temporaryFile('lies.parquet', `[${rows.join(',\n')}]`));
    expect(dataset.container).toMatchObject({ kind: 'json-array', compression: 'none', encoding: 'utf-8' });
    expect(await textsOf(dataset)).toEqual(rows);
  });

  it('in gzip is read through a spill file that goes away with it', async () => {
    const spill = temporaryFolder();
    const dataset = await openDataset(temporaryFile('data.bin', gzipSync(jsonl)), { spillFolder: spill });
    expect(dataset.container.compression).toBe('gzip');
    expect(await textsOf(dataset)).toEqual(rows);
    expect(readdirSync(spill)).toHaveLength(1);
    await dataset.close();
    expect(readdirSync(spill)).toEqual([]);
  });

  it('in gzip tells its progress in bytes of the file as it lies on the disk', async () => {
    const packed = gzipSync(jsonl);
    const told: [number, number][] = [];
    const dataset = await openDataset(temporaryFile('data.bin', packed), {
      spillFolder: temporaryFolder(),
      onProgress: (done, total) => told.push([done, total]),
    });
    await dataset.whenIndexed();
    expect(told.at(-1)).toEqual([packed.length, packed.length]);
    expect(dataset.indexedBytes).toBe(packed.length);
    await dataset.close();
  });

  it('in a torn gzip gives the rows before the damage and says so', async () => {
    const whole = gzipSync(jsonl);
    const dataset = await opened(temporaryFile('torn.gz', whole.subarray(0, Math.floor(whole.length / 2))));
    const texts = await textsOf(dataset);
    expect(texts.length).toBeGreaterThan(1000);
    expect(texts.slice(0, -1)).toEqual(rows.slice(0, texts.length - 1));
    expect(dataset.warnings.map(({ message }) => message).join()).toContain('gzip');
  });

  it('in zstd that is torn gives the rows before the damage and says so', async () => {
    const block = Buffer.from('28b52ffd04585900007b2271223a202261227d0a61824343', 'hex');
    const dataset = await opened(temporaryFile('torn.zst', Buffer.concat([block, block, block.subarray(0, 15)])));
    expect(await textsOf(dataset)).toEqual(['{"q": "a"}', '{"q": "a"}', '{"q":']);
    expect(dataset.warnings.map(({ message }) => message).join()).toContain('zstd');
  });

  it('in zstd of which bits flipped gives every row, and says from which row and byte on they may be wrong', async () => {
    const block = Buffer.from('28b52ffd04585900007b2271223a202261227d0a61824343', 'hex');
    const changed = Buffer.from(block);
    changed[changed.indexOf('"a"') + 1] = 'b'.charCodeAt(0);
    const dataset = await opened(temporaryFile('flipped.zst', Buffer.concat([block, block, changed, block])));
    expect(await textsOf(dataset)).toEqual(['{"q": "a"}', '{"q": "a"}', '{"q": "b"}', '{"q": "a"}']);
    expect(dataset.warnings).toHaveLength(1);
    expect(warningText(dataset.warnings[0]!)).toMatch(/bytes 22 to 33 of its content.*\(row 2, byte 22\)/);
  });

  it.skipIf(!existsSync('/dev/full'))('whose unpacking fills the disk keeps the rows before and says so', async () => {
    const spill = join(temporaryFolder(), 'full');
    symlinkSync('/dev/full', spill); // only the link goes away with the dataset
    const sniffed = await sniffFile(temporaryFile('a.gz', gzipSync(jsonl.repeat(3))));
    const dataset = await FileDataset.open(sniffed, spill, {});
    onTestFinished(() => dataset.close());
    await expect(dataset.whenIndexed()).rejects.toMatchObject({ name: 'DatasetTrouble' });
    expect(dataset).toMatchObject({ isIndexed: false, hasStopped: true });
    expect(dataset.warnings.map(({ message }) => message).join()).toMatch(/disk is full.*Free space/);
    expect(await dataset.readRows(0, 2)).toHaveLength(2);
  });

  it('in Parquet gives its rows as JSON', async () => {
    const dataset = await opened(temporaryFile('data.jsonl', parquet));
    expect(dataset.container).toMatchObject({ kind: 'parquet', compression: 'parquet' });
    const texts = await textsOf(dataset);
    expect(texts.map((text) => JSON.parse(text) as unknown)).toEqual([
      { instruction: 'Add 1 and 2', output: '3', score: 1 },
      { instruction: '你好', output: null, score: 2 },
      { instruction: 'c', output: 'd', score: '9007199254740993' },
    ]);
  });

  it('in UTF-16 is read in place', async () => {
    const dataset = await opened(temporaryFile('wide.jsonl', Buffer.from(`\ufeff${jsonl}`, 'utf16le')));
    expect(dataset.container.encoding).toBe('utf-16le');
    expect(await textsOf(dataset)).toEqual(rows);
  });

  it('that is appended to goes on giving the rows it had, and tells that there are more', async () => {
    const path = temporaryFile('data.jsonl', jsonl);
    const dataset = await opened(path);
    await dataset.whenIndexed();
    appendFileSync(path, '{"instruction": "new"}\n');
    expect(await textsOf(dataset)).toEqual(rows);
    expect(await dataset.fate()).toBe('grown');
  });

  it('that is written anew never gives rows of the new content, be it longer, shorter or another file', async () => {
    const contents = [`{"instruction": "new"}\n${jsonl}`, jsonl.slice(0, -40)];
    for (const content of contents) {
      const path = temporaryFile('data.jsonl', jsonl);
      const dataset = await opened(path);
      await dataset.whenIndexed();
      writeFileSync(path, content);
      await expect(dataset.readRows(0, 1)).rejects.toMatchObject({ name: 'DatasetChanged' });
    }
    const path = temporaryFile('data.jsonl', jsonl);
    const dataset = await opened(path);
    const other = temporaryFile('other.jsonl', `${jsonl}{"instruction": "new"}\n`);
    renameSync(other, path);
    await expect(dataset.readRows(0, 1)).rejects.toMatchObject({ name: 'DatasetChanged' });
    expect(await dataset.fate()).toBe('changed');
  });

  it('of one JSON array that was added to is another one', async () => {
    const path = temporaryFile('data.json', '[{"instruction": "a"}]');
    const dataset = await opened(path);
    await dataset.whenIndexed();
    appendFileSync(path, '\n');
    expect(await dataset.fate()).toBe('changed');
  });

  it('that changes in place without changing its size is noticed', async () => {
    const path = temporaryFile('data.jsonl', jsonl);
    const dataset = await opened(path);
    await dataset.whenIndexed();
    writeFileSync(path, jsonl.replaceAll('question', 'Question'));
    utimesSync(path, new Date(), new Date(Date.now() + 5000));
    await expect(dataset.readRows(4000, 1)).rejects.toMatchObject({ name: 'DatasetChanged' });
  });

  it('that is deleted while open says so', async () => {
    const path = temporaryFile('data.jsonl', jsonl);
    const dataset = await opened(path);
    await dataset.whenIndexed();
    rmSync(path);
    await expect(dataset.readRows(0, 1)).rejects.toThrow('is gone');
  });

  it('can be closed while it is being indexed', async () => {
    const dataset = await openDataset(temporaryFile('data.jsonl', jsonl.repeat(20)));
    await dataset.close();
    await expect(dataset.whenIndexed()).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('tells its growth and its progress', async () => {
    const told: number[] = [];
    const dataset = await openDataset(temporaryFile('data.jsonl', jsonl), {
      onProgress: (done, total) => told.push(done / total),
    });
    onTestFinished(() => dataset.close());
    const counts: number[] = [];
    dataset.onDidGrow((count) => counts.push(count));
    await dataset.whenIndexed();
    expect(told.at(-1)).toBe(1);
    expect(counts.at(-1)).toBe(5000);
  });
});

/** Bytes as a random file holds them, the same at each run; some lines begin with a brace. */
function randomBytes(count: number): Buffer {
  const random = seededRandom(5);
  const bytes = Buffer.from(Array.from({ length: count }, () => Math.floor(random() * 256)));
  bytes.write('\n{\n', 100, 'latin1');
  return bytes;
}

describe('a file that is no dataset', () => {
  it.each([
    ['empty', (): string => temporaryFile('empty.jsonl', ''), 'is empty'],
    [
      'random bytes that hold a brace',
      (): string => temporaryFile('a.jsonl', randomBytes(200_000)),
      'is a binary file',
    ],
    [
      'Parquet without its end',
      (): string => temporaryFile('a.parquet', parquet.subarray(0, 200)),
      'table of contents at the end is missing or damaged',
    ],
    [
      'Parquet with damaged rows alone',
      (): string => temporaryFile('a.parquet', Buffer.from(parquet).fill(0x5a, 20, 60)),
      '3 rows from its row 0 on are lost',
    ],
    ['only white space', (): string => temporaryFile('blank.jsonl', ' \n\n'), 'white space'],
    ['missing', (): string => join(temporaryFolder(), 'none.jsonl'), 'There is no file'],
    ['a folder', (): string => temporaryFolder(), 'is a folder'],
    [
      'binary',
      (): string => temporaryFile('a.bin', createHash('sha512').update('x').digest().fill(1, 3, 40)),
      'is a binary file',
    ],
    [
      'gzip of nothing',
      (): string => temporaryFile('a.gz', Buffer.from([0x1f, 0x8b, 8, 0, 0])),
      'no readable gzip data',
    ],
  ])('because it is %s is refused with a clear message', async (_, path, message) => {
    await expect(openDataset(path())).rejects.toMatchObject({
      name: 'DatasetTrouble',
      message: expect.stringContaining(message) as string,
    });
  });

  it('cannot be unpacked where the spill folder is a file', async () => {
    const folder = temporaryFile('not-a-folder', 'x');
    await expect(openDataset(temporaryFile('a.gz', gzipSync(jsonl)), { spillFolder: folder })).rejects.toThrow();
  });
});

describe('hostile files', () => {
  it('of one line of 20 MB open', async () => {
    const dataset = await opened(temporaryFile('long.jsonl', `{"prompt": "${'x'.repeat(20 << 20)}"}\n{"prompt": "b"}`));
    await dataset.whenIndexed();
    expect(dataset.rowCount).toBe(2);
    expect((await dataset.readRows(1, 1))[0]!.line).toBe(2);
  });

  it('of nothing but opening brackets open', async () => {
    const dataset = await opened(temporaryFile('deep.json', '['.repeat(1_000_000)));
    await dataset.whenIndexed();
    expect(dataset.rowCount).toBe(1);
  });
});

describe.skipIf(!hasShared)('the real files', () => {
  it(
    'agree with JSON.parse on every line, and with the index on the number of rows, up to a megabyte (all are in the bench)',
    { timeout: 120_000 },
    async () => {
      const listed = [
        ...readFileSync(sharedPath('data', 'INDEX.md'), 'utf8').matchAll(/^\| `([^`]+\.jsonl)` \| (\d+) \|/gm),
      ];
      expect(listed.length).toBeGreaterThan(30);
      for (const [, file, count] of listed) {
        if (statSync(sharedPath('data', file!)).size > 1 << 20) continue;
        const dataset = await openDataset(sharedPath('data', file!));
        const texts = await textsOf(dataset);
        const lines = readFileSync(sharedPath('data', file!)).toString(
          dataset.container.encoding === 'utf-16le'
            ? 'utf16le'
            : dataset.container.encoding === 'gbk'
              ? 'latin1'
              : 'utf8',
        );
        if (dataset.container.encoding === 'utf-8')
          expect(texts).toEqual(
            lines
              .split('\n')
              .map((line) => line.trim())
              .filter((line) => line !== ''),
          );
        const valid = texts.filter(isReadable).length;
        expect([file, valid]).toEqual([file, dataset.container.encoding === 'utf-16le' ? 10 : Number(count)]);
        await dataset.close();
      }
    },
  );
});

function isReadable(text: string): boolean {
  try {
    JSON.parse(text.replace(/\bNaN\b/g, 'null'));
    return true;
  } catch {
    return false;
  }
}
