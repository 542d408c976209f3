import { describe, expect, it } from 'vitest';
import { scanText } from '../../../support/scannedRows';
import { seededRandom } from '../../../support/seededRandom';

const pieces = [
  '{"q": "a"}',
  '{"q": "é\\"}{\\\\", "l": [1, {"x": []}]}',
  '[1, [2]]',
  '"s"',
  '12',
  '{}',
  '{"q": "\\\\"}',
  '{"q": "b"}{"q": "c"}',
  '{"q": "] }, {"}',
];
const separators = [', ', ',', ',\n  ', '\n', ' ', '', ',,', '\r\n', '\n\n', ', "'];

function randomText(random: () => number): string {
  const pick = (from: readonly string[]): string => from[Math.floor(random() * from.length)]!;
  const usual = pick(separators);
  let text = random() < 0.6 ? '[' : '';
  for (let row = 0; row < 60; row++) text += pick(pieces) + (random() < 0.95 ? usual : pick(separators));
  if (random() < 0.5) text += ']';
  for (let wound = random() < 0.5 ? 0 : 2; wound > 0; wound--) {
    const at = Math.floor(random() * text.length);
    text =
      text.slice(0, at) +
      pick(['"', '{', '}', '\\', '\n', ',', ']', '', '[', '\0']) +
      text.slice(at + Math.floor(random() * 3));
  }
  return text;
}

describe('the kernels', () => {
  it('find what plain code finds, on seeded texts with and without damage, in chunks of any size', () => {
    const random = seededRandom(42);
    for (let round = 0; round < 300; round++) {
      const text = randomText(random);
      const chunkSize = 200 + Math.floor(random() * 2000);
      const expected = scanText(text, chunkSize, false);
      expect([text, scanText(text, chunkSize)]).toEqual([text, expected]);
    }
  });

  it('carry strings, escapes and depth over their blocks of 64 bytes', () => {
    for (let length = 40; length < 200; length++) {
      const row = JSON.stringify({ q: `${'\\'.repeat(length % 9)}${'x'.repeat(length)}"}{"`, l: [{ n: length }] });
      const { rows } = scanText(`[${Array.from({ length: 5 }, () => row).join(',\n')}]`);
      expect(rows).toEqual([row, row, row, row, row]);
    }
  });
});
