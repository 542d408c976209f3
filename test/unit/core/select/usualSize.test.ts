import { describe, expect, it } from 'vitest';
import { usualSize } from '../../../../src/core/select/usualSize';

describe('the usual size of a selection', () => {
  it('is the wanted one where twice as many rows can be had', () => {
    expect(usualSize(6_000, 52_002)).toBe(6_000);
    expect(usualSize(6_000, 12_000)).toBe(6_000);
  });

  it('is a tenth of fewer rows, and never nothing', () => {
    expect(usualSize(6_000, 11_999)).toBe(1_200);
    expect(usualSize(6_000, 2_000)).toBe(200);
    expect(usualSize(6_000, 3)).toBe(1);
    expect(usualSize(6_000, 0)).toBe(1);
  });
});
