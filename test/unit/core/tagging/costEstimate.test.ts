import { describe, expect, test } from 'vitest';
import { AdaptiveLimit } from '../../../../src/core/tagging/adaptiveLimit';
import { estimateRun } from '../../../../src/core/tagging/costEstimate';
import { endpointPreset, endpointPresets } from '../../../../src/core/tagging/endpointPresets';
import { priceOf } from '../../../../src/core/tagging/priceTable';
import { RunTally } from '../../../../src/core/tagging/runTally';

describe('estimateRun', () => {
  test('scales a sample to all queries, and says when nothing was guessed', () => {
    const price = { promptPerMillion: 1, completionPerMillion: 2 };
    const estimate = estimateRun({ queryCount: 1_000, samplePromptTokens: [100, 300], replyTokens: 50, price });
    expect(estimate).toMatchObject({
      promptTokens: 200_000,
      completionTokens: 50_000,
      isFullyCounted: false,
      seconds: null,
    });
    expect(estimate.cost).toBeCloseTo(0.3);
  });

  test('knows no price of an unknown model, and no time without a probe', () => {
    const pace = { secondsPerRequest: 2, concurrency: 4 };
    expect(estimateRun({ queryCount: 8, samplePromptTokens: [1], price: null, pace })).toMatchObject({
      cost: null,
      seconds: 4,
    });
    expect(estimateRun({ queryCount: 0, samplePromptTokens: [] }).promptTokens).toBe(0);
  });
});

describe('priceOf', () => {
  test.each([
    ['gpt-4o-mini', 0.15],
    ['gpt-4o-mini-2024-07-18', 0.15],
    ['openai/gpt-4o', 2.5],
    ['gpt-4omni', undefined],
    ['llama3.1', undefined],
  ])('%s', (model, expected) => expect(priceOf(model)?.promptPerMillion).toBe(expected));
});

describe('endpoint presets', () => {
  test('have distinct ids and addresses', () => {
    expect(new Set(endpointPresets.map((preset) => preset.id)).size).toBe(7);
    expect(endpointPresets.every((preset) => /^https?:\/\/.+\/v1$/.test(preset.baseUrl))).toBe(true);
    expect(endpointPreset('ollama')?.needsKey).toBe(false);
    expect(endpointPreset('none')).toBeNull();
  });
});

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

describe('RunTally', () => {
  test('counts cost from usage, and the rate over the last ten seconds', () => {
    const tally = new RunTally({ promptPerMillion: 1, completionPerMillion: 10 }, 0);
    tally.addUsage({ promptTokens: 1_000, completionTokens: 100 });
    tally.addUsage(undefined);
    expect([tally.cost, tally.costPerRequest]).toEqual([0.002, 0.002]);
    tally.tagged = 10;
    expect(tally.ratePerSecond(1_000)).toBe(10);
    for (let second = 2; second <= 30; second++) tally.ratePerSecond(second * 1_000);
    expect(tally.ratePerSecond(30_000)).toBe(0);
  });
});
