/**
 * Text of any length without a long layout: what is long stands in pieces, of which the browser lays out only those in
 * sight. Pieces end at line ends where there are any; every character stays, and what is copied holds no break of ours.
 */
import { element } from '../../shared/dom';

const longestWhole = 24_000;
const pieceCharacters = 12_000;

/** The text as nodes: itself where it is short, else one element of pieces. */
export function textNodes(text: string): Node[] {
  if (text.length <= longestWhole) return [document.createTextNode(text)];
  const holder = element('span', { class: 'pieces' });
  for (let at = 0; at < text.length;) {
    const end = pieceEnd(text, at);
    holder.append(element('span', { class: 'piece', text: text.slice(at, end) }));
    at = end;
  }
  holder.addEventListener('copy', (event) => copyExactly(holder, event));
  return [holder];
}

/** Behind a line end, else behind a blank, else anywhere but inside a character. */
function pieceEnd(text: string, start: number): number {
  const end = start + pieceCharacters;
  if (end >= text.length) return text.length;
  const earliest = start + pieceCharacters / 2;
  for (const sign of ['\n', ' ']) {
    const found = text.lastIndexOf(sign, end - 1);
    if (found >= earliest) return found + 1;
  }
  return isInsideCharacter(text, end) ? end - 1 : end;
}

function isInsideCharacter(text: string, at: number): boolean {
  const [before, after] = [text.charCodeAt(at - 1), text.charCodeAt(at)];
  return (before >= 0xd800 && before < 0xdc00 && after >= 0xdc00 && after < 0xe000) || (before === 13 && after === 10);
}

/** A break between pieces would be copied as a line end. */
function copyExactly(holder: HTMLElement, event: ClipboardEvent): void {
  const selection = document.getSelection();
  const range = selection !== null && selection.rangeCount > 0 ? selection.getRangeAt(0) : null;
  if (range === null || range.collapsed || !holder.contains(range.commonAncestorContainer)) return;
  event.clipboardData?.setData('text/plain', range.cloneContents().textContent);
  event.preventDefault();
}
