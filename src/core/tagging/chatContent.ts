/** What a chat completion says, whoever asked for it: read in one place, whatever a server puts there. */
import type { TokenUsage } from './tagRecord';

export type ChatContent =
  | { readonly kind: 'content'; readonly text: string; readonly isCut: boolean; readonly usage?: TokenUsage }
  /** The model or the service's filter would not answer. */
  | { readonly kind: 'refused'; readonly message: string; readonly usage?: TokenUsage };

type Fields = Readonly<Record<string, unknown>>;

/** Null where `data` is no completion: a web page, text, no choices. */
export function chatContent(data: unknown): ChatContent | null {
  const choices = isFields(data) ? data['choices'] : undefined;
  const choice: unknown = Array.isArray(choices) ? choices[0] : undefined;
  if (!isFields(data) || !isFields(choice)) return null;
  return { ...saidIn(choice), ...usageOf(data['usage']) };
}

function saidIn(choice: Fields): ChatContent {
  const message = isFields(choice['message']) ? choice['message'] : {};
  const { refusal, content } = message;
  if (typeof refusal === 'string' && refusal !== '')
    return { kind: 'refused', message: `The model refused: ${refusal.slice(0, 300)}` };
  if (choice['finish_reason'] === 'content_filter')
    return { kind: 'refused', message: "The service's content filter cut the answer." };
  return { kind: 'content', text: textOfContent(content), isCut: choice['finish_reason'] === 'length' };
}

/** Content is a string by the protocol; some servers send null or a list of parts. */
function textOfContent(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content
    .map((part: unknown) => (isFields(part) && typeof part['text'] === 'string' ? part['text'] : ''))
    .join('');
}

/** The tokens that a service reports; nothing where it reports none. */
export function usageOf(usage: unknown): { readonly usage?: TokenUsage } {
  if (!isFields(usage)) return {};
  const { prompt_tokens: promptTokens, completion_tokens: completionTokens } = usage;
  return isCount(promptTokens) && isCount(completionTokens) ? { usage: { promptTokens, completionTokens } } : {};
}

/** What is no count would upset every budget. */
function isCount(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value < Infinity;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}
