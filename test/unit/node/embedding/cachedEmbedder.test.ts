import { appendFileSync, mkdtempSync, readdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Embedder } from '../../../../src/core/ports';
import { cachedEmbedder } from '../../../../src/node/embedding/cachedEmbedder';
import { openBundledVectors, openVectorCache } from '../../../../src/node/embedding/vectorCache';

const newFolder = () => mkdtempSync(path.join(tmpdir(), 'sft-lens-cache-'));

/** Gives each text the vector [length, first character code] and remembers what it was asked. */
function countingEmbedder(): Embedder & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    id: 'test model',
    width: 2,
    embed: async (texts, work) => {
      work?.cancellation?.throwIfAborted();
      asked.push(...texts);
      return Float32Array.from(texts.flatMap((text) => [text.length, text.charCodeAt(0)]));
    },
  };
}

describe('an embedder with a cache on disk', () => {
  it('asks for each text once, over restarts too', async () => {
    const folder = newFolder();
    const source = countingEmbedder();
    const first = await openVectorCache(folder, source.id, 2);
    expect([...(await cachedEmbedder(source, first).embed(['ab', 'c', 'ab']))]).toEqual([2, 97, 1, 99, 2, 97]);
    await first.close();
    const second = await openVectorCache(folder, source.id, 2);
    expect([...(await cachedEmbedder(source, second).embed(['c', 'dd', 'ab']))]).toEqual([1, 99, 2, 100, 2, 97]);
    await second.close();
    expect(source.asked).toEqual(['ab', 'c', 'dd']);
  });

  it('ignores a torn record at the end and reports no vector for it', async () => {
    const folder = newFolder();
    const cache = await openVectorCache(folder, 'm', 2);
    await cache.append(['a', 'b'], Float32Array.of(1, 2, 3, 4));
    await cache.close();
    appendFileSync(path.join(folder, readdirSync(folder)[0]!), Buffer.alloc(7));
    const again = await openVectorCache(folder, 'm', 2);
    const target = new Float32Array(6);
    expect(await again.read(['b', 'x', 'a'], target)).toEqual([1]);
    expect([...target]).toEqual([3, 4, 0, 0, 1, 2]);
    await again.close();
  });

  it('starts anew for vectors of another width', async () => {
    const folder = newFolder();
    const cache = await openVectorCache(folder, 'm', 2);
    await cache.append(['a'], Float32Array.of(1, 2));
    await cache.close();
    const wider = await openVectorCache(folder, 'm', 3);
    expect(wider.size).toBe(0);
    await wider.close();
  });

  it('never writes to bundled vectors', async () => {
    const folder = newFolder();
    const cache = await openVectorCache(folder, 'm', 2);
    await cache.append(['a'], Float32Array.of(1, 2));
    await cache.close();
    const bundled = await openBundledVectors(folder, 'm', 2);
    const sizeBytes = () => statSync(path.join(folder, readdirSync(folder)[0]!)).size;
    const before = sizeBytes();
    await bundled?.append(['b'], Float32Array.of(3, 4));
    expect(sizeBytes()).toBe(before);
    await bundled?.close();
    expect(await openBundledVectors(folder, 'other', 2)).toBeUndefined();
  });

  it('stops when cancelled and keeps what it has', async () => {
    const source = countingEmbedder();
    const cache = await openVectorCache(newFolder(), source.id, 2);
    const stop = new AbortController();
    const texts = Array.from({ length: 600 }, (_, index) => `t${index}`);
    const onProgress = () => stop.abort();
    const work = { cancellation: stop.signal, onProgress };
    await expect(cachedEmbedder(source, cache).embed(texts, work)).rejects.toThrow();
    expect(cache.size).toBe(256);
    await cache.close();
  });
});
