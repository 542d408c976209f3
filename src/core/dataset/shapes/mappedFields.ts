import type { Turn } from '../conversation';
import type { FieldPaths } from '../mapping';
import type { JsonValue } from '../rowJson';
import { isList, isObject, isText, textOf, valueAt } from './fields';
import type { ShapeMatch } from './shapeReader';
import { joinQuery } from './textParts';
import { splitTranscript } from './transcript';
import { isTurnList, mediaOf, noMedia, readTurns, textTurn } from './turnList';

/** A row read by the paths that the user gave; a path that leads nowhere adds no turn. */
export function readFields(row: JsonValue, paths: FieldPaths): ShapeMatch {
  const turns = [
    ...systemTurns(row, paths),
    ...listedTurns(row, paths),
    ...askedTurns(row, paths),
    ...answerTurns(row, paths),
  ];
  const used = Object.values(paths).map((path: string) => path.split('.')[0]!);
  return { turns, used, mapping: '' };
}

function systemTurns(row: JsonValue, { system }: FieldPaths): Turn[] {
  const text = system === undefined ? '' : textOf(valueAt(row, system));
  return text === '' ? [] : [textTurn('system', text)];
}

function listedTurns(row: JsonValue, { turns }: FieldPaths): readonly Turn[] {
  const list = turns === undefined ? undefined : valueAt(row, turns);
  if (isTurnList(list)) return readTurns(list, isObject(row) ? mediaOf(row) : noMedia());
  if (isList(list)) return list.map((text, index) => textTurn(index % 2 === 0 ? 'user' : 'assistant', textOf(text)));
  return isText(list ?? null) ? (splitTranscript(textOf(list)) ?? [textTurn('user', textOf(list))]) : [];
}

function askedTurns(row: JsonValue, { query, context }: FieldPaths): Turn[] {
  const asked = query === undefined ? undefined : valueAt(row, query);
  if (asked === undefined || asked === null) return [];
  if (isTurnList(asked)) return readTurns(asked, noMedia());
  const texts = isList(asked) ? asked.map(textOf) : [textOf(asked)];
  const beside = context === undefined ? '' : textOf(valueAt(row, context));
  return texts.map((text, index) =>
    textTurn('user', index === 0 ? joinQuery(text, beside) : text, isObject(row) ? mediaOf(row) : noMedia()),
  );
}

function answerTurns(row: JsonValue, { answer }: FieldPaths): Turn[] {
  const text = answer === undefined ? undefined : valueAt(row, answer);
  return text === undefined || text === null ? [] : [textTurn('assistant', textOf(text))];
}
