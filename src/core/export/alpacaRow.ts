/**
 * Alpaca rows as LLaMA-Factory reads them: `instruction`, `input`, `output`, and where there are some `system` and
 * `history` (pairs of earlier turns); `chosen` and `rejected` for preference pairs, `kto_tag` for KTO labels.
 */
import type { Conversation } from '../dataset/conversation';
import type { ConvertedRow } from './rowFormats';
import { convertOrRefuse, pairOf, plainText, requireAlternation, requireText, splitSystem, Unfit } from './turnParts';

/** The row as Alpaca, or why it cannot be one. */
export function toAlpaca(conversation: Conversation): ConvertedRow {
  return convertOrRefuse(() => {
    if (conversation.tools !== undefined) throw new Unfit('Alpaca rows have no place for tools');
    const { system, rest } = splitSystem(conversation.turns);
    if (rest.some((turn) => turn.role === 'tool')) throw new Unfit('Alpaca rows have no place for tool results');
    const pair = pairOf(conversation);
    requireAlternation(rest, pair !== null);
    const texts = rest.map(plainText);
    const questionAt = texts.length - (pair ? 1 : 2);
    const history = Array.from({ length: questionAt / 2 }, (_, k) => texts.slice(2 * k, 2 * k + 2));
    const answer = pair ?? { output: requireText(texts.at(-1) ?? '', 'answer') };
    return {
      instruction: requireText(texts[questionAt] ?? '', 'query'),
      input: '',
      ...answer,
      ...(system === null ? {} : { system }),
      ...(history.length === 0 ? {} : { history }),
      ...(conversation.label === undefined ? {} : { kto_tag: conversation.label }),
    };
  });
}
