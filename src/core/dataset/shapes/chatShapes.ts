/** Shapes that hold a list: of messages, of texts, of pairs. */
import type { Turn } from '../conversation';
import type { JsonObject, JsonValue } from '../rowJson';
import { field, firstKey, isList, isObject, isText, textOf } from './fields';
import type { ShapeMatch, ShapeReader } from './shapeReader';
import { isShareGpt, isTurnList, mediaOf, readTurns, textTurn } from './turnList';

/** Where rows keep their messages, most usual first. */
export const listKeys = [
  'conversations',
  'messages',
  'conversation',
  'dialogs',
  'dialog',
  'dialogue',
  'dialogues',
  'chat',
  'data',
  'turns',
  'items',
  'prompt',
  'trajectory',
];

function listMatch(row: JsonObject, wantsShareGpt: boolean): ShapeMatch | undefined {
  const key = firstKey(row, listKeys, isTurnList);
  const list = key === undefined ? undefined : row[key];
  if (key === undefined || !isTurnList(list) || isShareGpt(list) !== wantsShareGpt) return undefined;
  return { turns: withSystem(row, readTurns(list, mediaOf(row))), used: usedKeys(row, key), mapping: `turns = ${key}` };
}

function usedKeys(row: JsonObject, key: string): string[] {
  return [key, ...Object.keys(row).filter((other) => beside.has(other.toLowerCase()))];
}

const beside = new Set([
  'system',
  'system_prompt',
  'tools',
  'functions',
  'images',
  'audios',
  'videos',
  'image',
  'audio',
  'video',
]);

/** A system text beside the turns becomes their first turn, unless they have one. */
export function withSystem(row: JsonObject, turns: readonly Turn[]): readonly Turn[] {
  const key = firstKey(row, ['system', 'system_prompt'], isText);
  const text = key === undefined ? '' : textOf(row[key]);
  return text.trim() === '' || turns[0]?.role === 'system' ? turns : [textTurn('system', text), ...turns];
}

export const shareGpt: ShapeReader = { name: 'sharegpt', read: (row) => listMatch(row, true) };
export const messages: ShapeReader = { name: 'messages', read: (row) => listMatch(row, false) ?? alternating(row) };

/** UltraChat's `data`: texts by turns, the user first. */
function alternating(row: JsonObject): ShapeMatch | undefined {
  const key = firstKey(row, ['data', 'dialog', 'dialogue', 'conversation', 'conversations', 'messages'], isTextList);
  if (key === undefined) return undefined;
  const texts = row[key] as readonly string[];
  return {
    turns: texts.map((text, index) => textTurn(index % 2 === 0 ? 'user' : 'assistant', text)),
    used: [key],
    mapping: `turns = ${key} (user first)`,
  };
}

function isTextList(value: JsonValue): boolean {
  return isList(value) && value.length > 1 && value.every(isText);
}

/** MT-Bench: `turns` are the user's, one after the other; `reference` holds answers. */
export const mtBench: ShapeReader = {
  name: 'mt-bench',
  read(row) {
    const turns = field(row, 'turns');
    if (!isList(turns) || turns.length === 0 || !turns.every(isText)) return undefined;
    const reference = field(row, 'reference');
    const answers = isList(reference) ? reference.map(textOf) : [];
    return {
      turns: turns.flatMap((text, index) => [
        textTurn('user', textOf(text)),
        ...(answers[index] === undefined ? [] : [textTurn('assistant', answers[index])]),
      ]),
      used: ['turns', 'reference'],
      mapping: 'query = each of turns',
    };
  },
};

/** Self-Instruct: one instruction, several instances; the first is shown. */
export const selfInstruct: ShapeReader = {
  name: 'self-instruct',
  read(row) {
    const instances = field(row, 'instances');
    const instruction = field(row, 'instruction');
    if (!isList(instances) || !isText(instruction ?? null)) return undefined;
    const first = instances.find(isObject);
    const input = first === undefined ? '' : textOf(field(first, 'input'));
    const query = input.trim() === '' ? textOf(instruction) : `${textOf(instruction)}\n${input}`;
    return {
      turns: [
        textTurn('user', query),
        textTurn('assistant', first === undefined ? '' : textOf(field(first, 'output'))),
      ],
      used: ['instruction', 'instances'],
      mapping: 'query = instruction + instances.0.input, answer = instances.0.output',
    };
  },
};

const humanKeys = ['human', 'user', 'question', 'q'];
const assistantKeys = ['assistant', 'gpt', 'bot', 'answer', 'a'];

/** `conversation` of objects with both sides in one (`{human, assistant}`). */
export const humanAssistant: ShapeReader = {
  name: 'human-assistant',
  read(row) {
    const key = firstKey(row, [...listKeys, 'qa', 'rounds'], isPairList);
    if (key === undefined) return undefined;
    const pairs = (row[key] as readonly JsonValue[]).filter(isObject);
    return {
      turns: withSystem(
        row,
        pairs.flatMap((pair) => [
          textTurn('user', sideOf(pair, humanKeys)),
          textTurn('assistant', sideOf(pair, assistantKeys)),
        ]),
      ),
      used: usedKeys(row, key),
      mapping: `turns = ${key} (human, assistant)`,
    };
  },
};

function isPairList(value: JsonValue): boolean {
  return (
    isList(value) &&
    value.length > 0 &&
    value.every((pair) => isObject(pair) && firstKey(pair, humanKeys, isText) !== undefined)
  );
}

function sideOf(pair: JsonObject, keys: readonly string[]): string {
  const key = firstKey(pair, keys, isText);
  return key === undefined ? '' : textOf(pair[key]);
}
