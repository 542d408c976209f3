import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { datasetCard } from '../../../../src/core/export/datasetCard';
import { manifestText, type Manifest } from '../../../../src/core/export/manifest';
import { trainingFileNames, trainingFiles, type HandOverRequest } from '../../../../src/core/export/trainingHandOver';

const manifest: Manifest = {
  selector: 'complexity-first',
  parameters: {},
  requested: 2,
  seed: 0,
  shortfall: 0,
  rounds: 1,
  coverage: 0.5,
  averageTags: 3.25,
  notes: [],
  recipeHash: null,
  taggers: [],
  version: '0.1.0',
  format: 'source',
  rowBytes: 'exact',
  source: { path: 'data.jsonl', sizeBytes: 10, sha256: 'ab' },
  output: { path: 'out.jsonl', sizeBytes: 5, sha256: 'cd' },
  selected: 2,
  rows: [
    { row: 3, byteOffset: 0, byteLength: 2 },
    { row: 1, byteOffset: 2, byteLength: 3 },
  ],
  refused: [],
  time: '2026-01-01T00:00:00.000Z',
};

describe('manifestText', () => {
  it('is JSON with the same content, one row per line', () => {
    expect(JSON.parse(manifestText(manifest))).toEqual(manifest);
    expect(
      manifestText(manifest)
        .split('\n')
        .filter((line) => line.includes('byteOffset')),
    ).toHaveLength(2);
    expect(JSON.parse(manifestText({ ...manifest, rows: [] }))).toEqual({ ...manifest, rows: [] });
  });
});

const columns = {
  rows: 3,
  stages: { sft: 3, dpo: 0, kto: 0 },
  counts: { conversations: 3 },
  toolRows: 0,
  partRows: 0,
};
const request = { name: 'seeds', fileName: 'out.jsonl', format: 'sharegpt', columns, stage: 'sft' } as const;
const textOf = (file: string, more: Partial<HandOverRequest> = {}) =>
  trainingFiles({ ...request, ...more }).find(({ name }) => name === file)!.text;

describe('trainingFiles', () => {
  it('offers FastChat for ShareGPT only', () => {
    for (const format of ['alpaca', 'messages'] as const) {
      const names = trainingFiles({ ...request, format }).map(({ name }) => name);
      expect(names).toEqual(['seeds.llamafactory.yaml', 'seeds.axolotl.yaml']);
    }
    expect(trainingFiles(request).map(({ name }) => name)).toContain('seeds.fastchat.sh');
  });

  it('evaluates on the validation part where there is one', () => {
    const validation = { name: 'seeds_validation', fileName: 'out.validation.jsonl' };
    expect(textOf('seeds.llamafactory.yaml')).not.toContain('eval_dataset');
    expect(textOf('seeds.llamafactory.yaml', { validation })).toContain('\neval_dataset: "seeds_validation"\n');
    expect(textOf('seeds.axolotl.yaml', { validation })).toContain(
      'test_datasets:\n  - path: "out.validation.jsonl"\n',
    );
  });

  it('trains pairs as pairs and labels as labels, with the trainers that can', () => {
    const namesOf = (more: Partial<HandOverRequest>) =>
      trainingFiles({ ...request, ...more }).map(({ name }) => name.replace('seeds.', ''));
    expect(textOf('seeds.llamafactory.yaml', { stage: 'dpo' })).toContain('\nstage: dpo\n');
    expect(textOf('seeds.llamafactory.yaml', { stage: 'kto' })).toContain('\nstage: kto\n');
    expect(textOf('seeds.axolotl.yaml', { stage: 'dpo' })).toMatch(
      /^rl: dpo$[^]*type: chat_template\.default$[^]*field_chosen: chosen$/mu,
    );
    expect(namesOf({ stage: 'dpo' })).toEqual(['llamafactory.yaml', 'axolotl.yaml']);
    expect(namesOf({ stage: 'dpo', format: 'alpaca' })).toEqual(['llamafactory.yaml']);
    expect(namesOf({ stage: 'kto' })).toEqual(['llamafactory.yaml']);
  });

  it('plans at least every name that it writes', () => {
    for (const format of ['alpaca', 'sharegpt', 'messages'] as const)
      for (const stage of ['sft', 'dpo', 'kto'] as const)
        for (const { name } of trainingFiles({ ...request, format, stage }))
          expect(trainingFileNames('seeds', format)).toContain(name);
  });

  it('quotes the names of files, whatever they hold', () => {
    const fileName = 'a: "b" #c.jsonl';
    expect(textOf('seeds.axolotl.yaml', { fileName })).toContain('  - path: "a: \\"b\\" #c.jsonl"\n');
    expect(textOf('seeds.fastchat.sh', { fileName })).toContain('source = "a: \\"b\\" #c.jsonl"\n');
  });

  it("makes FastChat's JSON array out of lines", () => {
    const script = textOf('seeds.fastchat.sh');
    expect(script).toContain('source = "out.jsonl"');
    expect(script).toContain("--data_path 'seeds.fastchat.json'");
  });

  it('says what is published and what is our suggestion', () => {
    for (const { text } of trainingFiles(request)) {
      expect(text).toMatch(/^# Published: /mu);
      expect(text).toContain('our suggestion, not taken from the paper');
    }
  });
});

describe('datasetCard', () => {
  it('starts with metadata that names cannot break', () => {
    const card = datasetCard(manifest, 'a: "b"\n---');
    expect(card.startsWith('---\npretty_name: "a: \\"b\\"\\n---"\n')).toBe(true);
    expect(card).toContain('n<1K');
  });

  it('names both parts of a split and counts their rows together', () => {
    const held = { ...manifest, selected: 1_000, output: { ...manifest.output, path: 'on: held.jsonl' } };
    const card = datasetCard(manifest, 'on', held);
    expect(parse(card.split('---')[1]!)).toMatchObject({
      pretty_name: 'on',
      size_categories: ['1K<n<10K'],
      configs: [
        {
          data_files: [
            { split: 'train', path: 'out.jsonl' },
            { split: 'validation', path: 'on: held.jsonl' },
          ],
        },
      ],
    });
    expect(card).toContain('1002 rows (1000 of them for validation) selected');
  });
});
