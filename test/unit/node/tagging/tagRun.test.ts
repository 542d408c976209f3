import { describe, expect, test } from 'vitest';
import type { Tagger, TaggerTrouble, TagRecord, TagReply } from '../../../../src/core/tagging/tagRecord';
import { startTagRun, type TagRunOptions, type TagTarget } from '../../../../src/node/tagging/tagRun';
import { identity, target, targets } from '../../../support/tagging';
import { VirtualClock } from '../../../support/virtualClock';

type Answer = TagReply | TaggerTrouble;

const reply = (tag: string): TagReply => ({
  kind: 'reply',
  outcome: { kind: 'tagged', tags: [{ tag }] },
  usage: { promptTokens: 100, completionTokens: 50 },
});

const trouble = (reason: TaggerTrouble['reason'], more: Partial<TaggerTrouble> = {}): TaggerTrouble => ({
  kind: 'trouble',
  reason,
  message: `${reason}!`,
  isRetryable: ['rateLimited', 'serverError', 'unreachable', 'timeout'].includes(reason),
  stopsRun: ['unauthorized', 'quota', 'unknownModel'].includes(reason),
  ...more,
});

/** A run over a fake tagger: `answer` is asked for each request with its number, the query's text and the try. */
function runWith(
  queries: readonly TagTarget[] | AsyncIterable<TagTarget>,
  answer: (request: number, text: string, attempt: number) => Answer,
  more: Partial<TagRunOptions> = {},
) {
  const clock = new VirtualClock();
  const written: TagRecord[] = [];
  const asked: string[] = [];
  const state = { inFlight: 0, mostInFlight: 0 };
  const tagger: Tagger = {
    identity,
    isRemote: true,
    label: 'fake',
    maxConcurrency: 64,
    tag: async (text, signal) => {
      const attempt = asked.filter((other) => other === text).length + 1;
      asked.push(text);
      const request = asked.length;
      state.mostInFlight = Math.max(state.mostInFlight, ++state.inFlight);
      try {
        await clock.sleep(200, signal);
      } finally {
        state.inFlight--;
      }
      return answer(request, text, attempt);
    },
  };
  const journal = {
    append: async (records: readonly TagRecord[]) => {
      await clock.sleep(1);
      written.push(...records);
    },
  };
  const run = startTagRun({ tagger, queries, journal, clock, ...more });
  return { run, clock, written, asked, state };
}

describe('tagging run', () => {
  test('every query is asked once and written before it is told', async () => {
    const told: number[] = [];
    const made = runWith(targets(500), (_, text) => reply(text), {
      onDidLand: (records) => told.push(made.written.indexOf(records[0]!)),
    });
    const report = await made.run.finished;
    expect(report).toMatchObject({
      ending: 'complete',
      tagged: 500,
      failed: 0,
      requests: 500,
      retries: 0,
      state: 'done',
    });
    expect(new Set(made.written.map((record) => record.query)).size).toBe(500);
    expect(told.every((index) => index >= 0)).toBe(true);
  });

  test('equal and known queries are not asked', async () => {
    const known = target('known');
    const made = runWith([target('a'), target('a'), known, target('b')], (_, text) => reply(text), {
      isKnown: (hash) => hash === known.hash,
    });
    await made.run.finished;
    expect(made.asked).toEqual(['a', 'b']);
  });

  test('concurrency grows to the maximum while latency holds, so that little time is lost', async () => {
    const made = runWith(targets(5_000), (_, text) => reply(text));
    const report = await made.run.finished;
    expect(made.state.mostInFlight).toBe(64);
    expect(report.seconds).toBeLessThan((5_000 / 64) * 0.2 * 1.05);
  });

  test('the caller may ask for less', async () => {
    const made = runWith(targets(50), (_, text) => reply(text), { concurrency: 3 });
    await made.run.finished;
    expect(made.state.mostInFlight).toBe(3);
  });

  test('429 halves the concurrency, waits as told, and loses nothing', async () => {
    const made = runWith(targets(300), (request, text) =>
      request > 100 && request <= 120 ? trouble('rateLimited', { retryAfterMs: 5_000 }) : reply(text),
    );
    const report = await made.run.finished;
    expect(report).toMatchObject({ ending: 'complete', tagged: 300, retries: 20, requests: 320 });
    expect(report.seconds).toBeGreaterThan(5);
    expect(report.concurrency).toBeLessThan(64);
  });

  test('failures that may pass are tried six times and then listed, not written', async () => {
    const made = runWith(targets(20), (_, text) => (text === 'query 7' ? trouble('serverError') : reply(text)));
    const report = await made.run.finished;
    expect(report).toMatchObject({ ending: 'complete', tagged: 19, failed: 1, retries: 5 });
    expect(report.failures).toEqual([{ hash: target('query 7').hash, message: 'serverError!' }]);
    expect(made.written).toHaveLength(19);
  });

  test('what a service refuses for good is written as refused, and not tried again', async () => {
    const made = runWith([target('long')], () => trouble('contextTooLong'));
    const report = await made.run.finished;
    expect(report).toMatchObject({ ending: 'complete', failed: 1, requests: 1 });
    expect(made.written[0]?.outcome).toEqual({ kind: 'refused', message: 'contextTooLong!' });
  });

  test('a wrong key stops the run after what is under way, with the reason', async () => {
    const made = runWith(targets(1_000), () => trouble('unauthorized'));
    const report = await made.run.finished;
    expect(report).toMatchObject({ ending: 'trouble', message: 'unauthorized!', state: 'stopped', tagged: 0 });
    expect(made.asked.length).toBeLessThanOrEqual(32);
  });

  test('a server that was never there stops the run after one query has been tried out', async () => {
    const made = runWith(targets(1_000), () => trouble('unreachable'));
    const report = await made.run.finished;
    expect(report).toMatchObject({ ending: 'trouble', message: 'unreachable!' });
    expect(report.seconds).toBeLessThan(60);
  });

  test('a server that dies in the middle stops the run in the end', async () => {
    const made = runWith(targets(1_000), (request, text) => (request > 200 ? trouble('unreachable') : reply(text)));
    const report = await made.run.finished;
    expect(report).toMatchObject({ ending: 'trouble', tagged: 200 });
  });

  test('requests never exceed the budget', async () => {
    const made = runWith(targets(100), (request, text) => (request % 3 === 0 ? trouble('serverError') : reply(text)), {
      budget: { maxRequests: 40 },
    });
    const report = await made.run.finished;
    expect(report).toMatchObject({ ending: 'budget', requests: 40 });
    expect(report.message).toContain('40 requests');
  });

  test('money never exceeds the budget once a price per request is known', async () => {
    const price = { promptPerMillion: 10, completionPerMillion: 20 };
    const made = runWith(targets(2_000), (_, text) => reply(text), { budget: { maxCost: 1 }, price });
    const report = await made.run.finished;
    expect(report.ending).toBe('budget');
    expect(report.cost).toBeLessThanOrEqual(1);
    expect(report.cost).toBeGreaterThan(0.99);
  });

  test('a paused run starts nothing until it goes on', async () => {
    const made = runWith(targets(100), (_, text) => reply(text), { concurrency: 2 });
    await made.clock.sleep(500);
    made.run.pause();
    await made.clock.sleep(1_000);
    const askedThen = made.asked.length;
    await made.clock.sleep(10_000);
    expect(made.asked).toHaveLength(askedThen);
    expect(made.run.progress).toMatchObject({ state: 'paused', inFlight: 0 });
    made.run.resume();
    expect((await made.run.finished).tagged).toBe(100);
  });

  test('cancelling keeps what was answered and ends at once', async () => {
    const made = runWith(targets(1_000), (_, text) => reply(text), { concurrency: 4 });
    await made.clock.sleep(1_100);
    made.run.cancel();
    const report = await made.run.finished;
    expect(report).toMatchObject({ ending: 'cancelled', state: 'stopped', inFlight: 0 });
    expect(made.written).toHaveLength(report.tagged);
    expect(report.tagged).toBe(20);
  });

  test('a paused run can be cancelled', async () => {
    const made = runWith(targets(10), (_, text) => reply(text));
    made.run.pause();
    made.run.cancel();
    expect((await made.run.finished).ending).toBe('cancelled');
  });

  test('a journal that cannot be written stops the run before more is paid', async () => {
    const made = runWith(targets(1_000), (_, text) => reply(text), {
      journal: { append: () => Promise.reject(new Error('the disk is full')) },
    });
    const report = await made.run.finished;
    expect(report).toMatchObject({ ending: 'journal', message: 'the disk is full', tagged: 0 });
    expect(made.asked.length).toBeLessThan(64);
  });

  test('a source that fails ends the run with the reason', async () => {
    async function* broken(): AsyncGenerator<TagTarget> {
      yield target('a');
      await Promise.resolve();
      throw new Error('the file went away');
    }
    const report = await runWith(broken(), (_, text) => reply(text)).run.finished;
    expect(report).toMatchObject({
      ending: 'trouble',
      tagged: 1,
      message: 'The queries could not be read: the file went away',
    });
  });

  test('a tagger that throws fails its query only', async () => {
    const made = runWith(targets(10), (request, text) => {
      if (request === 3) throw new Error('bug');
      return reply(text);
    });
    expect(await made.run.finished).toMatchObject({ ending: 'complete', tagged: 9, failed: 1 });
  });

  test('progress comes at most ten times a second and once at the end', async () => {
    const times: number[] = [];
    const made = runWith(targets(1_000), (_, text) => reply(text), { onProgress: () => times.push(made.clock.now()) });
    const report = await made.run.finished;
    expect(times.length).toBeLessThanOrEqual(report.seconds * 10 + 2);
    expect(made.run.progress).toMatchObject({ done: 1_000, total: 1_000 });
  });

  test('no queries at all is a complete run', async () => {
    expect(await runWith([], () => reply('x')).run.finished).toMatchObject({ ending: 'complete', done: 0, total: 0 });
  });
});
