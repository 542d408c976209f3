/** Vectors from any OpenAI-compatible `/embeddings` endpoint. */
import OpenAI from 'openai';
import type { Embedder, LongWork } from '../../core/ports';
import { troubleOf } from '../tagging/troubles';
import { throttledProgress } from './throttledProgress';

export interface EndpointEmbedderOptions {
  readonly baseUrl: string;
  readonly model: string;
  /** Absent for servers that want none. */
  readonly apiKey?: string;
  /** Texts per request; 64 by default. */
  readonly batchSize?: number;
  /** 60,000 by default. */
  readonly timeoutMs?: number;
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
  const openai = new OpenAI({ apiKey: apiKey ?? 'none', baseURL: baseUrl, timeout: timeoutMs, logLevel: 'off' });
  return async (texts, { cancellation }) => {
    cancellation?.throwIfAborted();
    try {
      const input = texts.map((text) => (text.trim() === '' ? ' ' : text));
      const reply = await openai.embeddings.create({ model, input, encoding_format: 'float' });
      return vectorsOf(reply, texts.length);
    } catch (error) {
      cancellation?.throwIfAborted();
      if (error instanceof UnusableReply) throw new Error(`${baseUrl}: ${error.message}`);
      throw new Error(troubleOf(error, { baseUrl, model, apiKey, timeoutMs }).message);
    }
  };
}

class UnusableReply extends Error {}

/** One unit-length vector per text, in the texts' order whatever the order of the reply. */
function vectorsOf(reply: unknown, count: number): Float32Array[] {
  const data: unknown = typeof reply === 'object' && reply !== null && 'data' in reply ? reply.data : undefined;
  if (!Array.isArray(data) || data.length !== count) throw new UnusableReply(`expected ${count} embeddings.`);
  const vectors = new Array<Float32Array | undefined>(count).fill(undefined);
  (data as unknown[]).forEach((entry, place) => {
    const { embedding, index = place } = entry as { embedding?: unknown; index?: number };
    if (!isVector(embedding) || index < 0 || index >= count)
      throw new UnusableReply('an embedding is no list of numbers.');
    vectors[index] = unitLength(embedding);
  });
  if (vectors.includes(undefined)) throw new UnusableReply('an embedding is missing.');
  return vectors as Float32Array[];
}

function isVector(value: unknown): value is number[] {
  return Array.isArray(value) && value.length > 0 && value.every((entry) => Number.isFinite(entry));
}

function unitLength(values: readonly number[]): Float32Array {
  const length = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0)) || 1;
  return Float32Array.from(values, (value) => value / length);
}
