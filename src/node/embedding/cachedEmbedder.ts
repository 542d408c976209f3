/** An embedder that asks another one only for texts it has not seen. */
import type { Embedder, LongWork } from '../../core/ports';
import { throttledProgress } from './throttledProgress';
import type { VectorCache } from './vectorCache';

/** Texts asked for and written down at a time; what is written survives a cancel or a crash. */
const textsPerWrite = 256;

/** Vectors come from the cache where it has them; new ones are written to it as they arrive. */
export function cachedEmbedder(source: Embedder, cache: VectorCache): Embedder {
  return { id: source.id, width: source.width, embed: (texts, work) => embedThroughCache(source, cache, texts, work) };
}

async function embedThroughCache(
  source: Embedder,
  cache: VectorCache,
  texts: readonly string[],
  work: LongWork = {},
): Promise<Float32Array> {
  const report = throttledProgress(work.onProgress);
  const { width } = source;
  const vectors = new Float32Array(texts.length * width);
  const missing = await cache.read(texts, vectors);
  let done = texts.length - missing.length;
  for (const block of blocksOf(distinctTexts(texts, missing))) {
    work.cancellation?.throwIfAborted();
    const fresh = await source.embed([...block.keys()], { cancellation: work.cancellation });
    await cache.append([...block.keys()], fresh);
    [...block.values()].forEach((indices, at) => {
      for (const index of indices) vectors.set(fresh.subarray(at * width, (at + 1) * width), index * width);
      done += indices.length;
    });
    report(done, texts.length);
  }
  if (missing.length === 0) report(texts.length, texts.length);
  return vectors;
}

function distinctTexts(texts: readonly string[], indices: readonly number[]): Map<string, number[]> {
  const places = new Map<string, number[]>();
  for (const index of indices) {
    const text = texts[index]!;
    const known = places.get(text);
    if (known === undefined) places.set(text, [index]);
    else known.push(index);
  }
  return places;
}

function blocksOf(places: Map<string, number[]>): Map<string, number[]>[] {
  const entries = [...places];
  const blocks: Map<string, number[]>[] = [];
  for (let start = 0; start < entries.length; start += textsPerWrite) {
    blocks.push(new Map(entries.slice(start, start + textsPerWrite)));
  }
  return blocks;
}
