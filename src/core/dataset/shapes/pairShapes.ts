/** Shapes with one query and one answer under keys of their own. */
import type { Turn } from '../conversation';
import type { JsonObject, JsonValue } from '../rowJson';
import type { ShapeName } from '../shapeNames';
import { withSystem } from './chatShapes';
import { field, firstKey, isList, isText, textOf } from './fields';
import type { ShapeMatch, ShapeReader } from './shapeReader';
import { joinQuery } from './textParts';
import { splitTranscript } from './transcript';
import { mediaOf, textTurn } from './turnList';

const answerKeys = [
  'output',
  'response',
  'completion',
  'answer',
  'solution',
  'std_answer',
  'target',
  'assistant',
  'gpt',
  'reply',
  'message_2',
  'bot',
  'generated_solution',
  'output_cand',
  'summary',
  'generation',
  'explanation',
  'label_text',
  'answers',
  'reference_answer',
  'ground_truth',
];

interface PairShape {
  readonly name: ShapeName;
  readonly queryKeys: readonly string[];
  readonly contextKeys: readonly string[];
  /** Without an answer key the row must still be taken (a list of queries). */
  readonly needsAnswer: boolean;
}

function isAnswer(value: JsonValue): boolean {
  return isText(value) || typeof value === 'number' || isList(value);
}

function pairReader(shape: PairShape): ShapeReader {
  return { name: shape.name, read: (row) => readPair(row, shape) };
}

function readPair(row: JsonObject, shape: PairShape): ShapeMatch | undefined {
  const queryKey = firstKey(row, shape.queryKeys, isText);
  if (queryKey === undefined) return undefined;
  const answerKey = firstKey(
    row,
    answerKeys.filter((key) => key !== queryKey.toLowerCase()),
    isAnswer,
  );
  if (shape.needsAnswer && answerKey === undefined) return undefined;
  const contextKey = firstKey(
    row,
    shape.contextKeys.filter((key) => key !== queryKey.toLowerCase()),
    isText,
  );
  const context = contextKey === undefined ? '' : textOf(row[contextKey]);
  const turns = pairTurns(row, textOf(row[queryKey]), context, answerKey);
  const used = [queryKey, contextKey, answerKey, ...besideKeys].filter((key) => key !== undefined);
  return { turns: withSystem(row, turns), used, mapping: describe(queryKey, contextKey, answerKey) };
}

const besideKeys = ['history', 'system', 'system_prompt', 'tools', 'images', 'audios', 'videos'];

function pairTurns(row: JsonObject, query: string, context: string, answerKey: string | undefined): Turn[] {
  const answer = answerKey === undefined ? [] : [textTurn('assistant', answerText(row[answerKey]!))];
  const transcript = splitTranscript(query);
  if (transcript !== undefined) return [...transcript, ...answer];
  return [...historyTurns(row), textTurn('user', joinQuery(query, context), mediaOf(row)), ...answer];
}

/** SQuAD keeps its answers as a list of texts; the first is shown. */
function answerText(value: JsonValue): string {
  return isList(value) ? textOf(value[0]) : textOf(value);
}

function describe(query: string, context: string | undefined, answer: string | undefined): string {
  const asked = context === undefined ? query : `${query} + ${context}`;
  return answer === undefined ? `query = ${asked}` : `query = ${asked}, answer = ${answer}`;
}

/** Alpaca's `history`: pairs of earlier query and answer. */
function historyTurns(row: JsonObject): Turn[] {
  const history = field(row, 'history');
  if (!isList(history)) return [];
  return history.flatMap((pair) =>
    isList(pair) ? [textTurn('user', textOf(pair[0])), textTurn('assistant', textOf(pair[1]))] : [],
  );
}

const alpacaReader = pairReader({
  name: 'alpaca',
  queryKeys: ['instruction'],
  contextKeys: ['input'],
  needsAnswer: false,
});

export const alpaca: ShapeReader = alpacaReader;

/** Alpaca with earlier rounds. */
export const history: ShapeReader = {
  name: 'history',
  read(row) {
    const list = field(row, 'history');
    if (!isList(list) || !list.every(isList)) return undefined;
    return alpacaReader.read(row) ?? queryResponse.read(row) ?? prompt.read(row);
  },
};

export const dolly: ShapeReader = {
  name: 'dolly',
  read: (row) => (firstKey(row, ['context'], isText) === undefined ? undefined : dollyPair.read(row)),
};
const dollyPair = pairReader({
  name: 'dolly',
  queryKeys: ['instruction'],
  contextKeys: ['context'],
  needsAnswer: true,
});

export const questionAnswer = pairReader({
  name: 'question-answer',
  queryKeys: ['question', 'problem', 'problem_statement'],
  contextKeys: ['context', 'passage', 'article'],
  needsAnswer: false,
});

export const prompt = pairReader({
  name: 'prompt',
  queryKeys: ['prompt'],
  contextKeys: ['context', 'input'],
  needsAnswer: false,
});

export const queryResponse: ShapeReader = pairReader({
  name: 'query-response',
  queryKeys: ['query', 'user', 'human', 'message_1', 'orig_instruction', 'request', 'goal'],
  contextKeys: ['context', 'input'],
  needsAnswer: false,
});

/** Keys that name a query only beside an answer. */
export const looseQueryResponse = pairReader({
  name: 'query-response',
  queryKeys: ['input', 'text', 'article', 'document', 'source', 'task', 'content', 'title', 'description', 'inputs'],
  contextKeys: [],
  needsAnswer: true,
});

/** Judged answers (Just-Eval): `prompt` is what the judge was asked, `input` what the model was asked. */
export const judgedAnswer: ShapeReader = {
  name: 'query-response',
  read: (row) => (firstKey(row, ['output_cand'], isText) === undefined ? undefined : looseQueryResponse.read(row)),
};

/** One string that holds the whole conversation. */
export const transcript: ShapeReader = {
  name: 'transcript',
  read(row) {
    for (const key of Object.keys(row)) {
      const value = row[key]!;
      const turns = isText(value) ? splitTranscript(value) : undefined;
      if (turns !== undefined) return { turns, used: [key], mapping: `turns = ${key} (roles in the text)` };
    }
    return undefined;
  },
};

/** `text` alone: pretraining-style rows, taken as the query. */
export const plainText: ShapeReader = {
  name: 'string',
  read(row) {
    const key = firstKey(row, ['text'], isText);
    return key === undefined
      ? undefined
      : { turns: [textTurn('user', textOf(row[key]))], used: [key], mapping: `query = ${key}` };
  },
};
