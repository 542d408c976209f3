import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { APIConnectionError } from 'openai';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { halvesOfHash } from '../../../../src/core/tagging/queryHash';
import { journalTrouble } from '../../../../src/node/tagging/journalTrouble';
import { createOpenaiTagger } from '../../../../src/node/tagging/openaiTagger';
import { openTagJournal, type TagJournal } from '../../../../src/node/tagging/tagJournal';
import { startTagRun, type TagRunOptions, type TagRunReport } from '../../../../src/node/tagging/tagRun';
import { troubleOf } from '../../../../src/node/tagging/troubles';
import {
  apiError,
  completion,
  sendJson,
  startReplyServer,
  type Respond,
  type ReplyServer,
} from '../../../support/replyServer';
import { scratchFolder, targets } from '../../../support/tagging';
import { VirtualClock } from '../../../support/virtualClock';

const queries = targets(12);
const good: Respond = (response) => sendJson(response, 200, completion('[{"tag":"a"}]'));
/** Answers well at first. */
const goodThen =
  (bad: Respond): Respond =>
  (response, request, number) =>
    (number <= 3 ? good : bad)(response, request, number);
const refuse =
  (status: number, message: string, more: object = {}): Respond =>
  (response) =>
    sendJson(response, status, apiError(message, more));

let datasetPath: string;
let journal: TagJournal;
let server: ReplyServer;

beforeEach(async () => {
  datasetPath = join(scratchFolder(), 'data.jsonl');
  journal = await openTagJournal({ datasetPath });
});
afterEach(async () => {
  await journal.close();
  await server?.stop();
});

interface Endpoint {
  readonly baseUrl?: string;
  readonly apiKey?: string;
}

async function tagWith(
  respond: Respond,
  { baseUrl, apiKey }: Endpoint = {},
  more: Partial<TagRunOptions> = {},
): Promise<TagRunReport> {
  server = await startReplyServer(respond);
  const endpoint = { baseUrl: baseUrl ?? server.baseUrl, model: 'm', apiKey, timeoutMs: 5_000 };
  const tagger = createOpenaiTagger({ ...endpoint, format: 'plain', maxConcurrency: 1 });
  const isKnown = (hash: string): boolean => {
    const { high, low } = halvesOfHash(hash);
    return journal.store.stateOf(high, low, tagger.identity) === 'tagged';
  };
  return startTagRun({ tagger, queries, isKnown, journal, clock: new VirtualClock(), ...more }).finished;
}

/** A second run, all in order, asks only for what the first has not tagged. */
async function goesOnAfter(first: TagRunReport): Promise<void> {
  await server.stop();
  const second = await tagWith(good);
  expect(second).toMatchObject({ ending: 'complete', failed: 0, tagged: queries.length - first.tagged });
  expect(second.requests).toBe(queries.length - first.tagged);
}

describe('a run in trouble says what to do, and goes on later from where it was', () => {
  test.each<[string, Respond, Endpoint, RegExp]>([
    ['a missing key', refuse(401, 'no key'), {}, /asks for an API key \(401\)\. Set one, in SFT_LENS_API_KEY/],
    [
      'a wrong key',
      refuse(401, 'no such key'),
      { apiKey: 'sk-wrong' },
      /refused the API key \(401\)\. Check that it is/,
    ],
    ['a forbidden model', refuse(403, 'no'), {}, /forbids this key to use "m" \(403\)\. Choose another model/],
    ['an unknown model', refuse(404, 'none'), {}, /has no model "m".*Check the model's name and the base URL/],
    [
      'a used-up quota',
      refuse(429, 'x', { code: 'insufficient_quota' }),
      {},
      /quota is used up.*nothing is paid twice/,
    ],
    ['an unpaid account', refuse(402, 'pay'), {}, /quota is used up \(402\)\. Add credit/],
    ['a server that goes away', (response) => void response.destroy(), {}, /cannot be reached.*server is running/],
    ['a web page', (response) => void response.end('<html>'), {}, /a web page where a completion.*ends in \/v1/],
  ])('%s', async (_, bad, endpoint, message) => {
    const report = await tagWith(goodThen(bad), endpoint);
    expect(report).toMatchObject({ ending: 'trouble', tagged: 3, state: 'stopped' });
    expect(report.message).toMatch(message);
    expect(report.message).not.toContain('sk-wrong');
    await goesOnAfter(report);
  });

  test.each<[string, Respond, RegExp]>([
    [
      'a context that is too long',
      refuse(400, 'x', { code: 'context_length_exceeded' }),
      /longer than "m" accepts \(400\)\. Tag it with a model of longer context/,
    ],
    ['a content filter', refuse(400, 'x', { code: 'content_filter' }), /content filter refused the query/],
    ['a request that is refused', refuse(400, 'bad field'), /refused the request \(400\)\. It said: bad field/],
  ])('%s ends its query only', async (_, bad, message) => {
    const report = await tagWith((response, request, number) => (number === 4 ? bad : good)(response, request, number));
    expect(report).toMatchObject({ ending: 'complete', tagged: 11, failed: 1 });
    expect(report.failures[0]!.message).toMatch(message);
    await goesOnAfter(report);
  });

  test.each([
    [
      'a host that is not there',
      'http://no-such-host.invalid/v1',
      /no-such-host.*cannot be reached.*Check the address/,
    ],
    [
      'a port where nobody listens',
      'http://127.0.0.1:9/v1',
      /cannot be reached \(ECONNREFUSED\)\. Check that the server/,
    ],
    ['a base URL that is none', 'localhost', /The base URL "localhost" is no address\. It looks like https:/],
  ])('%s', async (_, baseUrl, message) => {
    const report = await tagWith(good, { baseUrl });
    expect(report).toMatchObject({ ending: 'trouble', tagged: 0 });
    expect(report.message).toMatch(message);
    await goesOnAfter(report);
  });

  test('a clock that is wrong: the certificate cannot be trusted, and the clock is named', () => {
    const cause = Object.assign(new Error('certificate is not yet valid'), { code: 'CERT_NOT_YET_VALID' });
    const context = { baseUrl: 'https://api.example/v1', model: 'm', timeoutMs: 1_000 };
    const trouble = troubleOf(new APIConnectionError({ cause }), context);
    expect(trouble).toMatchObject({ stopsRun: true, isRetryable: false });
    expect(trouble.message).toMatch(/CERT_NOT_YET_VALID\)\. Check this machine's clock/);
  });

  test.each([
    ['that is full', 'ENOSPC', /full/i],
    ['that may not be written', 'EACCES', /not allowed|written|permission/i],
    ['that is read-only', 'EROFS', /written|read-only/i],
  ])('a disk %s', async (_, code, message) => {
    let appended = 0;
    const failing = {
      append: async (records: Parameters<TagJournal['append']>[0]) => {
        if (++appended > 3) throw journalTrouble(Object.assign(new Error(`${code}: x`), { code }), journal.path);
        await journal.append(records);
      },
    };
    const report = await tagWith(good, {}, { journal: failing });
    expect(report).toMatchObject({ ending: 'journal', tagged: 3 });
    expect(report.message).toMatch(message);
    expect(report.message).toContain(journal.path);
    expect(report.requests).toBeLessThan(queries.length);
    await goesOnAfter(report);
  });

  test('a journal of a newer version is left as it is', async () => {
    writeFileSync(journal.path, '{"journal":"sft-lens-tags","version":99}\n');
    await expect(openTagJournal({ datasetPath })).rejects.toThrow(/newer SFT Lens.*Update SFT Lens to use it/);
  });
});
