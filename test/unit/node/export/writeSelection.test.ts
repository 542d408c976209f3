import { createHash } from 'node:crypto';
import { chmod, link, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Conversation } from '../../../../src/core/dataset/conversation';
import type { ContainerKind, Dataset, Encoding, RowBytes } from '../../../../src/core/dataset/dataset';
import { exportTroubleText } from '../../../../src/core/export/exportTrouble';
import type { ManifestFacts } from '../../../../src/core/export/manifest';
import {
  writeSelection,
  type WriteRefusal,
  type WriteRequest,
  type WriteResult,
} from '../../../../src/node/export/writeSelection';

const facts: ManifestFacts = {
  selector: 'random',
  parameters: { isPadded: false },
  requested: 3,
  seed: 1,
  shortfall: 0,
  rounds: 1,
  coverage: 1,
  averageTags: 2,
  notes: [],
  recipeHash: null,
  taggers: [],
  version: '0.1.0',
};

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sft-lens-export-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A dataset over rows in memory, its file holding the rows as lines. */
async function datasetOf(
  rows: readonly Uint8Array[],
  kind: ContainerKind,
  encoding: Encoding = 'utf-8',
): Promise<Dataset> {
  const path = join(folder, 'source.data');
  const bytes = Buffer.concat(rows.map((row) => Buffer.concat([row, Buffer.from('\n')])));
  await writeFile(path, bytes);
  let offset = 0;
  const placed: RowBytes[] = rows.map((row, at) => {
    const byteOffset = offset;
    offset += row.length + 1;
    return { row: at, byteOffset, line: at + 1, bytes: row };
  });
  return {
    path,
    container: { kind, compression: 'none', encoding, rowsPath: [], sizeBytes: bytes.length },
    warnings: [],
    rowCount: rows.length,
    isIndexed: true,
    whenIndexed: () => Promise.resolve(),
    onDidGrow: () => () => {},
    readRows: (start, count) => Promise.resolve(placed.slice(start, start + count)),
    close: () => Promise.resolve(),
  };
}

async function write(request: Omit<WriteRequest, 'facts'>): Promise<WriteResult> {
  const result = await writeSelection({ ...request, facts });
  if (result.kind === 'refused') throw new Error(exportTroubleText(result.trouble));
  return result;
}

const refusalOf = (result: WriteResult | WriteRefusal) =>
  result.kind === 'refused' ? exportTroubleText(result.trouble) : result.kind;
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const lines = ['{"q":"é"}', '{"q": NaN }', '{"q":3}\r', 'not json', '{"q":5}'].map((line) => Buffer.from(line));

describe('writeSelection', () => {
  it('copies the bytes of the rows, in the order given, each with a line feed', async () => {
    const dataset = await datasetOf(lines, 'jsonl');
    const target = join(folder, 'out.jsonl');
    const result = await write({ dataset, rows: Uint32Array.of(4, 1, 2, 0), target });
    const expected = Buffer.concat([4, 1, 2, 0].map((row) => Buffer.concat([lines[row]!, Buffer.from('\n')])));
    expect(await readFile(target)).toEqual(expected);
    expect(result.manifest.output.sha256).toBe(sha256(expected));
    expect(result.bytes).toBe(expected.length);
  });

  it('writes a manifest from which every row can be found in the source', async () => {
    const dataset = await datasetOf(lines, 'jsonl');
    const { manifestPath } = await write({ dataset, rows: Uint32Array.of(4, 0), target: join(folder, 'out.jsonl') });
    const manifest = JSON.parse(await readFile(manifestPath, 'utf8')) as WriteResult['manifest'];
    const source = await readFile(dataset.path);
    const { byteOffset, byteLength } = manifest.rows[0]!;
    expect(source.subarray(byteOffset, byteOffset + byteLength)).toEqual(lines[4]);
    expect(manifest).toMatchObject({
      selector: 'random',
      seed: 1,
      selected: 2,
      source: { path: 'source.data', sizeBytes: source.length, sha256: sha256(source) },
    });
  });

  it('keeps rows of an array whole in .json and puts them on one line in .jsonl', async () => {
    const rows = ['{\n  "a": 1\n}', '{ "b" : "x\\ny" }'].map((row) => Buffer.from(row));
    const dataset = await datasetOf(rows, 'json-array');
    await write({ dataset, rows: Uint32Array.of(0, 1), target: join(folder, 'out.json') });
    expect(await readFile(join(folder, 'out.json'), 'utf8')).toBe('[\n{\n  "a": 1\n},\n{ "b" : "x\\ny" }\n]\n');
    const { manifest } = await write({ dataset, rows: Uint32Array.of(0, 1), target: join(folder, 'out.jsonl') });
    expect(await readFile(join(folder, 'out.jsonl'), 'utf8')).toBe('{"a":1}\n{ "b" : "x\\ny" }\n');
    expect(manifest.rowBytes).toContain('1 rows');
  });

  it('keeps UTF-16 as UTF-16, in both forms', async () => {
    const dataset = await datasetOf([Buffer.from('{\n"a": "é"}', 'utf16le')], 'json-array', 'utf-16le');
    for (const name of ['out.jsonl', 'out.json']) {
      await write({ dataset, rows: Uint32Array.of(0), target: join(folder, name) });
      const text = (await readFile(join(folder, name))).toString('utf16le');
      expect(text).toBe(name === 'out.jsonl' ? '\uFEFF{"a":"é"}\n' : '\uFEFF[\n{\n"a": "é"}\n]\n');
    }
  });

  it('converts rows and lists those that the format cannot hold', async () => {
    const dataset = await datasetOf(lines, 'jsonl');
    const turns = (text: string): Conversation['turns'] => [
      { role: 'user', parts: [{ kind: 'text', text }] },
      { role: 'assistant', parts: [{ kind: 'text', text: 'yes' }] },
    ];
    const { manifest } = await write({
      dataset,
      rows: Uint32Array.of(0, 3),
      target: join(folder, 'out.jsonl'),
      format: 'alpaca',
      readConversation: (bytes) => (bytes.toString() === lines[3]!.toString() ? null : { turns: turns('why?') }),
      tagsOf: (row) => [`tag ${row}`],
    });
    expect(await readFile(join(folder, 'out.jsonl'), 'utf8')).toBe(
      '{"instruction":"why?","input":"","output":"yes","tags":["tag 0"]}\n',
    );
    expect(manifest.refused).toEqual([{ row: 3, reason: 'the row cannot be read as a conversation' }]);
    expect(manifest.selected).toBe(1);
  });

  it('refuses the source itself, by name and by link', async () => {
    const dataset = await datasetOf(lines, 'jsonl');
    const before = await readFile(dataset.path);
    await link(dataset.path, join(folder, 'same.jsonl'));
    for (const target of [dataset.path, join(folder, 'same.jsonl')]) {
      const result = await writeSelection({ dataset, rows: Uint32Array.of(0), target, facts });
      expect(refusalOf(result)).toContain('dataset itself');
    }
    expect(await readFile(dataset.path)).toEqual(before);
  });

  it('refuses folders, missing folders and rows that are not there, and leaves nothing behind', async () => {
    const dataset = await datasetOf(lines, 'jsonl');
    await mkdir(join(folder, 'sub'));
    const cases: readonly [string, number, RegExp][] = [
      [join(folder, 'sub'), 0, /is a folder/],
      [join(folder, 'none', 'out.jsonl'), 0, /does not exist/],
      [join(folder, 'out.jsonl'), 99, /Row 99 is not in the dataset/],
    ];
    for (const [target, row, message] of cases) {
      const result = await writeSelection({ dataset, rows: Uint32Array.of(row), target, facts });
      expect(refusalOf(result)).toMatch(message);
    }
    expect((await readdir(folder)).sort()).toEqual(['source.data', 'sub']);
  });

  it.skipIf(process.getuid?.() === 0)('says that a folder is not writable', async () => {
    const dataset = await datasetOf(lines, 'jsonl');
    await mkdir(join(folder, 'locked'));
    await chmod(join(folder, 'locked'), 0o500);
    const result = await writeSelection({
      dataset,
      rows: Uint32Array.of(0),
      target: join(folder, 'locked', 'o'),
      facts,
    });
    expect(refusalOf(result)).toContain('cannot be written');
  });

  it('leaves the old export alone when cancelled half way', async () => {
    const dataset = await datasetOf(lines, 'jsonl');
    const target = join(folder, 'out.jsonl');
    await write({ dataset, rows: Uint32Array.of(0), target });
    const before = await readdir(folder);
    const cancellation = AbortSignal.abort();
    const rows = Uint32Array.of(1);
    await expect(writeSelection({ dataset, rows, target, facts }, { cancellation })).rejects.toThrow();
    expect(await readdir(folder)).toEqual(before);
    expect(await readFile(target)).toEqual(Buffer.concat([lines[0]!, Buffer.from('\n')]));
  });
});
