/** A real HTTP server on a free port whose answers a test decides, request by request. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SeenRequest {
  readonly path: string;
  readonly authorization: string;
  readonly body: Record<string, unknown>;
}

export interface ReplyServer {
  readonly baseUrl: string;
  readonly seen: readonly SeenRequest[];
  stop(): Promise<void>;
}

export type Respond = (response: ServerResponse, request: SeenRequest, number: number) => void;

export async function startReplyServer(respond: Respond): Promise<ReplyServer> {
  const seen: SeenRequest[] = [];
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      const read = { path: request.url ?? '', authorization: request.headers.authorization ?? '', body };
      seen.push(read);
      respond(response, read, seen.length);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    seen,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export function sendJson(response: ServerResponse, status: number, body: unknown, headers: object = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

/** A chat completion with this content. */
export function completion(content: string, more: object = {}): object {
  return {
    id: 'c',
    object: 'chat.completion',
    choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content } }],
    usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 },
    ...more,
  };
}

export function apiError(message: string, more: object = {}): object {
  return { error: { message, type: 'invalid_request_error', param: null, code: null, ...more } };
}

async function readBody(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8')) as Record<string, unknown>;
  } catch {
    return {};
  }
}
