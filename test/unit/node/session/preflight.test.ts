import { expect, test } from 'vitest';
import { paceOf, preflight } from '../../../../src/node/session/preflight';
import { RunPaces } from '../../../../src/node/session/runPaces';
import type { TagRunReport } from '../../../../src/node/tagging/tagRun';
import { identity, targets } from '../../../support/tagging';

async function* some(count: number) {
  yield* targets(count);
}

const report = { done: 20, tagged: 20, failed: 0, seconds: 4, completionTokens: 600 } as TagRunReport;
const request = {
  promptOf: (query: string) => `tag: ${query}`,
  openCounter: () => Promise.resolve((text: string) => text.length),
};

test('tokens of all queries come from a sample, money from the price, time from an earlier run', async () => {
  const estimate = await preflight({
    ...request,
    queryCount: 10,
    targets: some(10),
    price: { promptPerMillion: 1e6, completionPerMillion: 0 },
    pace: paceOf(report),
  });
  const promptTokens = 10 * 'tag: query 0'.length;
  expect(estimate).toMatchObject({ promptTokens, completionTokens: 300, cost: promptTokens, seconds: 2 });
  expect(estimate.isFullyCounted).toBe(true);
});

test('says what is not known: price, time, and that only a sample was counted', async () => {
  const estimate = await preflight({ ...request, queryCount: 5_000, targets: some(1_000) });
  expect(estimate).toMatchObject({ cost: null, seconds: null, isFullyCounted: false, requests: 5_000 });
});

test('the pace of a run is remembered by tagger', () => {
  const paces = new RunPaces();
  paces.learn(identity, report);
  expect(paces.of(identity)).toEqual({ queriesPerSecond: 5, replyTokens: 30 });
  expect(paces.of({ ...identity, model: 'x' })).toBeUndefined();
  expect(paceOf({ ...report, done: 0 })).toBeUndefined();
});
