import { describe, expect, it } from 'vitest';
import {
  defaultParameters,
  parameterProblems,
  resolveParameters,
  scaledFrequency,
  scaledSupport,
} from '../../../../src/core/normalize/parameters';

describe('parameters', () => {
  it('scales the thresholds of the paper to the data, never below 2', () => {
    expect([773_511, 306_044, 3_422, 0].map(scaledFrequency)).toEqual([20, 8, 2, 2]);
    expect([773_511, 306_044, 3_422, 0].map(scaledSupport)).toEqual([40, 16, 2, 2]);
  });

  it('replaces auto by the numbers used and leaves the rest', () => {
    const resolved = resolveParameters(defaultParameters, 773_511);
    expect(resolved).toEqual({ ...defaultParameters, frequency: 20, association: { support: 40, confidence: 0.99 } });
    expect(resolveParameters({ ...defaultParameters, frequency: 'off', association: 'off' }, 10).frequency).toBe('off');
  });

  it('finds every problem at once, and none in the defaults', () => {
    expect(parameterProblems(defaultParameters)).toEqual([]);
    const problems = parameterProblems({
      ...defaultParameters,
      frequency: 1.5,
      semantic: { epsilon: -1, minSamples: 0 },
      association: { support: 0, confidence: 0 },
    });
    expect(problems).toEqual([
      'Frequency must be a whole number of at least 1, got 1.5.',
      'Semantic ε must be a cosine distance above 0 and at most 2, got -1.',
      'Minimum samples must be a whole number of at least 1, got 0.',
      'Support must be a whole number of queries, at least 1, got 0.',
      'Confidence must be above 0 and at most 1, got 0.',
    ]);
  });
});
