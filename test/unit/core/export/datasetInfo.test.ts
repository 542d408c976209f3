import { describe, expect, it } from 'vitest';
import { datasetInfo as infoOf, handOverCautions } from '../../../../src/core/export/datasetInfo';
import { cautionText } from '../../../../src/core/export/exportCaution';
import { ColumnCounter, joinColumns, stagesIn, type WrittenColumns } from '../../../../src/core/export/writtenColumns';

function columnsOf(...rows: readonly Readonly<Record<string, unknown>>[]): WrittenColumns {
  const counter = new ColumnCounter();
  for (const row of rows) counter.add(row);
  return counter.columns;
}

const datasetInfo = (name: string, format: Parameters<typeof infoOf>[1], columns: WrittenColumns) =>
  infoOf(name, format, columns, stagesIn(columns)[0]!);

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
  });
});

describe('stagesIn', () => {
  const pair = { instruction: 'q', input: '', chosen: 'a', rejected: 'b' };
  const label = { ...plain, kto_tag: true };

  it('is decided row by row, however few rows ask for another training', () => {
    expect(
      [[plain], [pair], [label], [{ messages: [], label: false }], []].map((rows) => stagesIn(columnsOf(...rows))),
    ).toEqual([['sft'], ['dpo'], ['kto'], ['kto'], []]);
    expect(stagesIn(columnsOf(pair, plain, pair))).toEqual(['sft', 'dpo']);
    expect(columnsOf(pair, plain, label, pair).stages).toEqual({ sft: 1, dpo: 2, kto: 1 });
  });

  it('counts over parts, so that two pure parts that differ are mixed', () => {
    expect(stagesIn(joinColumns([columnsOf(pair), columnsOf(label)]))).toEqual(['dpo', 'kto']);
  });
});

describe('handOverCautions', () => {
  it('says what a trainer would leave out', () => {
    const call = { messages: [{ role: 'assistant', content: null, tool_calls: [] }] };
    const image = { messages: [{ role: 'user', content: [{ type: 'image_url' }] }] };
    const columns = columnsOf(call, image, { messages: [] });
    expect(handOverCautions('messages', columns).map(cautionText)).toEqual([
      expect.stringMatching(/^1 of 3 rows hold tool calls/),
      expect.stringMatching(/^1 of 3 rows hold images/),
    ]);
    expect(handOverCautions('sharegpt', columns)).toEqual([]);
  });

  it('counts over parts', () => {
    expect(joinColumns([columnsOf(plain), columnsOf({ ...plain, kto_tag: true })])).toEqual({
      rows: 2,
      stages: { sft: 1, dpo: 0, kto: 1 },
      counts: { instruction: 2, input: 2, output: 2, kto_tag: 1 },
      toolRows: 0,
      partRows: 0,
    });
  });
});
