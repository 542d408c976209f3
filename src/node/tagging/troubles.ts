/** What went wrong with a request, as a value with a remedy. Messages never hold a key. */
import { APIConnectionError, APIConnectionTimeoutError, APIError } from 'openai';
import type { TaggerTrouble } from '../../core/tagging/tagRecord';
import { endpointRefusalIn } from './endpointRefusal';
import { waitFromHeaders } from './rateHeaders';

export interface TroubleContext {
  readonly baseUrl: string;
  readonly model: string;
  readonly apiKey?: string | undefined;
  readonly timeoutMs: number;
}

type Reason = TaggerTrouble['reason'];

/** Trouble from whatever the client threw. */
export function troubleOf(error: unknown, context: TroubleContext): TaggerTrouble {
  const endpointRefusal = endpointRefusalIn(error);
  if (endpointRefusal !== null)
    return clean({ ...trouble('badRequest', endpointRefusal.message), stopsRun: true }, context);
  if (error instanceof APIConnectionTimeoutError) return timeoutTrouble(context);
  if (error instanceof APIConnectionError) return connectionTrouble(error, context);
  const refusal: unknown = error;
  if (isRefusal(refusal)) return statusTrouble(refusal, refusal.status, context);
  return brokenReply(error, context);
}

export function timeoutTrouble(context: TroubleContext): TaggerTrouble {
  const seconds = context.timeoutMs / 1000;
  return trouble(
    'timeout',
    `${context.baseUrl} did not answer within ${seconds} s. Raise the timeout or lower the concurrency.`,
  );
}

/** A 200 that holds no chat completion: a web page, text, no choices. */
export function notACompletion(received: string, context: TroubleContext): TaggerTrouble {
  const isPage = /^\s*</.test(received);
  const what = isPage ? 'a web page' : received === '' ? 'nothing' : `"${received.slice(0, 80).replace(/\s+/g, ' ')}"`;
  const remedy = 'Check the base URL: it usually ends in /v1.';
  return clean(
    trouble('serverError', `${context.baseUrl} answered with ${what} where a completion was expected. ${remedy}`),
    context,
  );
}

function statusTrouble(error: Refusal, status: number, context: TroubleContext): TaggerTrouble {
  const kind = classify(error, status);
  const message = `${sentenceFor(kind, status, context)}${said(error)}`;
  const retryAfterMs = waitFromHeaders(error.headers, Date.now());
  return clean({ ...trouble(kind, message), ...(retryAfterMs === undefined ? {} : { retryAfterMs }) }, context);
}

/** An error with the answer's status. */
type Refusal = APIError<number, Headers>;

function isRefusal(error: unknown): error is Refusal {
  return error instanceof APIError && typeof error.status === 'number';
}

function classify(error: Refusal, status: number): Reason {
  const text = `${error.code ?? ''} ${error.type ?? ''} ${error.message}`.toLowerCase();
  if (status === 402 || /insufficient_quota|billing|exceeded your current quota/.test(text)) return 'quota';
  if (/content_filter|content_policy|moderation|flagged/.test(text) && status < 500) return 'contentFilter';
  if (
    status === 413 ||
    (status < 500 && /context_length|context length|context size|too many tokens|prompt is too long/.test(text))
  ) {
    return 'contextTooLong';
  }
  return reasonOfStatus(status);
}

function reasonOfStatus(status: number): Reason {
  switch (status) {
    case 401:
      return 'unauthorized';
    case 403:
      return 'forbidden';
    case 404:
      return 'unknownModel';
    case 408:
      return 'timeout';
    case 429:
      return 'rateLimited';
    default:
      return status === 409 || status >= 500 ? 'serverError' : 'badRequest';
  }
}

function sentenceFor(reason: Reason, status: number, { baseUrl, model, apiKey }: TroubleContext): string {
  switch (reason) {
    case 'unauthorized':
      return apiKey === undefined || apiKey === ''
        ? `${baseUrl} asks for an API key (401). Set one, in SFT_LENS_API_KEY or OPENAI_API_KEY on the command line.`
        : `${baseUrl} refused the API key (401). Check that it is complete, still valid, and meant for this service.`;
    case 'forbidden':
      return `${baseUrl} forbids this key to use "${model}" (403). Choose another model or ask the account's owner.`;
    case 'unknownModel':
      return `${baseUrl} has no model "${model}", or is no OpenAI endpoint (404). Check the model's name and the base URL, which usually ends in /v1.`;
    case 'contextTooLong':
      return `The query is longer than "${model}" accepts (${status}). Tag it with a model of longer context.`;
    case 'contentFilter':
      return `The service's content filter refused the query (${status}).`;
    case 'quota':
      return `The account's quota is used up (${status}). Add credit or choose another endpoint, then go on: nothing is paid twice.`;
    case 'rateLimited':
      return `${baseUrl} limits the rate (429).`;
    case 'timeout':
      return `${baseUrl} gave up waiting for itself (${status}).`;
    case 'badRequest':
      return `${baseUrl} refused the request (${status}).`;
    case 'serverError':
    case 'unreachable':
    case 'notLoaded':
      return `${baseUrl} failed (${status}).`;
  }
}

function connectionTrouble(error: APIConnectionError, context: TroubleContext): TaggerTrouble {
  const code = causeCode(error);
  if (/CERT|SELF_SIGNED|UNABLE_TO_VERIFY|TLS/.test(code)) {
    const remedy = "Check this machine's clock, and the server's certificate.";
    return {
      ...trouble('unreachable', `${context.baseUrl} has no certificate that can be trusted now (${code}). ${remedy}`),
      isRetryable: false,
      stopsRun: true,
    };
  }
  const remedy = /ENOTFOUND|EAI_AGAIN/.test(code)
    ? 'Check the address and the network.'
    : 'Check that the server is running and that the address and port are right.';
  return clean(
    trouble('unreachable', `${context.baseUrl} cannot be reached (${code || 'connection failed'}). ${remedy}`),
    context,
  );
}

/** Errors below the protocol: half-sent bodies, broken JSON, resets in the middle. */
function brokenReply(error: unknown, context: TroubleContext): TaggerTrouble {
  const message = error instanceof Error ? error.message : String(error);
  if (/invalid url|failed to parse url/i.test(message)) {
    const told = `The base URL "${context.baseUrl}" is no address. It looks like https://api.openai.com/v1.`;
    return { ...trouble('badRequest', told), stopsRun: true };
  }
  return clean(
    trouble(
      'serverError',
      `${context.baseUrl} sent an answer that broke off or is not JSON (${message.slice(0, 120)}).`,
    ),
    context,
  );
}

const retryable: ReadonlySet<Reason> = new Set<Reason>(['rateLimited', 'serverError', 'unreachable', 'timeout']);
const stopping: ReadonlySet<Reason> = new Set<Reason>([
  'unauthorized',
  'forbidden',
  'unknownModel',
  'quota',
  'notLoaded',
]);

function trouble(reason: Reason, message: string): TaggerTrouble {
  return { kind: 'trouble', reason, message, isRetryable: retryable.has(reason), stopsRun: stopping.has(reason) };
}

/** What the service itself said, shortened. */
function said(error: Refusal): string {
  const text = error.message
    .replace(/^\d+\s*/, '')
    .replace(/\s+/g, ' ')
    .trim();
  if (text === '' || text === 'status code (no body)') return '';
  return /^</.test(text) ? ' It sent a web page.' : ` It said: ${text.slice(0, 240)}`;
}

/** Services repeat parts of a wrong key in their messages. */
function clean(found: TaggerTrouble, context: TroubleContext): TaggerTrouble {
  const { apiKey } = context;
  const withoutKey = apiKey === undefined || apiKey.length < 4 ? found.message : found.message.split(apiKey).join('…');
  const withoutToken = withoutKey
    .replace(/\b(?:sk|key|gsk|hf|xai|pk)[-_][\w*.-]{4,}/g, '…')
    .replace(/Bearer\s+\S+/gi, 'Bearer …');
  return { ...found, message: withoutToken.replace(/\/\/[^/@\s]+@/g, '//') };
}

function causeCode(error: Error): string {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && typeof cause.code === 'string') return cause.code;
  }
  return '';
}
