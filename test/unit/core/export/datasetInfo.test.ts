import { describe, expect, it } from 'vitest';
import { datasetInfo, handOverCautions, trainingStage } from '../../../../src/core/export/datasetInfo';
import { ColumnCounter, joinColumns, type WrittenColumns } from '../../../../src/core/export/writtenColumns';

function columnsOf(...rows: readonly Readonly<Record<string, unknown>>[]): WrittenColumns {
  const counter = new ColumnCounter();
  for (const row of rows) counter.add(row);
  return counter.columns;
}

const plain = { instruction: 'q', input: '', output: 'a' };

describe('datasetInfo', () => {
  it('names only columns that are in the file, because the loader stops at others', () => {
    expect(datasetInfo('a.jsonl', 'alpaca', columnsOf(plain))).toEqual({
      file_name: 'a.jsonl',
      columns: { prompt: 'instruction', query: 'input', response: 'output' },
    });
    expect(datasetInfo('a.jsonl', 'alpaca', columnsOf(plain, { ...plain, history: [], system: 's' }))).toMatchObject({
      columns: { history: 'history', system: 'system' },
    });
    expect(datasetInfo('a.jsonl', 'sharegpt', columnsOf({ conversations: [], tools: '[]' }))).toEqual({
      file_name: 'a.jsonl',
      formatting: 'sharegpt',
      columns: { messages: 'conversations', tools: 'tools' },
    });
  });

  it('ranks where every row is a pair, and reads labels where every row has one', () => {
    const pair = { instruction: 'q', input: '', chosen: 'a', rejected: 'b' };
    expect(datasetInfo('a.jsonl', 'alpaca', columnsOf(pair))).toEqual({
      file_name: 'a.jsonl',
      ranking: true,
      columns: { prompt: 'instruction', query: 'input', chosen: 'chosen', rejected: 'rejected' },
    });
    expect(datasetInfo('a.jsonl', 'alpaca', columnsOf({ ...plain, kto_tag: true }))).toMatchObject({
      columns: { kto_tag: 'kto_tag' },
    });
    expect(datasetInfo('a.jsonl', 'messages', columnsOf({ messages: [], label: false }))).toMatchObject({
      columns: { messages: 'messages', kto_tag: 'label' },
      tags: { role_tag: 'role' },
    });
    expect(
      [columnsOf(pair), columnsOf({ ...plain, kto_tag: true }), columnsOf(pair, plain)].map(trainingStage),
    ).toEqual(['dpo', 'kto', 'sft']);
    expect(datasetInfo('a.jsonl', 'alpaca', columnsOf(pair, plain))).not.toHaveProperty('ranking');
  });
});

describe('handOverCautions', () => {
  it('says what a trainer would leave out', () => {
    const call = { messages: [{ role: 'assistant', content: null, tool_calls: [] }] };
    const image = { messages: [{ role: 'user', content: [{ type: 'image_url' }] }] };
    const cautions = handOverCautions('messages', columnsOf(call, image, { messages: [] }));
    expect(cautions).toEqual([
      expect.stringMatching(/^1 of 3 rows hold tool calls/),
      expect.stringMatching(/^1 of 3 rows hold images/),
    ]);
    expect(handOverCautions('alpaca', columnsOf(plain))).toEqual([]);
  });

  it('counts over parts', () => {
    const joined = joinColumns([columnsOf(plain), columnsOf({ ...plain, kto_tag: true })]);
    expect(joined).toEqual({
      rows: 2,
      counts: { instruction: 2, input: 2, output: 2, kto_tag: 1 },
      toolRows: 0,
      partRows: 0,
    });
    expect(handOverCautions('alpaca', joined)).toEqual([expect.stringMatching(/^1 of 2 rows carry a KTO label/)]);
  });
});
