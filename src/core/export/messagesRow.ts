/**
 * OpenAI chat rows: `messages` of `role` and `content`, `tool_calls` with ids on the assistant's side and
 * `tool_call_id` on the tool's, images as typed parts, `tools` as a list. Ids are numbered in order, results answer the
 * calls in order. Preference pairs add `chosen` and `rejected` messages.
 */
import type { Conversation, Part, Turn } from '../dataset/conversation';
import type { ConvertedRow } from './rowFormats';
import { convertOrRefuse, pairOf, plainText, requireText, splitSystem, Unfit } from './turnParts';

type Message = Readonly<Record<string, unknown>>;

/** The row as OpenAI messages, or why it cannot be one. */
export function toMessages(conversation: Conversation): ConvertedRow {
  return convertOrRefuse(() => {
    const { system, rest } = splitSystem(conversation.turns);
    const pair = pairOf(conversation);
    requireAnswer(rest, pair !== null);
    const ids = new CallIds();
    return {
      messages: [
        ...(system === null ? [] : [{ role: 'system', content: system }]),
        ...rest.flatMap((turn) => ids.messagesOf(turn)),
      ],
      ...(pair
        ? {
            chosen: { role: 'assistant', content: pair.chosen },
            rejected: { role: 'assistant', content: pair.rejected },
          }
        : {}),
      ...(conversation.tools === undefined ? {} : { tools: toolList(conversation.tools) }),
      ...(conversation.label === undefined ? {} : { label: conversation.label }),
    };
  });
}

function requireAnswer(turns: readonly Turn[], isPair: boolean): void {
  if (!turns.some((turn) => turn.role === 'user')) throw new Unfit('there is no query');
  const endsWithAnswer = turns.at(-1)?.role === 'assistant';
  if (endsWithAnswer === isPair)
    throw new Unfit(isPair ? 'the prompt of the pair ends with an answer' : 'there is no answer');
}

function toolList(tools: string): unknown {
  try {
    const parsed = JSON.parse(tools) as unknown;
    if (Array.isArray(parsed)) return parsed;
  } catch {
    // Told below, with the same words as for tools that are JSON but no list.
  }
  throw new Unfit('the tools are not a JSON list');
}

/** Numbers tool calls and hands their ids to the results that follow. */
class CallIds {
  private count = 0;
  private readonly open: string[] = [];

  messagesOf(turn: Turn): Message[] {
    switch (turn.role) {
      case 'user':
        return [{ role: 'user', content: contentOf(turn) }];
      case 'assistant':
        return [this.assistantMessage(turn)];
      case 'tool':
        return turn.parts.map((part) => this.resultMessage(part));
      case 'system':
        throw new Unfit('a system turn stands after the first turn');
    }
  }

  private assistantMessage(turn: Turn): Message {
    const calls = turn.parts.flatMap((part) =>
      part.kind === 'toolCall' ? [this.callOf(part.name, part.arguments)] : [],
    );
    const text = plainText({ ...turn, parts: turn.parts.filter((part) => part.kind !== 'toolCall') });
    if (calls.length === 0) return { role: 'assistant', content: requireText(text, 'answer') };
    return { role: 'assistant', content: text === '' ? null : text, tool_calls: calls };
  }

  private callOf(name: string, callArguments: string): Message {
    const id = `call_${++this.count}`;
    this.open.push(id);
    return { id, type: 'function', function: { name, arguments: callArguments } };
  }

  private resultMessage(part: Part): Message {
    const id = this.open.shift();
    if (id === undefined) throw new Unfit('a tool result answers no tool call');
    if (part.kind !== 'toolResult' && part.kind !== 'text') throw new Unfit('a tool turn holds more than text');
    return { role: 'tool', tool_call_id: id, content: part.text };
  }
}

function contentOf(turn: Turn): unknown {
  if (turn.parts.every((part) => part.kind !== 'media')) return requireText(plainText(turn), 'query');
  return turn.parts.map((part) => {
    if (part.kind === 'text') return { type: 'text', text: part.text };
    if (part.kind === 'media' && part.media === 'image')
      return { type: 'image_url', image_url: { url: part.reference } };
    throw new Unfit(
      `OpenAI messages have no place for ${part.kind === 'media' ? part.media : part.kind} in a question`,
    );
  });
}
