import { LLMock } from '@copilotkit/aimock';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { openCachedEndpointEmbedder, openEndpointEmbedder } from '../../../../src/node/embedding/endpointEmbedder';
import { temporaryFolder } from '../../../support/temporaryFiles';

let server: Server | undefined;
afterEach(() => server?.close());

/** Answers with what `reply` makes of the texts; returns the base URL. */
async function serve(reply: (texts: string[]) => { status?: number; body: unknown }): Promise<string> {
  server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      const { status = 200, body } = reply((JSON.parse(text) as { input: string[] }).input);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
}

const embeddingsOf = (texts: string[]) => ({
  body: { data: texts.map((text, index) => ({ index, embedding: [3 * text.length, 4 * text.length] })).reverse() },
});

describe('vectors from an endpoint', () => {
  it('have unit length and follow the order of the texts', async () => {
    const baseUrl = await serve((texts) => ({
      body: { data: texts.map((text, index) => ({ index, embedding: text === 'b' ? [0, 2] : [3, 0] })).reverse() },
    }));
    const embedder = await openEndpointEmbedder({ baseUrl, model: 'm' });
    expect(embedder.width).toBe(2);
    expect([...(await embedder.embed(['a', 'b', 'a']))]).toEqual([1, 0, 0, 1, 1, 0]);
  });

  it('are asked for in batches', async () => {
    const sizes: number[] = [];
    const baseUrl = await serve((texts) => {
      sizes.push(texts.length);
      return embeddingsOf(texts);
    });
    const embedder = await openEndpointEmbedder({ baseUrl, model: 'm', batchSize: 2 });
    await embedder.embed(['a', 'b', 'c']);
    expect(sizes).toEqual([1, 2, 1]);
  });

  it('say that the key was refused, without the key', async () => {
    const baseUrl = await serve(() => ({ status: 401, body: { error: { message: 'bad key sk-secret' } } }));
    const opening = openEndpointEmbedder({ baseUrl, model: 'm', apiKey: 'sk-secret' });
    await expect(opening).rejects.toThrow(/key/iu);
    await expect(opening).rejects.not.toThrow('sk-secret');
  });

  it.each([
    ['a number that is missing', [{ index: 0, embedding: [1, null] }], '"width" holds null, which is no number'],
    ['a text for a number', [{ index: 0, embedding: [1, 'NaN'] }], '"width" holds "NaN", which is no number'],
    ['no vector', [{ index: 0 }], '"width" is no list of numbers'],
    ['an empty vector', [{ index: 0, embedding: [] }], '"width" is no list of numbers'],
    ['a place of its own', [{ index: 7, embedding: [1] }], 'the embedding of "width" is missing'],
    ['too few', [], '1 embeddings were asked for, the answer holds 0'],
    ['something else', 'vectors', 'no list of embeddings'],
  ])('are refused for %s', async (_, data, message) => {
    const baseUrl = await serve(() => ({ body: { data } }));
    await expect(openEndpointEmbedder({ baseUrl, model: 'm' })).rejects.toThrow(message);
  });

  it('are refused where one is wider than the others, by name', async () => {
    const baseUrl = await serve((texts) => ({
      body: { data: texts.map((text, index) => ({ index, embedding: text === 'wide' ? [1, 2, 3] : [1, 0] })) },
    }));
    const embedder = await openEndpointEmbedder({ baseUrl, model: 'm' });
    await expect(embedder.embed(['a', 'wide'])).rejects.toThrow('m gave 3 values for "wide", expected 2');
  });

  it('are kept on disk, so that nothing is asked for twice', async () => {
    const asked: string[] = [];
    const baseUrl = await serve((texts) => {
      asked.push(...texts);
      return embeddingsOf(texts);
    });
    const folder = temporaryFolder();
    for (const names of [
      ['a', 'b'],
      ['b', 'c'],
    ]) {
      const embedder = await openCachedEndpointEmbedder({ baseUrl, model: 'm' }, folder);
      const vectors = await embedder.embed(names);
      expect(vectors[0]).toBeCloseTo(0.6, 6);
      await embedder.dispose();
    }
    expect(asked.filter((text) => text !== 'width')).toEqual(['a', 'b', 'c']);
  });

  it('come from a server that nobody here wrote', async () => {
    const mock = new LLMock({ port: 0, logLevel: 'silent' });
    await mock.start();
    try {
      const embedder = await openEndpointEmbedder({ baseUrl: `${mock.url}/v1`, model: 'text-embedding-3-small' });
      const vectors = await embedder.embed(['essay', 'proof', 'essay']);
      const at = (index: number) => [...vectors.subarray(index * embedder.width, (index + 1) * embedder.width)];
      expect(embedder.width).toBe(1536);
      expect(at(0)).toEqual(at(2));
      expect(at(0)).not.toEqual(at(1));
      expect(Math.hypot(...at(1))).toBeCloseTo(1, 5);
    } finally {
      await mock.stop();
    }
  });
});
