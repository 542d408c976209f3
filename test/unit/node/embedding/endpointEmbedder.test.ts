import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { openEndpointEmbedder } from '../../../../src/node/embedding/endpointEmbedder';

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

  it('are refused when a number is missing', async () => {
    const baseUrl = await serve(() => ({ body: { data: [{ index: 0, embedding: [1, null] }] } }));
    await expect(openEndpointEmbedder({ baseUrl, model: 'm' })).rejects.toThrow('no list of numbers');
  });
});
