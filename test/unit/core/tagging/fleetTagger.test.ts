import { describe, expect, test } from 'vitest';
import type { Clock } from '../../../../src/core/ports';
import { fleetTagger } from '../../../../src/core/tagging/fleetTagger';
import type { Tagger, TaggerTrouble, TagReply } from '../../../../src/core/tagging/tagRecord';

const reply: TagReply = { kind: 'reply', outcome: { kind: 'tagged', tags: [{ tag: 'a' }] } };
const trouble = (more: Partial<TaggerTrouble>): TaggerTrouble => ({
  kind: 'trouble',
  reason: 'serverError',
  message: 'x',
  isRetryable: true,
  stopsRun: false,
  ...more,
});

function member(answer: () => TagReply | TaggerTrouble | Promise<TagReply>): { tagger: Tagger; asked: () => number } {
  let asked = 0;
  const tagger: Tagger = {
    identity: { tagger: 'openai', model: 'm', promptHash: 'p' },
    isRemote: true,
    label: 'one',
    maxConcurrency: 8,
    tag: async () => {
      asked++;
      return answer();
    },
  };
  return { tagger, asked: () => asked };
}

function clockAt(): Clock & { time: number } {
  return { time: 0, now: () => clock.time, sleep: () => Promise.resolve() };
}
let clock: Clock & { time: number };

describe('fleetTagger', () => {
  test('shares requests under way by weight', async () => {
    clock = clockAt();
    const answers: (() => void)[] = [];
    const later = (): Promise<TagReply> => new Promise((resolve) => answers.push(() => resolve(reply)));
    const [big, small] = [member(later), member(later)];
    const fleet = fleetTagger(
      [
        { tagger: big.tagger, weight: 3 },
        { tagger: small.tagger, weight: 1 },
      ],
      clock,
    );
    expect(fleet.maxConcurrency).toBe(16);
    const asked = Array.from({ length: 8 }, () => fleet.tag('q'));
    expect([big.asked(), small.asked()]).toEqual([6, 2]);
    for (const answer of answers) answer();
    await Promise.all(asked);
  });

  test('an endpoint in trouble rests while the other works, and its wish to wait does not hold the run', async () => {
    clock = clockAt();
    const [bad, good] = [member(() => trouble({ reason: 'rateLimited', retryAfterMs: 5_000 })), member(() => reply)];
    const fleet = fleetTagger(
      [
        { tagger: bad.tagger, weight: 1 },
        { tagger: good.tagger, weight: 1 },
      ],
      clock,
    );
    const first = await fleet.tag('q');
    expect(first).toMatchObject({ kind: 'trouble', isRetryable: true });
    expect(first).not.toHaveProperty('retryAfterMs');
    for (let request = 0; request < 5; request++) await fleet.tag('q');
    expect([bad.asked(), good.asked()]).toEqual([1, 5]);
    clock.time = 6_000;
    await fleet.tag('q');
    expect(bad.asked()).toBe(2);
  });

  test('a wrong key takes one endpoint out, and stops the run only when it is the last', async () => {
    clock = clockAt();
    const wrong = (): TaggerTrouble => trouble({ reason: 'unauthorized', isRetryable: false, stopsRun: true });
    const [first, second] = [member(wrong), member(wrong)];
    const fleet = fleetTagger(
      [
        { tagger: first.tagger, weight: 1 },
        { tagger: second.tagger, weight: 1 },
      ],
      clock,
    );
    expect(await fleet.tag('q')).toMatchObject({ isRetryable: true, stopsRun: false });
    expect(await fleet.tag('q')).toMatchObject({ isRetryable: false, stopsRun: true });
  });

  test('trouble of the query itself is passed on as it is', async () => {
    clock = clockAt();
    const filtered = trouble({ reason: 'contentFilter', isRetryable: false });
    const [first, second] = [member(() => filtered), member(() => reply)];
    const fleet = fleetTagger(
      [
        { tagger: first.tagger, weight: 1 },
        { tagger: second.tagger, weight: 1 },
      ],
      clock,
    );
    expect(await fleet.tag('q')).toBe(filtered);
  });
});
