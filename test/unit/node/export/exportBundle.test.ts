import { writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readRow } from '../../../../src/core/dataset/rowReader';
import { parseMapping } from '../../../../src/core/dataset/mapping';
import { exportTroubleText, fileToMend } from '../../../../src/core/export/exportTrouble';
import { splitByTags } from '../../../../src/core/export/split';
import { rowTagsOf, tagTableOf } from '../../../../src/core/normalize/tagTable';
import { rowDecoder } from '../../../../src/node/dataset/decodeRow';
import { openDataset } from '../../../../src/node/dataset/openDataset';
import { exportBundle, plannedPaths, type BundleRequest } from '../../../../src/node/export/exportBundle';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sft-lens-bundle-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const facts = {
  selector: 'random',
  parameters: {},
  requested: 10,
  seed: 0,
  shortfall: 0,
  rounds: 0,
  coverage: 1,
  averageTags: 1,
  notes: [],
  recipeHash: null,
  taggers: [],
  version: '0',
};
const lines = Array.from({ length: 10 }, (_, row) =>
  JSON.stringify({ instruction: `q${row}`, input: '', output: 'a' }),
);
const table = tagTableOf(lines.map((_, row) => [row < 5 ? 'a' : 'b']));

async function bundle(options: Partial<BundleRequest>, rowTexts = lines) {
  const path = join(folder, 'data.jsonl');
  await writeFile(path, `${rowTexts.join('\n')}\n`);
  const dataset = await openDataset(path, {});
  const mapping = parseMapping('auto');
  if (mapping.kind === 'problem') throw new Error(mapping.message);
  try {
    await dataset.whenIndexed();
    return await exportBundle({
      dataset,
      rows: Uint32Array.from(rowTexts.keys()),
      target: join(folder, 'chosen.jsonl'),
      facts,
      readConversation: (bytes) => {
        const row = readRow(bytes, rowDecoder(dataset.container), mapping);
        return row.kind === 'row' ? row.conversation : null;
      },
      ...options,
    });
  } finally {
    await dataset.close();
  }
}

const refusalOf = (result: Awaited<ReturnType<typeof bundle>>) =>
  result.kind === 'refused' ? exportTroubleText(result.trouble) : result.kind;
const text = (name: string) => readFile(join(folder, name), 'utf8');

describe('exportBundle', () => {
  it('splits by tags, each part byte for byte with a manifest that says which it is', async () => {
    const split = { share: 0.2, seed: 0, tags: rowTagsOf(table), tagCount: table.names.length };
    expect(await bundle({ split })).toMatchObject({ kind: 'written', parts: [{}, {}] });
    const [train, validation] = [await text('chosen.train.jsonl'), await text('chosen.validation.jsonl')];
    const parts = [train, validation].map((part) => part.trim().split('\n'));
    expect(parts.map((part) => part.length)).toEqual([8, 2]);
    expect(parts.flat().toSorted()).toEqual(lines.toSorted());
    expect(parts[1]!.map((line) => lines.indexOf(line) < 5).toSorted()).toEqual([false, true]);
    expect(JSON.parse(await text('chosen.validation.jsonl.manifest.json'))).toMatchObject({
      parameters: { split: { part: 'validation', validationShare: 0.2, seed: 0 } },
      selected: 2,
    });
  });

  it('hands over to trainers, keeping entries of dataset_info.json that are there', async () => {
    await writeFile(join(folder, 'dataset_info.json'), '{"mine":{"file_name":"x"}}');
    const result = await bundle({ format: 'alpaca', withHandOver: true, withCard: true });
    expect(result.kind).toBe('written');
    expect(JSON.parse(await text('dataset_info.json'))).toMatchObject({
      mine: { file_name: 'x' },
      chosen: { file_name: 'chosen.jsonl' },
    });
    expect(await readdir(folder)).toEqual(
      expect.arrayContaining(['chosen.axolotl.yaml', 'chosen.llamafactory.yaml', 'chosen.README.md']),
    );
  });

  it('names each part for LLaMA-Factory with the columns that it has', async () => {
    const split = { share: 0.2, seed: 0, tags: rowTagsOf(table), tagCount: table.names.length };
    await bundle({ format: 'sharegpt', withHandOver: true, split });
    const entry = { formatting: 'sharegpt', columns: { messages: 'conversations' } };
    expect(JSON.parse(await text('dataset_info.json'))).toEqual({
      chosen: { file_name: 'chosen.train.jsonl', ...entry },
      chosen_validation: { file_name: 'chosen.validation.jsonl', ...entry },
    });
    expect(await text('chosen.llamafactory.yaml')).toContain('eval_dataset: "chosen_validation"\n');
  });

  it('refuses before it writes anything', async () => {
    expect(await bundle({ withHandOver: true })).toMatchObject({ kind: 'refused' });
    await writeFile(join(folder, 'dataset_info.json'), 'not json');
    expect(await bundle({ format: 'alpaca', withHandOver: true })).toMatchObject({ kind: 'refused' });
    expect(await bundle({ target: join(folder, 'data.jsonl') })).toMatchObject({ kind: 'refused' });
    expect((await readdir(folder)).toSorted()).toEqual(['data.jsonl', 'dataset_info.json']);
  });

  it('writes no validation part of no rows, and evaluates on none', async () => {
    const split = { share: 0.04, seed: 0, tags: rowTagsOf(table), tagCount: table.names.length };
    const result = await bundle({ split, format: 'alpaca', withHandOver: true });
    expect(result).toMatchObject({ parts: [{ manifest: { selected: 10 } }], cautions: [{ kind: 'noValidation' }] });
    expect((await readdir(folder)).filter((name) => name.includes('validation'))).toEqual([]);
    expect(Object.keys(JSON.parse(await text('dataset_info.json')) as object)).toEqual(['chosen']);
    expect(await text('chosen.llamafactory.yaml')).not.toContain('eval');
    expect(await text('chosen.axolotl.yaml')).not.toContain('test_datasets');
  });

  it('drops a validation part whose rows all do not fit the format', async () => {
    const oddTags = tagTableOf(lines.map((_, row) => [row === 9 ? 'odd' : 'even']));
    const split = { share: 0.1, seed: 0, tags: rowTagsOf(oddTags), tagCount: 2 };
    const parts = splitByTags(split.tags, 2, Uint32Array.from(lines.keys()), 0.1, 0);
    const [held] = parts.validation;
    const broken = lines.map((line, row) => (row === held ? '{"instruction":"q","input":"","output":""}' : line));
    const result = await bundle({ split, format: 'alpaca', withHandOver: true }, broken);
    expect(result).toMatchObject({ parts: [{ manifest: { selected: 9 } }], cautions: [{ kind: 'noValidation' }] });
    expect((await readdir(folder)).filter((name) => /validation|partial/.test(name))).toEqual([]);
  });

  it('writes nothing where no row fits the format', async () => {
    const result = await bundle({ format: 'sharegpt', withCard: true }, ['{"instruction":"q","output":""}', '[]']);
    expect(refusalOf(result)).toMatch(/^None of the 2 rows .*row 0: /);
    expect(await readdir(folder)).toEqual(['data.jsonl']);
  });

  it('hands over no mix of pairs, labels and plain rows: it says how many of each, or takes one kind', async () => {
    const pair = '{"instruction":"q","input":"","chosen":"a","rejected":"b"}';
    const mixed = [...lines, pair, pair];
    const before = await bundle({ format: 'alpaca', withHandOver: true }, mixed);
    expect(before).toMatchObject({ kind: 'mixed', stages: { sft: 10, dpo: 2, kto: 0 } });
    expect(before).toMatchObject({
      message: expect.stringContaining('10 plain rows and 2 preference pairs') as string,
    });
    expect(await readdir(folder)).toEqual(['data.jsonl']);

    const pairs = await bundle({ format: 'alpaca', withHandOver: true, onlyStage: 'dpo' }, mixed);
    expect(pairs).toMatchObject({ kind: 'written', parts: [{ manifest: { selected: 2 } }] });
    expect(pairs).toMatchObject({ parts: [{ manifest: { refused: { length: 10 } } }] });
    expect(await text('chosen.llamafactory.yaml')).toContain('\nstage: dpo\n');
    expect(JSON.parse(await text('dataset_info.json'))).toMatchObject({ chosen: { ranking: true } });
    expect(await bundle({ format: 'alpaca' }, mixed)).toMatchObject({ kind: 'written' });
  });

  it('splits the rows of one kind by their own share, and lists the others once', async () => {
    const pair = '{"instruction":"q","input":"","chosen":"a","rejected":"b"}';
    const mixed = [...lines, ...lines, ...Array.from({ length: 10 }, () => pair)];
    const tags = rowTagsOf(tagTableOf(mixed.map((_, row) => [`tag ${row % 3}`])));
    const split = { share: 0.2, seed: 0, tags, tagCount: 3 };
    const result = await bundle({ format: 'alpaca', withHandOver: true, onlyStage: 'dpo', split }, mixed);
    expect(result).toMatchObject({
      parts: [
        { manifest: { selected: 8, refused: { length: 20 } } },
        { manifest: { selected: 2, refused: { length: 0 } } },
      ],
    });
  });

  it('keeps names in other scripts apart, and numbers a name that stands for another file', async () => {
    const handOver = { format: 'alpaca', withHandOver: true } as const;
    for (const name of ['数据一.jsonl', '数据二.jsonl', 'a b.jsonl', 'a,b.jsonl', 'a b.jsonl', '🎉.jsonl', '🎈.jsonl'])
      expect(await bundle({ ...handOver, target: join(folder, name) })).toMatchObject({ kind: 'written' });
    const entries = JSON.parse(await text('dataset_info.json')) as Record<string, { readonly file_name: string }>;
    expect(Object.entries(entries).map(([name, entry]) => [name, entry.file_name])).toEqual([
      ['数据一', '数据一.jsonl'],
      ['数据二', '数据二.jsonl'],
      ['a_b', 'a b.jsonl'],
      ['a_b_2', 'a,b.jsonl'],
      ['_', '🎉.jsonl'],
      ['__2', '🎈.jsonl'],
    ]);
    expect(await text('a_b.llamafactory.yaml')).toContain('\ndataset: "a_b"\n');
    expect(await text('a_b_2.axolotl.yaml')).toContain('path: "a,b.jsonl"\n');
    expect(await bundle({ ...handOver, target: join(folder, 'a,b.jsonl') })).toMatchObject({
      cautions: [{ kind: 'renamed', wanted: 'a_b', name: 'a_b_2' }],
    });
  });

  it('takes an entry for its own only where the validation part is free as well', async () => {
    await writeFile(
      join(folder, 'dataset_info.json'),
      '{"chosen_validation":{"file_name":"other.jsonl"},"__proto__":{}}',
    );
    const split = { share: 0.2, seed: 0, tags: rowTagsOf(table), tagCount: table.names.length };
    await bundle({ split, format: 'alpaca', withHandOver: true });
    expect(JSON.parse(await text('dataset_info.json'))).toMatchObject({
      chosen_validation: { file_name: 'other.jsonl' },
      chosen_2: { file_name: 'chosen.train.jsonl' },
      chosen_2_validation: { file_name: 'chosen.validation.jsonl' },
    });
    expect(await text('dataset_info.json')).toContain('"__proto__": {}');
  });

  it.each([
    ['{"mine": {"file_name": "é"},}', /byte 29\b/],
    ['\ufeff{"mine": NaN}', /byte 12\b.*NaN/],
    ['{"mine": ', /byte 9\b/],
    ['', /byte 0\b/],
    ['[1]', /byte 0\b.*object/],
    [Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]), /byte 2\b.*UTF-8/],
    [Buffer.from('\ufeff{}', 'utf16le'), /byte 0\b.*UTF-8/],
  ])('stops at a damaged dataset_info.json (%j), says where, and leaves it', async (damaged, place) => {
    const path = join(folder, 'dataset_info.json');
    await writeFile(path, damaged);
    const result = await bundle({ format: 'alpaca', withHandOver: true });
    expect(refusalOf(result)).toMatch(place);
    expect(refusalOf(result)).toContain(path);
    expect(result.kind === 'refused' ? fileToMend(result.trouble) : null).toBe(path);
    expect(await readFile(path)).toEqual(Buffer.from(damaged));
    expect((await readdir(folder)).toSorted()).toEqual(['data.jsonl', 'dataset_info.json']);
  });

  it('keeps an entry that another export adds while the rows are written, and writes through links', async () => {
    await mkdir(join(folder, 'shared'));
    const shared = join(folder, 'shared', 'info.json');
    await writeFile(shared, '{}');
    await symlink(shared, join(folder, 'dataset_info.json'));
    let isAdded = false;
    const result = await bundle({
      format: 'alpaca',
      withHandOver: true,
      tagsOf: () => {
        if (!isAdded) writeFileSync(shared, '{"theirs":{"file_name":"t.jsonl"},"chosen":{"file_name":"u.jsonl"}}');
        isAdded = true;
        return [];
      },
    });
    expect(result.kind).toBe('written');
    expect(Object.keys(JSON.parse(await readFile(shared, 'utf8')) as object)).toEqual(['theirs', 'chosen', 'chosen_2']);
    expect(await text('chosen_2.llamafactory.yaml')).toContain('dataset: "chosen_2"');
  });

  it('says that the rows are written where what lies beside them is damaged meanwhile', async () => {
    const info = join(folder, 'dataset_info.json');
    const tagsOf = () => {
      writeFileSync(info, '{');
      return [];
    };
    const result = await bundle({ format: 'alpaca', withHandOver: true, tagsOf });
    expect(refusalOf(result)).toMatch(/^The rows are written, .*byte 1\b/);
    expect(await text('dataset_info.json')).toBe('{');
    expect((await text('chosen.jsonl')).split('\n')).toHaveLength(11);
  });

  it('plans every path that it writes', async () => {
    const split = { share: 0.2, seed: 0, tags: rowTagsOf(table), tagCount: table.names.length };
    const shape = { format: 'sharegpt', withHandOver: true, withCard: true, target: join(folder, '数.jsonl') } as const;
    const planned = await plannedPaths({ ...shape, isSplit: true });
    await bundle({ ...shape, split });
    const written = (await readdir(folder)).filter((name) => name !== 'data.jsonl').map((name) => join(folder, name));
    expect(planned).toMatchObject({ kind: 'paths' });
    if (planned.kind === 'paths') expect(planned.paths.toSorted()).toEqual(written.toSorted());
  });
});
