import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openFileEmbedder } from '../../../../src/node/embedding/fileEmbedder';

function filesWith(names: unknown, values: readonly number[]): string {
  const prefix = path.join(mkdtempSync(path.join(tmpdir(), 'sft-lens-vectors-')), 'tags');
  writeFileSync(`${prefix}.json`, JSON.stringify(names));
  writeFileSync(`${prefix}.f32`, Buffer.from(Float32Array.from(values).buffer));
  return prefix;
}

describe('vectors from a file', () => {
  it('are looked up by name, in any order', async () => {
    const embedder = await openFileEmbedder(filesWith(['a', 'b'], [1, 0, 0, 1]));
    expect([...(await embedder.embed(['b', 'a', 'b']))]).toEqual([0, 1, 1, 0, 0, 1]);
  });

  it('are brought to unit length', async () => {
    const embedder = await openFileEmbedder(filesWith(['a'], [3, 4]));
    const [x, y] = await embedder.embed(['a']);
    expect(x).toBeCloseTo(0.6);
    expect(y).toBeCloseTo(0.8);
  });

  it('name the tag that is missing', async () => {
    const embedder = await openFileEmbedder(filesWith(['a'], [1, 0]));
    await expect(embedder.embed(['Algebra'])).rejects.toThrow('"Algebra"');
  });

  it('refuse NaN, naming its tag', async () => {
    await expect(openFileEmbedder(filesWith(['a', 'b'], [1, 0, NaN, 1]))).rejects.toThrow('NaN in the vector of "b"');
  });

  it('refuse a file of the wrong width', async () => {
    await expect(openFileEmbedder(filesWith(['a', 'b'], [1, 0, 0]))).rejects.toThrow('for 2 tags');
  });

  it('refuse names that are no list of strings', async () => {
    await expect(openFileEmbedder(filesWith({ a: 1 }, [1]))).rejects.toThrow('array of tag names');
  });
});
