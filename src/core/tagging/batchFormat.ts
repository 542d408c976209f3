/** The lines of OpenAI's Batch API, which vLLM's `run-batch` reads and writes as well. */
import { chatContent } from './chatContent';
import { outcomeOfReply } from './parseReply';
import { isQueryHash } from './queryHash';
import type { TagOutcome, TokenUsage } from './tagRecord';

export interface BatchLimits {
  readonly maxRequests: number;
  readonly maxBytes: number;
}

/** What OpenAI accepts in one file. */
export const openaiBatchLimits: BatchLimits = { maxRequests: 50_000, maxBytes: 200_000_000 };

const chatCompletionsPath = '/v1/chat/completions';

/** One request; the query's hash is its id, so that answers find their query in any order. */
export function batchLine(hash: string, body: object): string {
  return `${JSON.stringify({ custom_id: hash, method: 'POST', url: chatCompletionsPath, body })}\n`;
}

export type BatchAnswer =
  | { readonly kind: 'answer'; readonly hash: string; readonly outcome: TagOutcome; readonly usage?: TokenUsage }
  /** The request failed or expired; the query is still to be tagged. */
  | { readonly kind: 'failed'; readonly hash: string; readonly message: string }
  | { readonly kind: 'unreadable' };

/** A line of an output or error file. */
export function readBatchLine(text: string): BatchAnswer {
  const line = parsed(text);
  const hash = line?.['custom_id'];
  if (!isQueryHash(hash)) return { kind: 'unreadable' };
  const response = asFields(line?.['response']);
  const body = asFields(response?.['body']);
  const content = chatContent(body);
  if (content === null) return { kind: 'failed', hash, message: failureOf(line, response, body) };
  const { usage } = content;
  const outcome: TagOutcome =
    content.kind === 'content' ? outcomeOfReply(content.text) : { kind: 'refused', message: content.message };
  return { kind: 'answer', hash, outcome, ...(usage === undefined ? {} : { usage }) };
}

type Fields = Readonly<Record<string, unknown>>;

function failureOf(line: Fields | undefined, response: Fields | undefined, body: Fields | undefined): string {
  const error = asFields(line?.['error']) ?? asFields(body?.['error']);
  const said = error?.['message'] ?? error?.['code'];
  if (typeof said === 'string') return said.slice(0, 300);
  const status = response?.['status_code'];
  return typeof status === 'number' ? `The request failed (${status}).` : 'The answer holds no choice.';
}

function parsed(text: string): Fields | undefined {
  try {
    return asFields(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function asFields(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}
