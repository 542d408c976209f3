/** Converted rows against the rules that LLaMA-Factory and FastChat themselves apply, on every real file of rows. */
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { convertRow, type ConvertedRow } from '../../../../src/core/export/rowFormats';
import { readRow } from '../../../../src/core/dataset/rowReader';
import { rowDecoder } from '../../../../src/node/dataset/decodeRow';
import { openDataset } from '../../../../src/node/dataset/openDataset';
import { hasShared, sharedPath } from '../../../support/sharedData';

const rowsPerFile = 20;
const formats = ['alpaca', 'sharegpt', 'messages'] as const;

type Row = Readonly<Record<string, unknown>>;

/** LLaMA-Factory's Alpaca converter: strings throughout, history as pairs of strings, an answer or a pair of them. */
function alpacaProblem(row: Row): string | null {
  if (typeof row['instruction'] !== 'string' || row['instruction'] === '') return 'no instruction';
  const history = (row['history'] ?? []) as unknown[];
  const isPairs = history.every(
    (pair) => Array.isArray(pair) && pair.length === 2 && pair.every((x) => typeof x === 'string'),
  );
  if (!isPairs) return 'history is not pairs of strings';
  const hasAnswer = typeof row['output'] === 'string';
  const hasPair = typeof row['chosen'] === 'string' && typeof row['rejected'] === 'string';
  return hasAnswer || hasPair ? null : 'no response';
}

/** LLaMA-Factory's ShareGPT converter: questions and answers in turn by tag, an even number (odd for pairs). */
function shareGptProblem(row: Row): string | null {
  const turns = row['conversations'] as readonly { from: string; value: unknown }[];
  const allowed = [
    ['human', 'observation'],
    ['gpt', 'function_call'],
  ];
  const wrong = turns.findIndex(({ from }, at) => !allowed[at % 2]!.includes(from));
  if (wrong >= 0) return `turn ${wrong} is ${turns[wrong]!.from}`;
  if (turns.some(({ value }) => typeof value !== 'string')) return 'a value is no string';
  const isPair = row['chosen'] !== undefined;
  return turns.length % 2 === (isPair ? 1 : 0) && turns.length > 0 ? null : `${turns.length} turns`;
}

/** FastChat's trainer: human and gpt in turn, beginning with human. It reads neither tools nor pairs. */
function fastChatProblem(row: Row): string | null {
  if (row['tools'] !== undefined || row['chosen'] !== undefined) return null;
  const turns = row['conversations'] as readonly { from: string }[];
  return turns.every(
    ({ from }, at) => from === (at % 2 === 0 ? 'human' : 'gpt') || from === 'observation' || from === 'function_call',
  )
    ? null
    : 'roles do not alternate';
}

/** The OpenAI fine-tuning rules: known roles, an assistant turn, tool results that answer a call. */
function messagesProblem(row: Row): string | null {
  const messages = row['messages'] as readonly Row[];
  const calls = new Set<unknown>();
  for (const message of messages) {
    if (!['system', 'user', 'assistant', 'tool'].includes(String(message['role']))) return 'unknown role';
    for (const call of (message['tool_calls'] ?? []) as readonly Row[]) calls.add(call['id']);
    if (message['role'] === 'tool' && !calls.delete(message['tool_call_id'])) return 'a result without a call';
  }
  const hasAnswer = messages.some(({ role }) => role === 'assistant') || row['chosen'] !== undefined;
  return hasAnswer ? null : 'no answer';
}

const problemsOf: Readonly<Record<(typeof formats)[number], (row: Row) => string | null>> = {
  alpaca: alpacaProblem,
  sharegpt: (row) => shareGptProblem(row) ?? fastChatProblem(row),
  messages: messagesProblem,
};

function reasonProblem(reason: string): string | null {
  return reason === '' ? 'refused without a reason' : null;
}

interface Conversion {
  readonly row: number;
  readonly format: (typeof formats)[number];
  readonly converted: ConvertedRow;
}

/** The first rows of a real file in every format; invalid rows left out. */
async function conversionsOf(name: string, rowCount: number): Promise<Conversion[]> {
  const dataset = await openDataset(sharedPath('data', name));
  const decode = rowDecoder(dataset.container);
  const rows = await dataset.readRows(0, rowCount);
  await dataset.close();
  return rows.flatMap(({ row, bytes }) => {
    const read = readRow(bytes, decode, { kind: 'auto' });
    if (read.kind === 'invalid') return [];
    return formats.map((format) => ({ row, format, converted: convertRow(read.conversation, format, ['a tag']) }));
  });
}

const files = hasShared
  ? readdirSync(sharedPath('data'), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(jsonl?|txt)$/.test(name))
      .sort()
  : [];

describe.skipIf(!hasShared)('converted real rows', () => {
  it('keep the rules of their trainers or are refused with a reason, in every file', async () => {
    const convertedRows = { alpaca: 0, sharegpt: 0, messages: 0 };
    const problems: string[] = [];
    for (const name of files) {
      for (const { row, format, converted } of await conversionsOf(name, rowsPerFile)) {
        const problem =
          converted.kind === 'refused' ? reasonProblem(converted.reason) : problemsOf[format](converted.value);
        if (problem !== null) problems.push(`${name} row ${row} as ${format}: ${problem}`);
        if (converted.kind === 'row') convertedRows[format]++;
      }
    }
    expect(problems).toEqual([]);
    expect(Math.min(...Object.values(convertedRows))).toBeGreaterThan(800);
  }, 120_000);

  it.each([
    ['alpaca/alpaca_en_demo.json', ['alpaca', 'sharegpt', 'messages']],
    ['sharegpt/tacos_lima_1k.json', ['alpaca', 'sharegpt', 'messages']],
    ['sharegpt/fastchat_dummy_conversation.json', ['alpaca', 'sharegpt', 'messages']],
    ['messages/lf_v1_sft_demo.jsonl', ['alpaca', 'sharegpt', 'messages']],
    ['messages/lf_reason_tool_use_demo_50.jsonl', ['messages']],
    ['dolly/alpagasus_dolly_3k.json', ['alpaca', 'sharegpt', 'messages']],
    ['messages/lf_v1_dpo_demo.jsonl', ['alpaca', 'sharegpt', 'messages']],
    ['mt_bench/mt_bench_question.jsonl', []],
  ] as const)('%s converts to %j', async (name, expected) => {
    const conversions = await conversionsOf(name, 10);
    const possible = formats.filter((wanted) =>
      conversions.some(({ format, converted }) => format === wanted && converted.kind === 'row'),
    );
    expect(possible).toEqual(expect.arrayContaining([...expected]));
    if (expected.length === 0) expect(possible).toEqual([]);
  });
});
