import { LLMock } from '@copilotkit/aimock';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import OpenAI from 'openai';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { promptTemplate, type ChatTemplate } from '../../../../src/core/tagging/prompt';
import { collectBatch, linesOfFile, writeBatchFiles } from '../../../../src/node/tagging/batchFile';
import { pollBatch, submitBatch, type SubmitOptions } from '../../../../src/node/tagging/batchRun';
import { chatBody, firstShape } from '../../../../src/node/tagging/openaiTagger';
import type { TagRecord } from '../../../../src/core/tagging/tagRecord';
import { identity, scratchFolder, target, targets } from '../../../support/tagging';

const template = promptTemplate('instag-1') as ChatTemplate;
const bodyOf = (query: string): object => chatBody(template, query, firstShape('plain'), { model: 'm' });

let folder: string;
beforeEach(() => {
  folder = scratchFolder();
});

describe('batch files', () => {
  test('are split by requests and by bytes, each query once', async () => {
    const queries = [...targets(10), target('query 3')];
    const pathPrefix = join(folder, 'batch');
    const byCount = await writeBatchFiles({ queries, bodyOf, pathPrefix, limits: { maxRequests: 4, maxBytes: 1e9 } });
    expect(byCount.map((part) => part.requestCount)).toEqual([4, 4, 2]);
    const first = JSON.parse(readFileSync(byCount[0]!.path, 'utf8').split('\n')[0]!) as Record<string, unknown>;
    expect(first).toMatchObject({
      custom_id: target('query 0').hash,
      method: 'POST',
      url: '/v1/chat/completions',
      body: { model: 'm' },
    });
    const maxBytes = byCount[0]!.sizeBytes / 2 + 10;
    const byBytes = await writeBatchFiles({ queries, bodyOf, pathPrefix, limits: { maxRequests: 1e9, maxBytes } });
    expect(byBytes.map((part) => part.requestCount)).toEqual([2, 2, 2, 2, 2]);
  });

  test('answers of an offline engine are collected: tags, broken replies, failed requests, torn lines', async () => {
    const line = (text: string, content: string): string =>
      JSON.stringify({
        custom_id: target(text).hash,
        response: {
          status_code: 200,
          body: { choices: [{ message: { content } }], usage: { prompt_tokens: 7, completion_tokens: 2 } },
        },
        error: null,
      });
    const failed = JSON.stringify({
      custom_id: target('c').hash,
      response: null,
      error: { code: 'batch_expired', message: 'expired' },
    });
    const lines = [line('a', '[{"tag":"x"}]'), line('b', 'no'), failed, '{"custom_id":"tor'];
    const written: TagRecord[] = [];
    const journal = { append: async (records: readonly TagRecord[]) => void written.push(...records) };
    const { writeFileSync } = await import('node:fs');
    writeFileSync(join(folder, 'out.jsonl'), lines.join('\n'));
    const collected = await collectBatch({
      lines: linesOfFile(join(folder, 'out.jsonl')),
      identity,
      run: 'r',
      time: 't',
      journal,
    });
    expect(collected).toMatchObject({
      tagged: 1,
      unreadable: 1,
      badLines: 1,
      promptTokens: 14,
      failed: [{ message: 'expired' }],
    });
    expect(written.map((record) => record.outcome.kind)).toEqual(['tagged', 'unreadable']);
  });
});

describe('batch run against aimock', () => {
  let mock: LLMock;
  let written: TagRecord[];
  beforeEach(async () => {
    written = [];
    mock = new LLMock({ port: 0, logLevel: 'silent' });
    mock.on({ predicate: () => true }, { content: '[{"tag":"a","explanation":"x"}]' });
    await mock.start();
  });
  afterEach(() => mock.stop());

  const options = (): SubmitOptions => ({
    openai: new OpenAI({ apiKey: 'k', baseURL: `${mock.url}/v1`, maxRetries: 0 }),
    baseUrl: `${mock.url}/v1`,
    statePath: join(folder, 'd.jsonl.tags.batch.json'),
    journal: { append: async (records: readonly TagRecord[]) => void written.push(...records) },
    identity,
    queries: targets(5),
    bodyOf,
    limits: { maxRequests: 3, maxBytes: 1e9 },
  });

  test('writes, submits, polls across restarts and collects everything once', async () => {
    const state = await submitBatch(options());
    expect(state?.parts.map((part) => [part.requestCount, typeof part.batchId])).toEqual([
      [3, 'string'],
      [2, 'string'],
    ]);
    const again = await submitBatch(options());
    expect(again?.parts.map((part) => part.batchId)).toEqual(state?.parts.map((part) => part.batchId));
    let progress = await pollBatch(options());
    for (let round = 0; round < 20 && progress?.isDone === false; round++) progress = await pollBatch(options());
    expect(progress).toMatchObject({ isDone: true, requests: 5 });
    expect(new Set(written.map((record) => record.query))).toEqual(new Set(targets(5).map((query) => query.hash)));
    expect(written).toHaveLength(5);
    expect(existsSync(options().statePath)).toBe(false);
    expect(await pollBatch(options())).toBeNull();
  });

  test('a batch that was made but not noted is found again, not made twice', async () => {
    const { statePath } = options();
    const state = await submitBatch(options());
    const { writeBatchState } = await import('../../../../src/node/tagging/batchState');
    const forgotten = state!.parts.map(({ batchId: _, ...part }) => ({ ...part, status: 'uploaded' }));
    await writeBatchState(statePath, { ...state!, parts: forgotten });
    const again = await submitBatch(options());
    expect(again?.parts.map((part) => part.batchId)).toEqual(state?.parts.map((part) => part.batchId));
  });

  test('nothing to tag makes no batch', async () => {
    expect(await submitBatch({ ...options(), queries: [] })).toBeNull();
  });
});
