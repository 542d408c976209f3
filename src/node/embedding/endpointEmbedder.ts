/** Vectors from any OpenAI-compatible `/embeddings` endpoint. */
import type { Embedder } from '../../core/ports';

export interface EndpointEmbedderOptions {
  readonly baseUrl: string;
  readonly model: string;
  /** Absent for servers that want none. */
  readonly apiKey?: string;
  /** Texts per request; 64 by default. */
  readonly batchSize?: number;
}

/** Asks for one vector to learn the width, so that a wrong URL, key or model is reported here. */
export async function openEndpointEmbedder(options: EndpointEmbedderOptions): Promise<Embedder> {
  throw new Error(`Not built yet: ${options.baseUrl}`);
}
