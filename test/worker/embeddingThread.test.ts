import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { startEmbedderThread } from '../../src/node/embedding/embedderThread';
import type { RuntimeChoice } from '../../src/node/embedding/embeddingMessages';
import { hasShared } from '../support/sharedData';
import { referenceVectors } from '../support/referenceVectors';

const distFolder = fileURLToPath(new URL('../../dist', import.meta.url));
const threadFile = path.join(distFolder, 'workers', 'embeddingThread.js');
const modelsFolder = path.join(distFolder, 'models');
const isBuilt = existsSync(threadFile) && existsSync(path.join(modelsFolder, 'Xenova'));

const start = (runtime: RuntimeChoice = 'auto', models = modelsFolder) =>
  startEmbedderThread(threadFile, { modelsFolder: models, runtimeFolder: path.join(distFolder, 'runtime'), runtime });

describe.skipIf(!isBuilt)('the embedding thread', { timeout: 60_000 }, () => {
  const shared = isBuilt ? start() : undefined;
  afterAll(async () => (await shared)?.dispose());

  it('gives a text the same vector whatever its neighbours are', async () => {
    const embedder = await shared!;
    const alone = await embedder.embed(['Creative Writing']);
    const among = await embedder.embed([
      'Mathematics',
      'A much longer text about nothing in particular',
      'Creative Writing',
    ]);
    const { width } = embedder;
    expect(cosine(alone, among.subarray(2 * width))).toBeGreaterThan(0.99999);
  });

  it.skipIf(!hasShared)('agrees with the reference vectors within 1e-3', async () => {
    const { names, vectors, width } = referenceVectors();
    const sample = names.filter((_, index) => index % 180 === 0);
    const found = await (await shared!).embed(sample);
    sample.forEach((name, at) => {
      const row = names.indexOf(name);
      const expected = vectors.subarray(row * width, (row + 1) * width);
      expect(1 - cosine(expected, found.subarray(at * width, (at + 1) * width))).toBeLessThan(1e-3);
    });
  });

  it('gives quick vectors near the exact ones, whatever their neighbours are', async () => {
    const { quick, width } = await shared!;
    const texts = [
      'Write a haiku about rain',
      'x',
      '写一首诗',
      `Prove ${'that it holds '.repeat(40)}`,
      'Sort a list in C',
    ];
    const row = (vectors: Float32Array, at: number) => vectors.subarray(at * width, (at + 1) * width);
    const [together, precise] = [await quick!.embed(texts), await (await shared!).embed(texts)];
    for (const [at, text] of texts.entries()) {
      expect(cosine(row(together, at), await quick!.embed([text]))).toBeGreaterThan(1 - 1e-6);
      expect(cosine(row(together, at), row(precise, at))).toBeGreaterThan(0.97);
      expect(cosine(row(together, at), row(together, at))).toBeCloseTo(1, 5);
    }
  });

  it('stops when cancelled and goes on serving others', async () => {
    const embedder = await shared!;
    const stop = new AbortController();
    const many = Array.from({ length: 200 }, (_, index) => `text ${index}`);
    const cancelled = embedder.embed(many, { cancellation: stop.signal, onProgress: () => stop.abort() });
    const other = embedder.embed(['still here']);
    await expect(cancelled).rejects.toThrow();
    expect(await other).toHaveLength(embedder.width);
  });

  it('settles every caller when it is closed', async () => {
    const embedder = await start('wasm');
    const waiting = [embedder.embed(['one']), embedder.embed(['two'])];
    const settled = Promise.allSettled(waiting);
    await embedder.dispose();
    expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(embedder.embed(['three'])).rejects.toThrow('closed');
  });

  it('runs on WebAssembly as well', async () => {
    const embedder = await start('wasm');
    expect(embedder.runtime).toBe('wasm');
    const native = await (await shared!).embed(['Data Analysis']);
    expect(cosine(native, await embedder.embed(['Data Analysis']))).toBeGreaterThan(0.9999);
    const quick = await (await shared!).quick!.embed(['Data Analysis', 'a text of another length']);
    expect(cosine(quick, await embedder.quick!.embed(['Data Analysis']))).toBeGreaterThan(0.9999);
    await embedder.dispose();
  });

  it('says why it cannot load', async () => {
    await expect(start('auto', '/no/such/folder')).rejects.toThrow(/model|file|found/iu);
  });
});

function cosine(left: Float32Array, right: Float32Array): number {
  let sum = 0;
  for (let column = 0; column < left.length && column < right.length; column++) sum += left[column]! * right[column]!;
  return sum;
}
