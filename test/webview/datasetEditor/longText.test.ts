// @vitest-environment happy-dom
import { expect, it } from 'vitest';
import { textNodes } from '../../../webview/datasetEditor/detail/longText';
import { seededRandom } from '../../support/seededRandom';

const holderOf = (text: string): HTMLElement => {
  const holder = document.createElement('div');
  holder.append(...textNodes(text));
  return holder;
};
const piecesOf = (text: string) => [...holderOf(text).querySelectorAll('.piece')].map((piece) => piece.textContent);

it('leaves short text whole, and loses no character of long text', () => {
  expect(piecesOf('a\n'.repeat(5_000))).toEqual([]);
  const random = seededRandom(3);
  const signs = ['a', ' ', '\n', '\r\n', '😀', '中', '\u2028', '\0'];
  for (let round = 0; round < 20; round++) {
    const text = Array.from({ length: 60_000 }, () => signs[Math.floor(random() ** (1 + round) * signs.length)]).join(
      '',
    );
    expect(holderOf(text).textContent).toBe(text);
  }
});

it('cuts behind line ends, else behind blanks, and never inside a character', () => {
  const lines = piecesOf(`${'x'.repeat(99)}\n`.repeat(600));
  expect(lines.every((piece) => piece.endsWith('\n'))).toBe(true);
  expect(piecesOf('word '.repeat(9_000)).every((piece) => piece.endsWith(' '))).toBe(true);
  const characters = piecesOf(`x${'😀'.repeat(30_000)}`);
  expect(characters.length).toBeGreaterThan(3);
  expect(characters.every((piece) => !/[\ud800-\udbff]$/.test(piece))).toBe(true);
  expect(Math.max(...characters.map((piece) => piece.length))).toBeLessThanOrEqual(12_000);
});

it('copies what is selected without the breaks between pieces', () => {
  const holder = holderOf('x'.repeat(40_000));
  document.body.append(holder);
  const range = document.createRange();
  range.selectNodeContents(holder.querySelector('.pieces')!);
  document.getSelection()!.removeAllRanges();
  document.getSelection()!.addRange(range);
  const copied: string[] = [];
  const event = new Event('copy', { bubbles: true, cancelable: true });
  Object.assign(event, { clipboardData: { setData: (_: string, text: string) => copied.push(text) } });
  holder.querySelector('.piece')!.dispatchEvent(event);
  expect(copied).toEqual(['x'.repeat(40_000)]);
  expect(event.defaultPrevented).toBe(true);
});
