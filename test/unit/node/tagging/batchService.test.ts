import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import OpenAI from 'openai';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { batchedQueries } from '../../../../src/node/tagging/batchedQueries';
import { cancelBatch, pollBatch, submitBatch, type SubmitOptions } from '../../../../src/node/tagging/batchRun';
import { readBatchState } from '../../../../src/node/tagging/batchState';
import type { TagRecord } from '../../../../src/core/tagging/tagRecord';
import { apiError, completion, sendJson, startReplyServer, type ReplyServer } from '../../../support/replyServer';
import { identity, scratchFolder, target, targets } from '../../../support/tagging';

/** What the service says of a batch when it is asked. */
type Fate = Readonly<Record<string, unknown>>;

let journalPath: string;
let server: ReplyServer;
let fate: Fate;
let contents: Record<string, string>;
let written: TagRecord[];

beforeEach(async () => {
  journalPath = join(scratchFolder(), 'd.jsonl.tags.jsonl');
  fate = { status: 'in_progress' };
  contents = {};
  written = [];
  server = await startReplyServer((response, { path, body }) => {
    const [, kind, id, verb] = path.replace('/v1', '').split(/[/?]/);
    if (kind === 'files' && verb === 'content') return void response.end(contents[id!]);
    if (kind === 'files') return sendJson(response, 200, { id: 'file-1', object: 'file' });
    if (kind === 'batches' && id === 'b-1') return sendJson(response, 200, { id: 'b-1', ...fate });
    if (kind === 'batches' && 'input_file_id' in body)
      return sendJson(response, 200, { id: 'b-1', status: 'validating' });
    if (kind === 'batches') return sendJson(response, 200, { data: [], has_more: false });
    sendJson(response, 404, apiError('not here'));
  });
});
afterEach(() => server.stop());

const options = (): SubmitOptions => ({
  openai: new OpenAI({ apiKey: 'k', baseURL: server.baseUrl, maxRetries: 0 }),
  baseUrl: server.baseUrl,
  statePath: `${journalPath}.batch.json`,
  journal: { append: async (records: readonly TagRecord[]) => void written.push(...records) },
  identity,
  queries: targets(3),
  bodyOf: (query) => ({ query }),
});
const answered = (text: string, content: string): string =>
  JSON.stringify({ custom_id: target(text).hash, response: { status_code: 200, body: completion(content) } });
const failed = (text: string, code: string, message: string): string =>
  JSON.stringify({ custom_id: target(text).hash, response: null, error: { code, message } });

describe('a batch at a service', () => {
  test('that expired gives what was answered, and says what is left to tag', async () => {
    await submitBatch(options());
    contents = {
      out: answered('query 0', '[{"tag":"a"}]'),
      err: [failed('query 1', 'batch_expired', 'too late'), failed('query 2', 'batch_expired', 'too late')].join('\n'),
    };
    fate = { status: 'expired', output_file_id: 'out', error_file_id: 'err', request_counts: { completed: 1 } };
    const progress = await pollBatch(options());
    expect(progress).toMatchObject({ isDone: true, completed: 1, identity, collected: { tagged: 1, unreadable: 0 } });
    expect(progress!.collected.failed.map(({ message }) => message)).toEqual(['too late', 'too late']);
    expect(progress!.messages).toEqual(['The batch expired; what is missing is tagged by the next run.']);
    expect(written.map(({ query }) => query)).toEqual([target('query 0').hash]);
    expect(existsSync(options().statePath)).toBe(false);
  });

  test('that failed in part keeps what was answered and what could not be read', async () => {
    await submitBatch(options());
    contents = {
      out: [answered('query 0', '[{"tag":"a"}]'), answered('query 1', 'no list')].join('\n'),
      err: failed('query 2', 'server_error', 'The model crashed.'),
    };
    fate = { status: 'completed', output_file_id: 'out', error_file_id: 'err' };
    const { collected } = (await pollBatch(options()))!;
    expect(collected).toMatchObject({ tagged: 1, unreadable: 1, failed: [{ message: 'The model crashed.' }] });
  });

  test('that was refused whole says why, and is over', async () => {
    await submitBatch(options());
    fate = { status: 'failed', errors: { data: [{ message: 'The file holds too many requests.' }] } };
    expect(await pollBatch(options())).toMatchObject({
      isDone: true,
      messages: ['The file holds too many requests.'],
      collected: { tagged: 0 },
    });
  });

  test('is asked to stop once, and its answers are still collected', async () => {
    await submitBatch(options());
    await cancelBatch(options());
    expect(server.seen.filter(({ path }) => path === '/v1/batches/b-1/cancel')).toHaveLength(1);
    contents = { out: answered('query 0', '[{"tag":"a"}]') };
    fate = { status: 'cancelled', output_file_id: 'out' };
    expect(await pollBatch(options())).toMatchObject({ isDone: true, collected: { tagged: 1 } });
    await cancelBatch(options());
    expect(server.seen.filter(({ path }) => path.endsWith('/cancel'))).toHaveLength(1);
  });

  test('keeps its queries from being asked for a second time, until it is collected', async () => {
    await submitBatch(options());
    const during = await batchedQueries(journalPath, identity);
    expect([during.size, during.has(target('query 1').hash), during.has(target('other').hash)]).toEqual([
      3,
      true,
      false,
    ]);
    expect((await batchedQueries(journalPath, { ...identity, model: 'other' })).size).toBe(0);
    fate = { status: 'completed' };
    await pollBatch(options());
    expect((await batchedQueries(journalPath, identity)).size).toBe(0);
  });
});

describe('a batch state that somebody else wrote', () => {
  const rewrite = (change: object): void => {
    const state = JSON.parse(readFileSync(options().statePath, 'utf8')) as object;
    writeFileSync(options().statePath, JSON.stringify({ ...state, ...change }));
  };

  test('does not decide where a key is sent', async () => {
    await submitBatch(options());
    rewrite({ baseUrl: 'https://evil.example/v1' });
    const seenBefore = server.seen.length;
    await expect(pollBatch(options())).rejects.toThrow('was begun at https://evil.example/v1, not at');
    await expect(submitBatch(options())).rejects.toThrow('Choose that endpoint to go on');
    await expect(cancelBatch(options())).rejects.toThrow('was begun at');
    expect(server.seen).toHaveLength(seenBefore);
  });

  test('names no file but the requests beside it', async () => {
    await submitBatch(options());
    const part = { requestCount: 1, status: 'written', isCollected: false };
    for (const path of ['/etc/passwd', `${journalPath}.batch-1.jsonl/../../.ssh`, 'd.jsonl.tags.jsonl', '']) {
      rewrite({ parts: [{ ...part, path }] });
      await expect(readBatchState(options().statePath)).rejects.toThrow('is no batch state of this version');
    }
    const elsewhere = join(dirname(journalPath), 'elsewhere');
    mkdirSync(elsewhere);
    rewrite({ parts: [{ ...part, path: join(elsewhere, 'd.jsonl.tags.jsonl.batch-1.jsonl') }] });
    const state = await readBatchState(options().statePath);
    expect(state!.parts[0]!.path).toBe(`${journalPath}.batch-1.jsonl`);
  });
});
