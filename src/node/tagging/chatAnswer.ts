/** The answer to a chat question, or what is wrong with it: the same checks for everybody who asks. */
import { chatContent, type ChatContent } from '../../core/tagging/chatContent';
import type { TaggerTrouble } from '../../core/tagging/tagRecord';
import { notACompletion, type TroubleContext } from './troubles';

export type ChatAnswer = ChatContent | TaggerTrouble;

/** Trouble where `data` is no completion: a web page, text, no choices. */
export function readChatAnswer(data: unknown, context: TroubleContext): ChatAnswer {
  return chatContent(data) ?? notACompletion(textOf(data), context);
}

/** Whatever came, as text for a message. */
export function textOf(data: unknown): string {
  return typeof data === 'string' ? data : data === undefined ? '' : (JSON.stringify(data) ?? '');
}
