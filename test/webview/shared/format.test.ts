import { expect, it } from 'vitest';
import {
  clip,
  formatBytes,
  formatCount,
  formatDuration,
  formatGrowing,
  formatMoney,
  formatPercent,
} from '../../../webview/shared/format';

it('separates thousands', () => {
  expect(formatCount(52_002)).toBe('52,002');
});

it('marks numbers that still grow', () => {
  expect(formatGrowing(52_002, false)).toBe('52,002…');
  expect(formatGrowing(52_002, true)).toBe('52,002');
});

it('writes sizes with the digits that matter', () => {
  expect([0, 512, 22_773_992, 5e9, 999_600].map(formatBytes)).toEqual([
    '0 bytes',
    '512 bytes',
    '22.8 MB',
    '5.0 GB',
    '1.0 MB',
  ]);
});

it('never rounds a share to a false 0 or 100', () => {
  expect([0, 0.0004, 0.034, 0.62, 0.999, 1].map(formatPercent)).toEqual([
    '0 %',
    '< 0.1 %',
    '3.4 %',
    '62 %',
    '> 99 %',
    '100 %',
  ]);
});

it('writes money and times', () => {
  expect([0, 0.004, 0.08, 5].map(formatMoney)).toEqual(['$0.00', '$0.004', '$0.08', '$5.00']);
  expect([0.2, 40, 420, 3900, Infinity].map(formatDuration)).toEqual(['1 s', '40 s', '7 min', '1 h 5 min', '–']);
});

it('cuts text between whole characters', () => {
  expect(clip('abcdef', 4)).toBe('abc…');
  expect(clip('ab😀cd', 4)).toBe('ab…');
});
