import { describe, expect, test } from 'vitest';
import { RunTally } from '../../../../src/core/tagging/runTally';

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
