import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { createSocketFetch, fetchFor } from '../../../../src/node/tagging/socketFetch';

const servers: Server[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => answer(request, response));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const post = (url: string, more: RequestInit = {}, fetch = createSocketFetch()): Promise<Response> =>
  fetch(url, { method: 'POST', body: '{"question":"é"}', headers: { 'content-type': 'application/json' }, ...more });

describe('socketFetch', () => {
  test('sends the body with its length and type, and reads status, headers and JSON', async () => {
    const seen: unknown[] = [];
    const url = await serve((request, response) => {
      seen.push(request.method, request.url, request.headers['content-type'], request.headers['content-length']);
      response.writeHead(429, { 'content-type': 'application/json', 'retry-after': '3' }).end('{"tags":["数学"]}');
    });
    const response = await post(`${url}/v1/chat?x=1`);
    expect(seen).toEqual(['POST', '/v1/chat?x=1', 'application/json', '17']);
    expect([response.status, response.ok, response.headers.get('retry-after')]).toEqual([429, false, '3']);
    expect(await response.json()).toEqual({ tags: ['数学'] });
    expect(await response.text()).toBe('{"tags":["数学"]}');
  });

  test('keeps its connection for the next question', async () => {
    const ports = new Set<number | undefined>();
    const url = await serve((request, response) => {
      ports.add(request.socket.remotePort);
      response.end('{}');
    });
    const fetch = createSocketFetch();
    for (let question = 0; question < 5; question++) await (await post(url, {}, fetch)).text();
    expect(ports.size).toBe(1);
  });

  test('reads answers that were compressed without being asked for', async () => {
    const url = await serve((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('{"a":1}'));
    });
    expect(await (await post(url)).json()).toEqual({ a: 1 });
  });

  test('rejects reading an answer that is not compressed as it says', async () => {
    const url = await serve((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end('plain');
    });
    await expect((await post(url)).text()).rejects.toThrow('incorrect header check');
  });

  test('an answer without a body is empty', async () => {
    const url = await serve((_, response) => void response.writeHead(204).end());
    const response = await post(url);
    expect([response.status, await response.text()]).toEqual([204, '']);
  });

  test('follows a redirect that keeps the method', async () => {
    const url = await serve((request, response) => {
      if (request.url === '/old') response.writeHead(307, { location: '/new' }).end();
      else response.end(`${request.method} ${request.url}`);
    });
    expect(await (await post(`${url}/old`)).text()).toBe('POST /new');
  });

  test('rejects, naming the code, where nobody listens', async () => {
    const url = await serve(() => undefined);
    servers.pop()!.close();
    await expect(post(url)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  test('rejects reading an answer that breaks off', async () => {
    const url = await serve((_, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('{"half":');
      setTimeout(() => response.destroy(), 10);
    });
    const response = await post(url);
    expect(response.status).toBe(200);
    await expect(response.json()).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  test('does not read an endless answer to its end', async () => {
    const piece = Buffer.alloc(1 << 20, 'x');
    const url = await serve((_, response) => {
      const more = (): void => void (response.destroyed || (response.write(piece) ? setImmediate(more) : undefined));
      response.on('drain', more).on('error', () => undefined);
      more();
    });
    await expect((await post(url)).text()).rejects.toThrow('more than 64 MB came');
  });

  test('ends at once when it is cancelled, before and during the answer', async () => {
    const url = await serve((_, response) => void response.writeHead(200).write('{'));
    await expect(post(url, { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' });
    const controller = new AbortController();
    const answer = post(url, { signal: controller.signal });
    setTimeout(() => controller.abort(), 20);
    await expect(answer.then((response) => response.text())).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('leaves whatever is no short question to the global fetch', async () => {
    const url = await serve((request, response) => void response.end(request.method));
    const fetch = createSocketFetch();
    expect(await (await fetch(url)).text()).toBe('GET');
    expect(await (await fetch(url, { method: 'POST', body: new Blob(['x']) })).text()).toBe('POST');
  });

  test('a proxy in the environment is left to the global fetch', () => {
    expect(fetchFor({ HTTPS_PROXY: 'http://proxy:3128' })).toBe(globalThis.fetch);
    expect(fetchFor({ https_proxy: '' })).not.toBe(globalThis.fetch);
    expect(fetchFor({ PATH: '/bin' })).not.toBe(globalThis.fetch);
  });
});
