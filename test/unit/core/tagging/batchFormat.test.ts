import { describe, expect, test } from 'vitest';
import { readBatchLine } from '../../../../src/core/tagging/batchFormat';

const hash = '0123456789abcdef0123456789abcdef';

function answerTo(message: unknown, more: object = {}) {
  const body = { choices: [{ message, ...more }], usage: { prompt_tokens: 3, completion_tokens: 2 } };
  return readBatchLine(JSON.stringify({ custom_id: hash, response: { status_code: 200, body } }));
}

describe('readBatchLine', () => {
  test('reads what a question under way would be read as', () => {
    const usage = { promptTokens: 3, completionTokens: 2 };
    const tagged = { kind: 'answer', hash, usage, outcome: { kind: 'tagged', tags: [{ tag: 'a' }] } };
    expect(answerTo({ content: '["a"]' })).toEqual(tagged);
    expect(
      answerTo({
        content: [
          { type: 'text', text: '["a"' },
          { type: 'text', text: ']' },
        ],
      }),
    ).toEqual(tagged);
    expect(answerTo({ content: '<think>["b"]</think>["a"]' })).toEqual(tagged);
  });

  test('says why there are no tags', () => {
    expect(answerTo({ content: null })).toMatchObject({
      outcome: { kind: 'unreadable', message: 'The reply is empty.' },
    });
    expect(answerTo({ content: null, refusal: 'No.' })).toMatchObject({ outcome: { kind: 'refused' } });
    expect(answerTo({ content: '' }, { finish_reason: 'content_filter' })).toMatchObject({
      outcome: { kind: 'refused' },
    });
    const line = { custom_id: hash, response: { status_code: 429, body: { error: { message: 'slow down' } } } };
    expect(readBatchLine(JSON.stringify(line))).toEqual({ kind: 'failed', hash, message: 'slow down' });
    expect(readBatchLine(JSON.stringify({ custom_id: hash, response: { body: { choices: [] } } }))).toMatchObject({
      kind: 'failed',
    });
    expect(readBatchLine('{"custom_id":"x"}')).toEqual({ kind: 'unreadable' });
  });
});
