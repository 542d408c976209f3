import { describe, expect, test } from 'vitest';
import { estimateRun } from '../../../../src/core/tagging/costEstimate';

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
