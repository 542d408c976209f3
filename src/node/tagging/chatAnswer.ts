/** What the answer to a chat question says, checked in one place for everybody who asks. */
import type { ChatCompletion } from 'openai/resources/chat/completions';
import type { TaggerTrouble, TokenUsage } from '../../core/tagging/tagRecord';
import { notACompletion, type TroubleContext } from './troubles';

export type ChatAnswer =
  | { readonly kind: 'content'; readonly text: string; readonly isCut: boolean; readonly usage?: TokenUsage }
  /** The model or the service's filter would not answer. */
  | { readonly kind: 'refused'; readonly message: string; readonly usage?: TokenUsage }
  | TaggerTrouble;

type Choice = Partial<ChatCompletion['choices'][number]>;

/** Trouble where `data` is no completion: a web page, text, no choices. */
export function readChatAnswer(data: unknown, context: TroubleContext): ChatAnswer {
  const completion = asCompletion(data);
  const choice: unknown = completion?.choices?.[0];
  if (completion === null || !isObject(choice)) return notACompletion(textOf(data), context);
  return { ...saidIn(choice), ...usageOf(completion.usage) };
}

function saidIn(choice: Choice): Extract<ChatAnswer, { readonly kind: 'content' | 'refused' }> {
  const refusal = choice.message?.refusal;
  if (typeof refusal === 'string' && refusal !== '')
    return { kind: 'refused', message: `The model refused: ${refusal.slice(0, 300)}` };
  if (choice.finish_reason === 'content_filter')
    return { kind: 'refused', message: "The service's content filter cut the answer." };
  return { kind: 'content', text: contentOf(choice), isCut: choice.finish_reason === 'length' };
}

/** Content is a string by the protocol; some servers send null or a list of parts. */
function contentOf(choice: Choice): string {
  const content: unknown = choice.message?.content;
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content
    .map((part: unknown) => (isObject(part) && typeof part['text'] === 'string' ? part['text'] : ''))
    .join('');
}

function asCompletion(data: unknown): Partial<ChatCompletion> | null {
  return isObject(data) && Array.isArray(data['choices']) ? data : null;
}

export function usageOf(usage: unknown): { readonly usage?: TokenUsage } {
  if (!isObject(usage)) return {};
  const { prompt_tokens: promptTokens, completion_tokens: completionTokens } = usage;
  return isCount(promptTokens) && isCount(completionTokens) ? { usage: { promptTokens, completionTokens } } : {};
}

/** What is no count would upset every budget. */
function isCount(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value < Infinity;
}

/** Whatever came, as text for a message. */
export function textOf(data: unknown): string {
  return typeof data === 'string' ? data : data === undefined ? '' : (JSON.stringify(data) ?? '');
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
