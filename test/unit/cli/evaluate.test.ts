import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { evaluate } from '../../../src/cli/evaluate';
import type { Embedder } from '../../../src/core/ports';

const folder = mkdtempSync(path.join(tmpdir(), 'sft-lens-evaluate-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Maths and Mathematics point the same way, everything else has a direction of its own. */
const openEmbedder = async (): Promise<Embedder> => ({
  id: 'directions',
  width: 8,
  embed: async (names) => {
    const directions = [...new Set(names.map(directionOf))];
    return Float32Array.from(
      names.flatMap((name) =>
        Array.from({ length: 8 }, (_, at) => (directions.indexOf(directionOf(name)) === at ? 1 : 0)),
      ),
    );
  },
});
const directionOf = (name: string): string => (name === 'maths' ? 'mathematics' : name);

function fileOf(
  name: string,
  rows: readonly (readonly [instruction: string, tags: readonly string[] | null])[],
): string {
  const file = path.join(folder, name);
  const lines = rows.map(([instruction, tags]) =>
    JSON.stringify({ instruction, output: 'Yes.', ...(tags === null ? {} : { tags }) }),
  );
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}

const reference = fileOf('reference.jsonl', [
  ['Add 2 and 2.', ['Mathematics', 'Arithmetic']],
  ['Write a poem.', ['Poetry']],
  ['Say hello.', ['Greeting']],
  ['Say hello.', ['Small Talk']],
]);
const options = { tagsField: 'tags', referenceField: 'tags', openEmbedder };

describe('sft-lens evaluate', () => {
  it('gives exact and fuzzy agreement and the number of queries', async () => {
    const predicted = fileOf('same.jsonl', [
      ['Add 2 and 2.', ['Maths', 'arithmetic ']],
      ['Write a poem.', ['Poetry', 'Sadness']],
      ['Say hello.', null],
      ['Say hello.', ['Small Talk']],
    ]);
    const found = await evaluate(predicted, reference, options);
    expect(found.queries).toBe(3);
    expect(found.exact).toEqual({ precision: 3 / 5, recall: 3 / 4, f1: 6 / 9 });
    expect(found.fuzzy).toEqual({ precision: 4 / 5, recall: 1, f1: 8 / 9 });
  });

  it('pairs rows by their queries where the files differ in length, equal queries in order', async () => {
    const predicted = fileOf('shorter.jsonl', [
      ['Say hello.', ['Greeting']],
      ['Add 2 and 2.', ['Arithmetic', 'Mathematics']],
      ['Say hello.', ['Small Talk']],
    ]);
    const found = await evaluate(predicted, reference, options);
    expect(found.queries).toBe(3);
    expect(found.exact).toEqual({ precision: 1, recall: 1, f1: 1 });
  });

  it('leaves out rows that the reference does not have', async () => {
    const predicted = fileOf('longer.jsonl', [
      ['What is new?', ['Small Talk']],
      ['Write a poem.', ['Poetry']],
      ['Say hello.', ['Greeting']],
      ['Say hello.', ['Greeting']],
      ['Say hello.', ['Greeting']],
    ]);
    const found = await evaluate(predicted, reference, options);
    expect(found.queries).toBe(3);
    expect(found.exact.precision).toBe(2 / 3);
  });

  it('says so where the files share no query', async () => {
    const predicted = fileOf('other.jsonl', [['What is new?', ['Small Talk']]]);
    await expect(evaluate(predicted, reference, options)).rejects.toThrow('share no query');
  });
});
