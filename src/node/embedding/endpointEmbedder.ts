/** Vectors from any OpenAI-compatible `/embeddings` endpoint. */
import OpenAI from 'openai';
import type { Embedder, LongWork } from '../../core/ports';
import { troubleOf } from '../tagging/troubles';
import { withinOrigin } from '../tagging/withinOrigin';
import { cachedEmbedder } from './cachedEmbedder';
import type { DisposableEmbedder } from './localEmbedder';
import { throttledProgress } from './throttledProgress';
import { openVectorCache } from './vectorCache';

export interface EndpointEmbedderOptions {
  readonly baseUrl: string;
  readonly model: string;
  /** Absent for servers that want none. */
  readonly apiKey?: string | undefined;
  /** Texts per request; 64 by default. */
  readonly batchSize?: number;
  /** 60,000 by default. */
  readonly timeoutMs?: number;
}

/** The same behind a disk cache, where a folder is given: what was paid for once is not asked for again. */
export async function openCachedEndpointEmbedder(
  options: EndpointEmbedderOptions,
  cacheFolder?: string,
): Promise<DisposableEmbedder> {
  const embedder = await openEndpointEmbedder(options);
  if (cacheFolder === undefined) return { ...embedder, dispose: async () => {} };
  const cache = await openVectorCache(cacheFolder, embedder.id, embedder.width);
  return { ...cachedEmbedder(embedder, cache), dispose: () => cache.close() };
}

type Request = (texts: readonly string[], work: LongWork) => Promise<Float32Array[]>;

/** Asks for one vector to learn the width, so that a wrong URL, key or model is reported here. */
export async function openEndpointEmbedder(options: EndpointEmbedderOptions): Promise<Embedder> {
  const request = requestsTo(options);
  const width = (await request(['width'], {}))[0]!.length;
  const batchSize = options.batchSize ?? 64;
  const embed = async (texts: readonly string[], work: LongWork = {}) => {
    const report = throttledProgress(work.onProgress);
    const result = new Float32Array(texts.length * width);
    for (let start = 0; start < texts.length; start += batchSize) {
      work.cancellation?.throwIfAborted();
      const batch = texts.slice(start, start + batchSize);
      const vectors = await request(batch, work);
      vectors.forEach((vector, at) => {
        if (vector.length !== width) {
          throw new Error(`${options.model} gave ${vector.length} values for "${batch[at]}", expected ${width}.`);
        }
        result.set(vector, (start + at) * width);
      });
      report(start + batch.length, texts.length);
    }
    return result;
  };
  return { id: `${options.model} at ${options.baseUrl}`, width, embed };
}

function requestsTo({ baseUrl, model, apiKey, timeoutMs = 60_000 }: EndpointEmbedderOptions): Request {
  const openai = new OpenAI({
    apiKey: apiKey ?? 'none',
    baseURL: baseUrl,
    organization: null,
    project: null,
    timeout: timeoutMs,
    logLevel: 'off',
    fetch: withinOrigin((input, init) => fetch(input, init)),
  });
  return async (texts, { cancellation }) => {
    cancellation?.throwIfAborted();
    try {
      const input = texts.map((text) => (text.trim() === '' ? ' ' : text));
      const reply = await openai.embeddings.create({ model, input, encoding_format: 'float' });
      return vectorsOf(reply, texts);
    } catch (error) {
      cancellation?.throwIfAborted();
      if (error instanceof UnusableReply) throw new Error(`${baseUrl}: ${error.message}`);
      throw new Error(troubleOf(error, { baseUrl, model, apiKey, timeoutMs }).message);
    }
  };
}

class UnusableReply extends Error {}

/** One unit-length vector per text, in the texts' order whatever the order of the reply. */
function vectorsOf(reply: unknown, texts: readonly string[]): Float32Array[] {
  const data: unknown = typeof reply === 'object' && reply !== null && 'data' in reply ? reply.data : undefined;
  if (!Array.isArray(data)) throw new UnusableReply('the answer holds no list of embeddings.');
  if (data.length !== texts.length)
    throw new UnusableReply(`${texts.length} embeddings were asked for, the answer holds ${data.length}.`);
  const vectors = new Array<Float32Array | undefined>(texts.length).fill(undefined);
  (data as unknown[]).forEach((entry, place) => {
    const { embedding, index = place } = entry as { embedding?: unknown; index?: number };
    vectors[index] = vectorOf(embedding, texts[index] ?? '');
  });
  const missing = vectors.slice(0, texts.length).indexOf(undefined);
  if (missing >= 0) throw new UnusableReply(`the embedding of "${texts[missing]!}" is missing.`);
  return vectors as Float32Array[];
}

function vectorOf(embedding: unknown, text: string): Float32Array {
  if (!Array.isArray(embedding) || embedding.length === 0)
    throw new UnusableReply(`the embedding of "${text}" is no list of numbers.`);
  const bad = (embedding as unknown[]).find((value) => !Number.isFinite(value));
  if (bad !== undefined)
    throw new UnusableReply(`the embedding of "${text}" holds ${JSON.stringify(bad)}, which is no number.`);
  return unitLength(embedding as number[]);
}

function unitLength(values: readonly number[]): Float32Array {
  const length = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0)) || 1;
  return Float32Array.from(values, (value) => value / length);
}
