/** Rows with a chosen and a rejected answer. */
import type { Turn } from '../conversation';
import type { JsonObject, JsonValue } from '../rowJson';
import { listKeys, withSystem } from './chatShapes';
import { field, firstKey, isObject, isText, textOf } from './fields';
import type { ShapeReader } from './shapeReader';
import { joinQuery } from './textParts';
import { splitTranscript } from './transcript';
import { isTurnList, mediaOf, noMedia, readTurn, readTurns, textTurn } from './turnList';

const chosenKeys = ['chosen', 'chosen_messages', 'chosen_response', 'preferred'];
const rejectedKeys = ['rejected', 'rejected_messages', 'rejected_response', 'dispreferred'];

function isSide(value: JsonValue): boolean {
  return isText(value) || isObject(value) || isTurnList(value);
}

export const preference: ShapeReader = {
  name: 'preference',
  read(row) {
    const chosenKey = firstKey(row, chosenKeys, isSide);
    const rejectedKey = firstKey(row, rejectedKeys, isSide);
    if (chosenKey === undefined || rejectedKey === undefined) return undefined;
    const asked = promptTurns(row);
    const pair = split(sideTurns(row[chosenKey]!), sideTurns(row[rejectedKey]!), asked.turns);
    return {
      turns: withSystem(row, pair.shared),
      chosen: pair.chosen,
      rejected: pair.rejected,
      used: [chosenKey, rejectedKey, ...asked.used, 'system', 'tools', 'images', 'audios', 'videos'],
      mapping: `${asked.used.length > 0 ? `prompt = ${asked.used.join(' + ')}, ` : ''}answers = ${chosenKey}, ${rejectedKey}`,
    };
  },
};

function sideTurns(value: JsonValue): Turn[] {
  if (isTurnList(value)) return readTurns(value, noMedia());
  if (isObject(value)) return [readTurn(value, noMedia())];
  const text = textOf(value);
  return splitTranscript(text) ?? [textTurn('assistant', text)];
}

function promptTurns(row: JsonObject): { readonly turns: readonly Turn[]; readonly used: readonly string[] } {
  const listKey = firstKey(row, listKeys, isTurnList);
  const list = listKey === undefined ? undefined : row[listKey];
  if (listKey !== undefined && isTurnList(list)) return { turns: readTurns(list, mediaOf(row)), used: [listKey] };
  const key = firstKey(row, ['prompt', 'question', 'instruction', 'query', 'input'], isText);
  if (key === undefined) return { turns: [], used: [] };
  const input = key.toLowerCase() === 'instruction' ? textOf(field(row, 'input')) : '';
  const query = joinQuery(textOf(row[key]), input);
  const turns = splitTranscript(query) ?? [textTurn('user', query, mediaOf(row))];
  return { turns, used: input === '' ? [key] : [key, 'input'] };
}

/** Sides that repeat the prompt share their common beginning; it is the prompt where the row gives none. */
function split(chosen: readonly Turn[], rejected: readonly Turn[], asked: readonly Turn[]) {
  let shared = 0;
  while (shared < chosen.length && shared < rejected.length && isSame(chosen[shared]!, rejected[shared]!)) shared++;
  const answersOnly = chosen[0]?.role !== 'user' && chosen[0]?.role !== 'system';
  if (answersOnly) return { shared: asked, chosen, rejected };
  return {
    shared: shared > 0 ? chosen.slice(0, shared) : asked,
    chosen: chosen.slice(shared),
    rejected: rejected.slice(shared),
  };
}

function isSame(a: Turn, b: Turn): boolean {
  return a.role === b.role && JSON.stringify(a.parts) === JSON.stringify(b.parts);
}
