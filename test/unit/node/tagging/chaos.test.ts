import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import type { Clock } from '../../../../src/core/ports';
import { halvesOfHash } from '../../../../src/core/tagging/queryHash';
import { createOpenaiTagger } from '../../../../src/node/tagging/openaiTagger';
import { openTagJournal } from '../../../../src/node/tagging/tagJournal';
import { startTagRun } from '../../../../src/node/tagging/tagRun';
import {
  apiError,
  completion,
  sendJson,
  startReplyServer,
  type Respond,
  type ReplyServer,
} from '../../../support/replyServer';
import { seededRandom } from '../../../support/seededRandom';
import { scratchFolder, target } from '../../../support/tagging';

let server: ReplyServer;
afterEach(() => server.stop());

/** Waits for retries pass a hundred times as fast; the network's own time does not. */
const fastClock: Clock = {
  now: () => Date.now() * 100,
  sleep: async (delayMs, signal) => {
    const controller = new AbortController();
    signal?.addEventListener('abort', () => controller.abort());
    await delay(delayMs / 100, undefined, { signal: controller.signal });
  },
};

const html: Respond = (response) =>
  void response.writeHead(200, { 'content-type': 'text/html' }).end('<html><body>Log in</body></html>');
const half: Respond = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '500' });
  response.write('{"choices":[{"mess', () => response.destroy());
};

const kindOf = (text: string): string => /kind (\w+)/.exec(text)![1]!;

/** How the server treats each query that bears the name, and what must become of the query. */
const kinds: Readonly<Record<string, { readonly respond: Respond; readonly becomes: RegExp | 'tagged' }>> = {
  good: { respond: (response) => sendJson(response, 200, completion('[{"tag":"a"}]')), becomes: 'tagged' },
  prose: { respond: (response) => sendJson(response, 200, completion('I am sorry.')), becomes: /no JSON list of tags/ },
  huge: {
    respond: (response) => sendJson(response, 200, completion('x'.repeat(10_000_000))),
    becomes: /10000000 characters long/,
  },
  html: { respond: html, becomes: /answered with a web page/ },
  empty: {
    respond: (response) => sendJson(response, 200, completion('', { choices: [] })),
    becomes: /a completion was/,
  },
  half: { respond: half, becomes: /broke off or is not JSON/ },
  dropped: { respond: (response) => void response.destroy(), becomes: /cannot be reached/ },
  stalled: { respond: () => undefined, becomes: /did not answer within/ },
};

test('40 % random 429 and 500, drops, halves, silence, prose, pages, emptiness and 10 MB: every query ends with its reason', async () => {
  const random = seededRandom(11);
  const tries = new Map<string, number>();
  server = await startReplyServer((response, request, number) => {
    const [text] = /kind \w+ \d+/.exec(JSON.stringify(request.body))!;
    tries.set(text, (tries.get(text) ?? 0) + 1);
    // The last tries meet the query's own kind, so that its reason can be foretold.
    const chance = tries.get(text)! > 5 ? 1 : random();
    if (chance < 0.2) return sendJson(response, 429, apiError('slow down'), { 'retry-after-ms': '20' });
    if (chance < 0.4) return sendJson(response, 500, apiError('oops'));
    kinds[kindOf(text)]!.respond(response, request, number);
  });
  const names = Object.keys(kinds).filter((name) => name !== 'good');
  const queries = Array.from({ length: 240 }, (_, index) =>
    target(`kind ${index % 10 === 0 ? names[(index / 10) % names.length] : 'good'} ${index}`),
  );
  const journal = await openTagJournal({ datasetPath: join(scratchFolder(), 'd.jsonl') });
  const tagger = createOpenaiTagger({ baseUrl: server.baseUrl, model: 'm', timeoutMs: 400, format: 'plain' });
  const report = await startTagRun({ tagger, queries, journal, clock: fastClock, maxAttempts: 8 }).finished;
  expect(report).toMatchObject({ ending: 'complete', done: queries.length });
  expect(report.tagged + report.failed).toBe(queries.length);
  expect(report.retries).toBeGreaterThan(60);
  const reasonOf = new Map(report.failures.map(({ hash, message }) => [hash, message]));
  for (const { hash, text } of queries) {
    const { high, low } = halvesOfHash(hash);
    const { becomes } = kinds[kindOf(text)]!;
    const isTagged = journal.store.stateOf(high, low) === 'tagged';
    const reason = isTagged ? 'tagged' : (reasonOf.get(hash) ?? 'lost');
    expect(reason, text).toMatch(becomes);
  }
  await journal.close();
}, 60_000);
