/** Lists of messages, however their keys and roles are spelled. */
import type { Part, Role, Turn } from '../conversation';
import type { JsonObject, JsonValue } from '../rowJson';
import { field, firstKey, isList, isObject, isText, jsonText, textOf } from './fields';
import { assistantParts, userParts, withoutWrapper, type MediaQueue } from './textParts';

const roleOf: Readonly<Record<string, Role>> = {
  system: 'system',
  developer: 'system',
  user: 'user',
  human: 'user',
  prompter: 'user',
  customer: 'user',
  question: 'user',
  assistant: 'assistant',
  gpt: 'assistant',
  bot: 'assistant',
  model: 'assistant',
  chatgpt: 'assistant',
  bing: 'assistant',
  bard: 'assistant',
  ai: 'assistant',
  answer: 'assistant',
  function_call: 'assistant',
  tool_call: 'assistant',
  tool: 'tool',
  function: 'tool',
  observation: 'tool',
  tool_response: 'tool',
  function_response: 'tool',
  ipython: 'tool',
};

const roleKeys = ['from', 'role', 'speaker', 'author'];
const textKeys = ['value', 'content', 'text', 'message', 'utterance'];

/** Every element that is an object has a role and a text; the first one decides the dialect. */
export function isTurnList(value: JsonValue | undefined): value is readonly JsonObject[] {
  return isList(value) && value.length > 0 && value.every(isTurn);
}

function isTurn(value: JsonValue): boolean {
  if (!isObject(value)) return false;
  if (firstKey(value, roleKeys, isText) === undefined) return false;
  return [...textKeys, 'tool_calls', 'function_call', 'parts'].some((key) => field(value, key) !== undefined);
}

/** ShareGPT's dialect says `from` and `value`; OpenAI's says `role` and `content`. */
export function isShareGpt(turns: readonly JsonObject[]): boolean {
  return turns.some((turn) => field(turn, 'from') !== undefined);
}

export function readTurns(turns: readonly JsonObject[], media: MediaQueue): Turn[] {
  return turns.map((turn) => readTurn(turn, media));
}

export function readTurn(turn: JsonObject, media: MediaQueue): Turn {
  const sourceRole = textOf(turn[firstKey(turn, roleKeys, isText) ?? '']);
  const spelled = sourceRole.trim().toLowerCase();
  const role = Object.hasOwn(roleOf, spelled) ? roleOf[spelled]! : 'user';
  const parts = [...reasoningParts(turn), ...contentParts(turn, role, spelled, media), ...callParts(turn)];
  return sourceRole === role ? { role, parts } : { role, parts, sourceRole };
}

/** A turn from plain text in a role. */
export function textTurn(role: Role, text: string, media: MediaQueue = noMedia()): Turn {
  return { role, parts: textParts(role, text, media) };
}

export function noMedia(): MediaQueue {
  return { image: [], audio: [], video: [] };
}

function textParts(role: Role, text: string, media: MediaQueue): Part[] {
  switch (role) {
    case 'assistant':
      return assistantParts(text);
    case 'user':
      return userParts(withoutWrapper(text), media);
    case 'tool':
      return [{ kind: 'toolResult', text }];
    case 'system':
      return [{ kind: 'text', text }];
  }
}

function reasoningParts(turn: JsonObject): Part[] {
  const key = firstKey(turn, ['reasoning_content', 'reasoning', 'thinking', 'thought'], isText);
  const text = key === undefined ? '' : textOf(turn[key]);
  return text.trim() === '' ? [] : [{ kind: 'thinking', text }];
}

function contentParts(turn: JsonObject, role: Role, spelled: string, media: MediaQueue): Part[] {
  const key = textKeys.find((name) => field(turn, name) !== undefined) ?? 'parts';
  const content = field(turn, key);
  if (isList(content)) return content.flatMap((part) => typedPart(part, role, media));
  if (isObject(content)) return typedPart(content, role, media);
  const text = textOf(content);
  if (spelled === 'function_call' || spelled === 'tool_call') return callsFromText(text);
  if (role === 'tool') return [toolResult(text, turn)];
  return text === '' && callParts(turn).length > 0 ? [] : textParts(role, text, media);
}

function toolResult(text: string, turn: JsonObject): Part {
  const name = field(turn, 'name') ?? field(turn, 'tool_call_id');
  return isText(name ?? null) ? { kind: 'toolResult', name: textOf(name), text } : { kind: 'toolResult', text };
}

/** One of OpenAI's, Anthropic's or LLaMA-Factory's typed parts. */
function typedPart(part: JsonValue, role: Role, media: MediaQueue): Part[] {
  if (!isObject(part)) return textParts(role, textOf(part), media);
  const type = textOf(field(part, 'type')).toLowerCase();
  const text = textOf(field(part, 'text') ?? field(part, 'value') ?? field(part, 'content'));
  if (type.includes('reason') || type === 'thinking')
    return [{ kind: 'thinking', text: text || textOf(field(part, 'thinking')) }];
  if (type === 'tool_call' || type === 'tool_use' || type === 'function_call') return typedCall(part, text);
  if (type === 'tool_result' || type === 'function_response') return [{ kind: 'toolResult', text }];
  for (const kind of ['image', 'audio', 'video'] as const) {
    if (type.includes(kind)) return [{ kind: 'media', media: kind, reference: mediaReference(part, kind) }];
  }
  return textParts(role, text, media);
}

function typedCall(part: JsonObject, text: string): Part[] {
  const name = field(part, 'name');
  if (name === undefined) return callsFromText(text);
  return [
    { kind: 'toolCall', name: textOf(name), arguments: textOf(field(part, 'input') ?? field(part, 'arguments')) },
  ];
}

function mediaReference(part: JsonObject, kind: string): string {
  const holder =
    field(part, `${kind}_url`) ??
    field(part, kind) ??
    field(part, 'source') ??
    field(part, 'value') ??
    field(part, 'url');
  if (isObject(holder))
    return shortReference(textOf(field(holder, 'url') ?? field(holder, 'path') ?? field(holder, 'data')));
  return shortReference(textOf(holder ?? field(part, 'input_audio')));
}

/** Data URIs are named, not carried along. */
export function shortReference(reference: string): string {
  return reference.length > 500 ? `${reference.slice(0, 60)}… (${reference.length} characters)` : reference;
}

function callParts(turn: JsonObject): Part[] {
  const calls = field(turn, 'tool_calls');
  const single = field(turn, 'function_call');
  const listed = isList(calls) ? calls : isObject(single) ? [single] : [];
  return listed.flatMap(callPart);
}

function callPart(call: JsonValue): Part[] {
  if (!isObject(call)) return [];
  const inner = field(call, 'function');
  const source = isObject(inner) ? inner : call;
  return [{ kind: 'toolCall', name: textOf(field(source, 'name')), arguments: textOf(field(source, 'arguments')) }];
}

/** A call, or a list of calls, as JSON text inside a turn; text that is not JSON stays readable as arguments. */
function callsFromText(text: string): Part[] {
  try {
    const value = JSON.parse(text) as JsonValue;
    const calls = isList(value) ? value.flatMap(callPart) : callPart(value);
    if (calls.length > 0) return calls;
  } catch {
    return [{ kind: 'toolCall', name: '', arguments: text }];
  }
  return [{ kind: 'toolCall', name: '', arguments: text }];
}

/** Media of a row by its lists `images`, `audios`, `videos` (or one reference under the singular). */
export function mediaOf(row: JsonObject): MediaQueue {
  return { image: references(row, 'image'), audio: references(row, 'audio'), video: references(row, 'video') };
}

function references(row: JsonObject, kind: string): string[] {
  const value = field(row, `${kind}s`) ?? field(row, kind);
  if (isText(value ?? null)) return [shortReference(textOf(value))];
  if (!isList(value)) return [];
  return value.map((item) =>
    shortReference(isObject(item) ? textOf(field(item, 'path') ?? field(item, 'url')) || jsonText(item) : textOf(item)),
  );
}
