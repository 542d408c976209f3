/**
 * A `fetch` for short JSON questions over Node's own HTTP client: connections are kept, a question leaves in one write, and
 * the answer arrives as one piece. The global `fetch` carries both through web streams, which costs several times as much
 * processor time per request (`npm run bench -- tag:throughput`). What is no such question goes to the global `fetch`.
 */
import http from 'node:http';
import https from 'node:https';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import { EndpointRefusal } from './endpointRefusal';
import { withinOrigin, type Fetch } from './withinOrigin';

/** An answer of more than this is no list of tags; it is not read to its end. */
const longestAnswerBytes = 64 << 20;

/** Where a proxy is named in the environment, the global `fetch` goes on: it may know how to use it. */
export function fetchFor(environment: Readonly<Record<string, string | undefined>>): Fetch {
  const isProxied = Object.keys(environment).some((name) => /^(https?|all)_proxy$/i.test(name) && environment[name]);
  return isProxied ? withinOrigin((input, init) => fetch(input, init)) : createSocketFetch();
}

/** Its connections are its own; idle ones never keep the process alive. Redirects are followed within an origin only. */
export function createSocketFetch(): Fetch {
  const agents = { http: new http.Agent({ keepAlive: true }), https: new https.Agent({ keepAlive: true }) };
  return withinOrigin(async (input, init) => {
    const address = typeof input === 'string' ? input : input instanceof URL ? input.href : null;
    const body = init?.body;
    if (address === null || init?.method !== 'POST' || typeof body !== 'string') return fetch(input, init);
    return responseOf(await ask(new URL(address), body, init, agents));
  });
}

interface Agents {
  readonly http: http.Agent;
  readonly https: https.Agent;
}

interface WholeAnswer {
  readonly status: number;
  readonly message: http.IncomingMessage;
  /** What broke off is an error of reading the body, as with any `fetch`. */
  readonly body: Buffer | Error;
}

/** Settles once, whatever becomes of the connection: answer, error, cancellation, another protocol, or a mere end. */
function ask(url: URL, body: string, init: RequestInit, agents: Agents): Promise<WholeAnswer> {
  return new Promise((resolve, reject) => {
    const signal = init.signal ?? undefined;
    if (signal?.aborted === true) return reject(reasonOf(signal));
    const given = init.headers instanceof Headers ? init.headers : new Headers(init.headers);
    const headers = { ...Object.fromEntries(given), 'content-length': Buffer.byteLength(body) };
    const isSecure = url.protocol === 'https:';
    const options = { method: 'POST', headers, agent: isSecure ? agents.https : agents.http };
    const request = isSecure ? https.request(url, options) : http.request(url, options);
    const fail = (error: Error): void => {
      signal?.removeEventListener('abort', abort);
      reject(error);
    };
    const abort = (): void => {
      const reason = reasonOf(signal!);
      fail(reason);
      request.destroy(reason);
    };
    signal?.addEventListener('abort', abort);
    request.on('error', fail);
    request.on('upgrade', (_, socket) => {
      fail(new EndpointRefusal(`${url.origin} changes the protocol (101) where an answer was expected. ${checkUrl}`));
      socket.destroy();
    });
    let isAnswered = false;
    request.on('response', (message) => {
      isAnswered = true;
      readWhole(message, (read) => {
        signal?.removeEventListener('abort', abort);
        resolve({ status: message.statusCode ?? 0, message, body: read });
      });
    });
    request.on('close', () => isAnswered || fail(brokenOff()));
    request.end(body);
  });
}

const checkUrl = 'Check the base URL.';

/** What a connection that merely ends would otherwise leave unsaid. */
function brokenOff(): Error {
  return Object.assign(new Error('the connection was closed before the answer was whole'), { code: 'ECONNRESET' });
}

/** Tells at once, before an error of the body becomes one of the request. */
function readWhole(message: http.IncomingMessage, tell: (body: Buffer | Error) => void): void {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  message.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    sizeBytes += chunk.length;
    if (sizeBytes <= longestAnswerBytes) return;
    tell(new Error(`more than ${longestAnswerBytes >> 20} MB came`));
    message.destroy();
  });
  message.on('error', tell);
  message.on('end', () => tell(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)));
  message.on('close', () => tell(brokenOff()));
}

async function responseOf({ status, message, body }: WholeAnswer): Promise<Response> {
  const headers = new Headers();
  for (const [name, value] of Object.entries(message.headers)) {
    for (const each of [value ?? []].flat()) headers.append(name, each);
  }
  const encoding = headers.get('content-encoding');
  const plain = encoding === null || body instanceof Error ? body : await decoded(body, encoding);
  return new WholeResponse(plain, { status, headers });
}

/** Its text is there already, so reading it needs no stream; it has no `body`. */
class WholeResponse extends Response {
  override readonly text: () => Promise<string>;
  override readonly json: () => Promise<unknown>;

  constructor(body: Buffer | Error, init: ResponseInit) {
    super(null, init);
    const text = body instanceof Error ? Promise.reject(body) : Promise.resolve(new TextDecoder().decode(body));
    text.catch(() => undefined);
    this.text = () => text;
    this.json = async () => JSON.parse(await text) as unknown;
  }
}

const decoders: Readonly<Record<string, (bytes: Buffer, limit: { maxOutputLength: number }) => Promise<Buffer>>> = {
  gzip: promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
};

/** No encoding was asked for; some servers and proxies compress all the same. */
async function decoded(body: Buffer, encoding: string): Promise<Buffer | Error> {
  const decode = decoders[encoding.trim().toLowerCase()];
  const failed = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
  return decode === undefined ? body : decode(body, { maxOutputLength: longestAnswerBytes }).catch(failed);
}

function reasonOf(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new DOMException('Aborted', 'AbortError');
}
