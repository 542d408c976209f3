/**
 * ShareGPT rows as LLaMA-Factory and FastChat read them: `conversations` of `from` and `value`, questions (human,
 * observation) and answers (gpt, function_call) in turn, beginning with a question. The system text and the tools stand
 * in keys of their own, because FastChat knows no system turn. Preference pairs add `chosen` and `rejected`.
 */
import type { Conversation, Turn } from '../dataset/conversation';
import type { ConvertedRow } from './rowFormats';
import { convertOrRefuse, pairOf, plainText, requireAlternation, requireText, splitSystem, Unfit } from './turnParts';

/** The row as ShareGPT, or why it cannot be one. */
export function toShareGpt(conversation: Conversation): ConvertedRow {
  return convertOrRefuse(() => {
    const { system, rest } = splitSystem(conversation.turns);
    const pair = pairOf(conversation);
    requireAlternation(rest, pair !== null);
    return {
      conversations: rest.map(toTurn),
      ...(pair ? { chosen: { from: 'gpt', value: pair.chosen }, rejected: { from: 'gpt', value: pair.rejected } } : {}),
      ...(system === null ? {} : { system }),
      ...(conversation.tools === undefined ? {} : { tools: conversation.tools }),
      ...(conversation.label === undefined ? {} : { kto_tag: conversation.label }),
    };
  });
}

function toTurn(turn: Turn): { from: string; value: string } {
  const calls = turn.parts.filter((part) => part.kind === 'toolCall');
  if (calls.length > 0) return { from: 'function_call', value: callText(turn) };
  switch (turn.role) {
    case 'user':
      return { from: 'human', value: requireText(plainText(turn), 'query') };
    case 'assistant':
      return { from: 'gpt', value: requireText(plainText(turn), 'answer') };
    case 'tool':
      return { from: 'observation', value: plainText(turn) };
    case 'system':
      throw new Unfit('a system turn stands after the first turn');
  }
}

/** One call as an object, several as a list, arguments as JSON where they are JSON. */
function callText(turn: Turn): string {
  const calls = turn.parts.map((part) => {
    if (part.kind !== 'toolCall') throw new Unfit('a turn holds both text and a tool call');
    return { name: part.name, arguments: parsedOrText(part.arguments) };
  });
  return JSON.stringify(calls.length === 1 ? calls[0] : calls);
}

function parsedOrText(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
