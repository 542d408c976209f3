import { expect, test } from 'vitest';
import { formatDollars, formatRough, formatSeconds } from '../../../../src/core/tagging/runFigures';

test('rough counts keep no more digits than are known', () => {
  expect([0, 940, 1_234, 12_345, 940_123, 1_234_567, 123_456_789].map(formatRough)).toEqual([
    '0',
    '940',
    '1,200',
    '12,300',
    '940,000',
    '1.2 M',
    '123 M',
  ]);
});

test('money is told in cents, and below a cent as such', () => {
  expect([0, 0.004, 0.2149, 9.994, 12.4, 1234.5].map(formatDollars)).toEqual([
    '$0.00',
    '<\u00a0$0.01',
    '$0.21',
    '$9.99',
    '$12',
    '$1,235',
  ]);
});

test('times are told in the unit that fits', () => {
  expect([0.2, 12, 89, 420, 5_340, 7_200, 12_000].map(formatSeconds)).toEqual([
    '1 s',
    '12 s',
    '89 s',
    '7 min',
    '89 min',
    '2 h',
    '3 h 20 min',
  ]);
});
