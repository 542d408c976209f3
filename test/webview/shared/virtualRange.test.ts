import { describe, expect, it } from 'vitest';
import {
  clampTop,
  maximumTop,
  pageStep,
  thumbAt,
  topAtThumb,
  topToReveal,
  visibleRange,
} from '../../../webview/shared/virtualRange';

const viewport = { rowCount: 100, rowHeight: 20, height: 110 };
const huge = { rowCount: 10_000_000, rowHeight: 22, height: 660 };

describe('visibleRange', () => {
  it('shows the rows that fit, the last one cut', () => {
    expect(visibleRange(0, viewport)).toEqual({ first: 0, end: 6, offsetPx: -0 });
  });

  it('moves the first row up by its fraction', () => {
    expect(visibleRange(2.5, viewport)).toEqual({ first: 2, end: 8, offsetPx: -10 });
  });

  it('never goes beyond the last row', () => {
    expect(visibleRange(1e9, viewport)).toEqual({ first: 94, end: 100, offsetPx: -10 });
  });

  it('is empty without rows', () => {
    expect(visibleRange(5, { ...viewport, rowCount: 0 })).toEqual({ first: 0, end: 0, offsetPx: -0 });
  });

  it('shows all rows where they fit', () => {
    expect(visibleRange(3, { ...viewport, rowCount: 2 })).toEqual({ first: 0, end: 2, offsetPx: -0 });
  });
});

describe('scrolling ten million rows', () => {
  it('reaches the very last row', () => {
    const range = visibleRange(maximumTop(huge), huge);
    expect(range.end).toBe(10_000_000);
  });

  it('keeps a thumb that can be grabbed', () => {
    expect(thumbAt(0, huge)?.length).toBe(24);
  });

  it('finds the position of a dragged thumb, and the thumb of a position', () => {
    const thumb = thumbAt(maximumTop(huge), huge);
    expect(thumb?.start).toBeCloseTo(660 - 24);
    expect(topAtThumb(thumb?.start ?? 0, huge)).toBeCloseTo(maximumTop(huge));
    expect(topAtThumb(318, huge)).toBeCloseTo(maximumTop(huge) / 2);
  });
});

describe('topToReveal', () => {
  it('stays where the row is in sight', () => {
    expect(topToReveal(4, 2, viewport)).toBe(2);
  });

  it('scrolls up to a row above and down to a row below', () => {
    expect(topToReveal(1, 2, viewport)).toBe(1);
    expect(topToReveal(20, 2, viewport)).toBe(15.5);
  });
});

it('steps by pages that keep one row in common', () => {
  expect(pageStep(viewport)).toBe(4);
  expect(pageStep({ ...viewport, height: 5 })).toBe(1);
});

it('has no thumb where everything fits', () => {
  expect(thumbAt(0, { ...viewport, rowCount: 5 })).toBeNull();
  expect(topAtThumb(50, { ...viewport, rowCount: 5 })).toBe(0);
});

it('keeps the position within the rows', () => {
  expect(clampTop(-3, viewport)).toBe(0);
  expect(clampTop(99, viewport)).toBe(94.5);
});
