import { describe, expect, test } from 'vitest';
import { AdaptiveLimit } from '../../../../src/core/tagging/adaptiveLimit';

describe('AdaptiveLimit', () => {
  const replies = (limit: AdaptiveLimit, count: number, latencyMs: number): void => {
    for (let reply = 0; reply < count; reply++) limit.onReply(latencyMs);
  };

  test('doubles while latency holds, up to the maximum', () => {
    const limit = new AdaptiveLimit({ start: 4, maximum: 20 });
    replies(limit, 4, 100);
    expect(limit.value).toBe(8);
    replies(limit, 8 + 16, 100);
    expect(limit.value).toBe(20);
  });

  test('halves once per burst of refusals, and then creeps', () => {
    const limit = new AdaptiveLimit({ start: 32, maximum: 64 });
    for (let refusal = 0; refusal < 10; refusal++) limit.onOverload(0, 100);
    expect(limit.value).toBe(16);
    limit.onOverload(150, 200);
    expect(limit.value).toBe(8);
    replies(limit, 8, 100);
    expect(limit.value).toBe(9);
  });

  test('single failures are chance, many in a window are an overload', () => {
    const limit = new AdaptiveLimit({ start: 16, maximum: 16 });
    for (let failure = 0; failure < 7; failure++) limit.onFailure(0, 10);
    expect(limit.value).toBe(16);
    limit.onFailure(0, 10);
    expect(limit.value).toBe(8);
  });

  test('stops growing when latency swells, and shrinks when it swells a lot; never below one', () => {
    const limit = new AdaptiveLimit({ start: 8, maximum: 64 });
    replies(limit, 8, 100);
    replies(limit, 16, 200);
    expect(limit.value).toBe(16);
    replies(limit, 16, 1_000);
    expect(limit.value).toBe(12);
    for (let time = 0; time < 10; time++) limit.onOverload(time * 10, time * 10 + 1);
    expect(limit.value).toBe(1);
  });
});
