import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readRow } from '../../../../src/core/dataset/rowReader';
import { parseMapping } from '../../../../src/core/dataset/mapping';
import { rowTagsOf, tagTableOf } from '../../../../src/core/normalize/tagTable';
import { rowDecoder } from '../../../../src/node/dataset/decodeRow';
import { openDataset } from '../../../../src/node/dataset/openDataset';
import { exportBundle, type BundleRequest } from '../../../../src/node/export/exportBundle';

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

async function bundle(options: Partial<BundleRequest>) {
  const path = join(folder, 'data.jsonl');
  await writeFile(path, `${lines.join('\n')}\n`);
  const dataset = await openDataset(path, {});
  const mapping = parseMapping('auto');
  if (mapping.kind === 'problem') throw new Error(mapping.message);
  try {
    await dataset.whenIndexed();
    return await exportBundle({
      dataset,
      rows: Uint32Array.from(lines.keys()),
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
    expect(await text('chosen.llamafactory.yaml')).toContain('eval_dataset: chosen_validation\n');
  });

  it('refuses before it writes anything', async () => {
    expect(await bundle({ withHandOver: true })).toMatchObject({ kind: 'refused' });
    await writeFile(join(folder, 'dataset_info.json'), 'not json');
    expect(await bundle({ format: 'alpaca', withHandOver: true })).toMatchObject({ kind: 'refused' });
    expect(await bundle({ target: join(folder, 'data.jsonl') })).toMatchObject({ kind: 'refused' });
    expect((await readdir(folder)).toSorted()).toEqual(['data.jsonl', 'dataset_info.json']);
  });
});
