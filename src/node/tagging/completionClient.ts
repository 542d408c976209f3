/** One request to an OpenAI-compatible endpoint: our timeout over the whole answer, trouble as a value. */
import OpenAI from 'openai';
import type { AbortSignalOf, TaggerTrouble } from '../../core/tagging/tagRecord';
import type { EndpointOptions } from './openaiTagger';
import { exhausted } from './rateHeaders';
import { fetchFor } from './socketFetch';
import { timeoutTrouble, troubleOf, type TroubleContext } from './troubles';

const defaultTimeoutMs = 60_000;

export interface Answer<T> {
  readonly kind: 'answer';
  readonly data: T;
  /** The service's allowance is spent: wait so long before the next request. */
  readonly waitMs?: number;
}

export interface CompletionClient {
  readonly openai: OpenAI;
  readonly context: TroubleContext;
  /** Runs a request; rejects only when `signal` is aborted. Other errors come back as `rejection` with their trouble. */
  request<T>(
    send: (options: { readonly signal: AbortSignal }) => { withResponse(): Promise<{ data: T; response: Response }> },
    signal?: AbortSignalOf,
  ): Promise<Answer<T> | Rejection>;
}

export interface Rejection {
  readonly kind: 'rejection';
  readonly trouble: TaggerTrouble;
  readonly error: unknown;
}

export function createCompletionClient(options: EndpointOptions): CompletionClient {
  const timeoutMs = options.timeoutMs ?? defaultTimeoutMs;
  const openai = new OpenAI({
    apiKey: options.apiKey || 'none',
    baseURL: options.baseUrl,
    organization: null,
    project: null,
    maxRetries: 0,
    timeout: timeoutMs * 2,
    logLevel: 'off',
    fetch: fetchFor(process.env),
    ...(options.headers === undefined ? {} : { defaultHeaders: { ...options.headers } }),
  });
  const context: TroubleContext = { baseUrl: options.baseUrl, model: options.model, apiKey: options.apiKey, timeoutMs };
  return { openai, context, request: (send, signal) => requestOnce(send, context, signal) };
}

/** The client's own timeout ends with the headers; ours covers a body that never ends as well. */
async function requestOnce<T>(
  send: (options: { readonly signal: AbortSignal }) => { withResponse(): Promise<{ data: T; response: Response }> },
  context: TroubleContext,
  signal: AbortSignalOf | undefined,
): Promise<Answer<T> | Rejection> {
  signal?.throwIfAborted();
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  signal?.addEventListener('abort', abort);
  let isTimedOut = false;
  const timer = setTimeout(() => {
    isTimedOut = true;
    abort();
  }, context.timeoutMs);
  try {
    const { data, response } = await send({ signal: controller.signal }).withResponse();
    const waitMs = exhausted(response.headers);
    return { kind: 'answer', data, ...(waitMs === undefined ? {} : { waitMs }) };
  } catch (error) {
    signal?.throwIfAborted();
    return { kind: 'rejection', error, trouble: isTimedOut ? timeoutTrouble(context) : troubleOf(error, context) };
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
  }
}
