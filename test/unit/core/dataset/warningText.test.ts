import { expect, it } from 'vitest';
import { warningText } from '../../../../src/core/dataset/warningText';

it('names row and byte where they are known', () => {
  expect(warningText({ message: 'A row is damaged.', row: 1000, byteOffset: 198_012 })).toBe(
    'A row is damaged (row 1,000, byte 198,012).',
  );
  expect(warningText({ message: 'Rows are lost.', row: 0 })).toBe('Rows are lost (row 0).');
  expect(warningText({ message: 'The disk is full.' })).toBe('The disk is full.');
});
