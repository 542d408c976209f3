import { LLMock } from '@copilotkit/aimock';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import type { Clock } from '../../../../src/core/ports';
import { halvesOfHash } from '../../../../src/core/tagging/queryHash';
import { createOpenaiTagger } from '../../../../src/node/tagging/openaiTagger';
import { openTagJournal, type TagJournal } from '../../../../src/node/tagging/tagJournal';
import { startTagRun, type TagRunReport } from '../../../../src/node/tagging/tagRun';
import { scratchFolder, targets } from '../../../support/tagging';

/** As real models wrote them, shortened. */
const replies = [
  '```json\n[\n    {"tag": "Mathematical Problem Solving", "explanation": "A proof."},\n    {"tag": "Proof Design", "explanation": "Rigour."}\n]\n```',
  String.raw`[{"tag": "Mathematics", "explanation": "A function \(f(x)\) on \mathbb{R}^{n}."},{"tag": "Algebra", "explanation": "x."}]`,
  '[{"tag": "Data Analysis", "explanation": "Prices."}, {"tag": "Curve Fitting", "expl',
  '[\n    {"tag": "A", "explanation": "polynomial" to the data."},\n    {"tag": "B", "explanation": "x"}\n]',
  'Sorry, I cannot do that.',
];
let mock: LLMock;
let journal: TagJournal;
afterEach(async () => {
  await journal.close();
  await mock.stop();
});

/** Time a hundred times as fast, so that waits for retries are short. */
const fastClock: Clock = {
  now: () => Date.now() * 100,
  sleep: (delayMs, signal) => settleEarly(delayMs / 100, signal),
};

async function settleEarly(delayMs: number, signal: Parameters<Clock['sleep']>[1]): Promise<void> {
  const controller = new AbortController();
  signal?.addEventListener('abort', () => controller.abort());
  await delay(delayMs, undefined, { signal: controller.signal });
}

async function runAgainst(options: ConstructorParameters<typeof LLMock>[0], count: number): Promise<TagRunReport> {
  mock = new LLMock({ port: 0, logLevel: 'silent', ...options });
  let request = 0;
  mock.on({ predicate: () => true }, () => ({ content: replies[request++ % replies.length]! }));
  await mock.start();
  journal = await openTagJournal({ datasetPath: join(scratchFolder(), 'd.jsonl') });
  const tagger = createOpenaiTagger({ baseUrl: `${mock.url}/v1`, model: 'm', timeoutMs: 10_000 });
  return startTagRun({ tagger, queries: targets(count), journal, clock: fastClock, seed: 3 }).finished;
}

test('fifty queries through aimock: fenced, LaTeX and cut replies are read, broken ones and prose are listed', async () => {
  const report = await runAgainst({}, 50);
  expect(report).toMatchObject({ ending: 'complete', tagged: 30, failed: 20, requests: 50 });
  expect(report.failures[0]!.message).toMatch(/^The reply/);
  const tags = targets(50).map(({ hash }) => {
    const { high, low } = halvesOfHash(hash);
    return journal.store.tagsOf(high, low).join();
  });
  expect(new Set(tags)).toEqual(
    new Set(['Mathematical Problem Solving,Proof Design', 'Mathematics,Algebra', 'Data Analysis', '']),
  );
});

test('four failures in ten: every query ends tagged or listed with its reason, and nothing hangs', async () => {
  const chaos = { dropRate: 0.12, malformedRate: 0.12, rateLimitRate: 0.12, disconnectRate: 0.12 };
  const report = await runAgainst({ chaos }, 60);
  expect(report.ending).toBe('complete');
  expect(report.tagged + report.failed).toBe(60);
  expect(report.failures).toHaveLength(report.failed);
  expect(report.retries).toBeGreaterThan(5);
});
