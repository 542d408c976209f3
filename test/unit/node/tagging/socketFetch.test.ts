import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import {
  createServer as createSocketServer,
  type AddressInfo,
  type Server as SocketServer,
  type Socket,
} from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
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

/** Answers on the bare connection, once the question has begun to arrive. */
async function serveSocket(answer: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server: SocketServer = createSocketServer((socket) => {
    sockets.add(socket.on('error', () => undefined));
    socket.once('data', () => answer(socket));
  });
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const switching = 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n';

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

  const withKeys = { authorization: 'Bearer k1', 'api-key': 'k2', 'x-api-key': 'k3', 'x-own': 'k4' };
  /** Two servers: the first points to the second, which tells what reached it. */
  async function pointing(status: number): Promise<{ url: string; elsewhere: string; reached: string[] }> {
    const reached: string[] = [];
    const elsewhere = await serve((request, response) => {
      reached.push(`${request.method} ${JSON.stringify(request.headers)}`);
      response.end('{}');
    });
    const url = await serve((_, response) => void response.writeHead(status, { location: `${elsewhere}/v1` }).end());
    return { url, elsewhere, reached };
  }

  test.each([301, 302, 307, 308])('sends nothing on to another host that a %i points to', async (status) => {
    const { url, elsewhere, reached } = await pointing(status);
    for (const fetch of [createSocketFetch(), fetchFor({ https_proxy: 'http://proxy:3128' })]) {
      await expect(post(url, { headers: withKeys }, fetch)).rejects.toThrow(
        `${url} redirects to ${elsewhere}. Neither the key nor any text is sent on to another host.`,
      );
      await expect(fetch(url, { headers: withKeys })).rejects.toThrow('redirects to');
      await expect(post(url, { headers: withKeys, body: new FormData() }, fetch)).rejects.toThrow('redirects to');
    }
    expect(reached).toEqual([]);
  });

  test('hands on a "see other", whose question would be another one, and gives up on a circle', async () => {
    const url = await serve((request, response) => {
      response.writeHead(request.url === '/other' ? 303 : 307, { location: request.url! }).end();
    });
    expect((await post(`${url}/other`)).status).toBe(303);
    await expect(post(`${url}/round`)).rejects.toThrow('redirects without end, at last to /round');
  });

  test('rejects where the server changes the protocol', { timeout: 3_000 }, async () => {
    const url = await serveSocket((socket) => void socket.write(switching));
    await expect(post(url)).rejects.toThrow('changes the protocol (101)');
  });

  test('rejects where the connection ends before or within an answer', { timeout: 3_000 }, async () => {
    for (const beginning of ['', 'HTTP/1.1 200', 'HTTP/1.1 100 Continue\r\n\r\n', switching.slice(0, -2)]) {
      const url = await serveSocket((socket) => void socket.end(beginning));
      await expect(post(url), beginning).rejects.toMatchObject({
        code: expect.stringMatching(/ECONNRESET|HPE_/) as string,
      });
    }
    const url = await serveSocket((socket) => void socket.end('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{'));
    await expect((await post(url)).text()).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  test('settles when it is cancelled, whatever the server has done', { timeout: 3_000 }, async () => {
    for (const beginning of ['', 'HTTP/1.1 1', 'HTTP/1.1 100 Continue\r\n\r\n', 'HTTP/1.1 200 OK\r\n\r\n{']) {
      const url = await serveSocket((socket) => void socket.write(beginning));
      const controller = new AbortController();
      const answer = post(url, { signal: controller.signal });
      setTimeout(() => controller.abort(), 20);
      await expect(answer, beginning).rejects.toMatchObject({ name: 'AbortError' });
    }
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

  test('a proxy in the environment is left to the global fetch', async () => {
    const url = await serve((_, response) => void response.end('{}'));
    const global = vi.spyOn(globalThis, 'fetch');
    onTestFinished(() => global.mockRestore());
    const asked: number[] = [];
    for (const environment of [{ HTTPS_PROXY: 'http://proxy:3128' }, { https_proxy: '' }, { PATH: '/bin' }]) {
      await post(url, {}, fetchFor(environment));
      asked.push(global.mock.calls.length);
    }
    expect(asked).toEqual([1, 1, 1]);
  });
});
