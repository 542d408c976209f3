/** Rows of any known shape as conversations, and which shape a file has. */
import { queriesOf, type Conversation } from './conversation';
import { describeFields, type QueryMapping } from './mapping';
import type { JsonValue } from './rowJson';
import { shapeNames, type ShapeName } from './shapeNames';
import { humanAssistant, messages, mtBench, selfInstruct, shareGpt } from './shapes/chatShapes';
import { isObject } from './shapes/fields';
import { readFields } from './shapes/mappedFields';
import {
  alpaca,
  dolly,
  history,
  judgedAnswer,
  looseQueryResponse,
  plainText,
  prompt,
  questionAnswer,
  queryResponse,
  transcript,
} from './shapes/pairShapes';
import { preference } from './shapes/preference';
import { factsOf, labelOf, toolsOf } from './shapes/rowFacts';
import type { ShapeMatch, ShapeReader } from './shapes/shapeReader';
import { splitTranscript } from './shapes/transcript';
import { textTurn } from './shapes/turnList';

export interface ShapeReading {
  readonly shape: ShapeName;
  readonly conversation: Conversation;
  /** For people: `query = instruction + input, answer = output`. */
  readonly mapping: string;
}

export interface ShapeDetection {
  /** The shape of most rows looked at. */
  readonly shape: ShapeName;
  /** Share of the rows looked at that have it, 0 to 1. */
  readonly confidence: number;
  readonly counts: readonly { readonly shape: ShapeName; readonly rows: number }[];
  /** For people: `query = instruction + input, answer = output`. */
  readonly mapping: string;
  /** First queries of up to three rows, capped. */
  readonly examples: readonly string[];
}

/** Most specific first. */
const readers: readonly ShapeReader[] = [
  preference,
  shareGpt,
  mtBench,
  messages,
  humanAssistant,
  selfInstruct,
  history,
  dolly,
  alpaca,
  judgedAnswer,
  questionAnswer,
  prompt,
  queryResponse,
  looseQueryResponse,
  transcript,
  plainText,
];

const unknown: ShapeReading = { shape: 'unknown', conversation: { turns: [] }, mapping: 'no query found' };

/** A row as a conversation. Never fails: a row without a known shape has the shape `unknown` and no turns. */
export function readConversation(value: JsonValue, mapping: QueryMapping): ShapeReading {
  switch (mapping.kind) {
    case 'auto':
      return readAs(value, readers);
    case 'shape':
      return readAs(
        value,
        readers.filter(({ name }) => name === mapping.shape),
      );
    case 'fields':
      return readByFields(value, mapping);
  }
}

function readAs(value: JsonValue, candidates: readonly ShapeReader[]): ShapeReading {
  if (typeof value === 'string') return readString(value);
  if (!isObject(value)) return unknown;
  for (const reader of candidates) {
    const match = reader.read(value);
    if (match !== undefined)
      return { shape: reader.name, conversation: complete(value, match), mapping: match.mapping };
  }
  return { ...unknown, conversation: complete(value, { turns: [], used: [], mapping: '' }) };
}

function readString(text: string): ShapeReading {
  const turns = splitTranscript(text);
  if (turns !== undefined)
    return { shape: 'transcript', conversation: { turns }, mapping: 'turns = the row (roles in the text)' };
  return { shape: 'string', conversation: { turns: [textTurn('user', text)] }, mapping: 'query = the row' };
}

function readByFields(value: JsonValue, mapping: QueryMapping & { readonly kind: 'fields' }): ShapeReading {
  const match = readFields(value, mapping.fields);
  const conversation = isObject(value) ? complete(value, match) : { turns: match.turns };
  return {
    shape: match.turns.length > 0 ? 'mapped' : 'unknown',
    conversation,
    mapping: describeFields(mapping.fields),
  };
}

function complete(row: JsonValue & object, match: ShapeMatch): Conversation {
  if (!isObject(row)) return { turns: match.turns };
  const tools = toolsOf(row);
  const label = labelOf(row);
  const facts = factsOf(row, match.used);
  return {
    turns: match.turns,
    ...(match.chosen === undefined ? {} : { chosen: match.chosen }),
    ...(match.rejected === undefined ? {} : { rejected: match.rejected }),
    ...(tools === undefined ? {} : { tools }),
    ...(label === undefined ? {} : { label }),
    ...(facts.length === 0 ? {} : { facts }),
  };
}

const maxExampleLength = 160;

/** The shape of a file from some of its rows. */
export function detectShape(values: readonly JsonValue[]): ShapeDetection {
  return summarize(values.map((value) => readConversation(value, { kind: 'auto' })));
}

/** The same from rows that are read already. */
export function summarize(readings: readonly ShapeReading[]): ShapeDetection {
  const rowsOf = new Map<ShapeName, number>();
  for (const { shape } of readings) rowsOf.set(shape, (rowsOf.get(shape) ?? 0) + 1);
  const counts = [...rowsOf]
    .map(([shape, rows]) => ({ shape, rows }))
    .sort((a, b) => b.rows - a.rows || rankOf(a.shape) - rankOf(b.shape));
  const shape = counts[0]?.shape ?? 'unknown';
  const ofShape = readings.filter((reading) => reading.shape === shape);
  return {
    shape,
    confidence: readings.length === 0 ? 0 : ofShape.length / readings.length,
    counts,
    mapping: mostFrequent(ofShape.map(({ mapping }) => mapping)),
    examples: ofShape
      .flatMap(({ conversation }) => queriesOf(conversation).slice(0, 1))
      .slice(0, 3)
      .map((query) => query.slice(0, maxExampleLength)),
  };
}

function rankOf(shape: ShapeName): number {
  return shapeNames.indexOf(shape);
}

/** Ties go to the one met first. */
function mostFrequent(texts: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].reduce((best, next) => (next[1] > best[1] ? next : best), ['', 0] as [string, number])[0];
}
