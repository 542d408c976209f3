import { describe, expect, test } from 'vitest';
import { priceOf } from '../../../../src/core/tagging/priceTable';

describe('priceOf', () => {
  test.each([
    ['gpt-4o-mini', 0.15],
    ['gpt-4o-mini-2024-07-18', 0.15],
    ['openai/gpt-4o', 2.5],
    ['gpt-4omni', undefined],
    ['llama3.1', undefined],
  ])('%s', (model, expected) => expect(priceOf(model)?.promptPerMillion).toBe(expected));
});
