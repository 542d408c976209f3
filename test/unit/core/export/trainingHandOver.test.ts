import { describe, expect, it } from 'vitest';
import { datasetCard } from '../../../../src/core/export/datasetCard';
import { manifestText, type Manifest } from '../../../../src/core/export/manifest';
import { trainingFiles } from '../../../../src/core/export/trainingHandOver';

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

describe('trainingFiles', () => {
  it('names the file and its columns for LLaMA-Factory', () => {
    const files = trainingFiles({ name: 'seeds', fileName: 'out.json', format: 'sharegpt' });
    expect(files.map(({ name }) => name)).toEqual([
      'dataset_info.json',
      'seeds.llamafactory.yaml',
      'seeds.axolotl.yaml',
      'seeds.fastchat.sh',
    ]);
    expect(JSON.parse(files[0]!.text)).toEqual({
      seeds: {
        file_name: 'out.json',
        formatting: 'sharegpt',
        columns: { messages: 'conversations', system: 'system', tools: 'tools' },
      },
    });
  });

  it('offers FastChat for ShareGPT only', () => {
    for (const format of ['alpaca', 'messages'] as const) {
      const names = trainingFiles({ name: 'seeds', fileName: 'out.json', format }).map(({ name }) => name);
      expect(names).not.toContain('seeds.fastchat.sh');
    }
  });
});

describe('the settings handed over', () => {
  it('say what is published and what is our suggestion', () => {
    const files = trainingFiles({ name: 'seeds', fileName: 'out.json', format: 'sharegpt' });
    for (const { text } of files.filter(({ name }) => name !== 'dataset_info.json')) {
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
});
