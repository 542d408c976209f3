/** What the text encoding of a file is, from its first bytes, and a view of its bytes in which JSON's structure is plain ASCII. */
import type { Encoding } from './dataset';

export interface EncodingFinding {
  readonly encoding: Encoding;
  /** Bytes of the byte order mark. */
  readonly markBytes: number;
}

/** Bytes per structural unit: 2 for UTF-16, else 1. */
export function unitBytes(encoding: Encoding): number {
  return encoding === 'utf-16le' || encoding === 'utf-16be' ? 2 : 1;
}

/**
 * Finds the encoding: byte order mark, then the pattern of zero bytes, then UTF-8 validity, then GBK's byte pairs.
 * `isWhole` says that `head` is the whole file, so that a cut character at its end counts as damage.
 */
export function findEncoding(head: Uint8Array, isWhole: boolean): EncodingFinding {
  const marked = byteOrderMark(head);
  if (marked !== undefined) return marked;
  const wide = wideByZeros(head);
  if (wide !== undefined) return { encoding: wide, markBytes: 0 };
  if (utf8DamageShare(head, isWhole) <= maxUtf8DamageShare)
    return { encoding: isBinary(head) ? 'binary' : 'utf-8', markBytes: 0 };
  if (isBinary(head)) return { encoding: 'binary', markBytes: 0 };
  return { encoding: looksLikeGbk(head) ? 'gbk' : 'latin-1', markBytes: 0 };
}

function byteOrderMark(head: Uint8Array): EncodingFinding | undefined {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: 'utf-8-bom', markBytes: 3 };
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: 'utf-16le', markBytes: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: 'utf-16be', markBytes: 2 };
  return undefined;
}

/** JSON begins with ASCII, so UTF-16 without a mark shows as zeros on every other byte of its first units. */
function wideByZeros(head: Uint8Array): Encoding | undefined {
  if (head.length < 4) return undefined;
  const isLow = head[0] !== 0 && head[1] === 0 && head[2] !== 0 && head[3] === 0;
  const isHigh = head[0] === 0 && head[1] !== 0 && head[2] === 0 && head[3] !== 0;
  return isLow ? 'utf-16le' : isHigh ? 'utf-16be' : undefined;
}

/** A few broken characters in a large UTF-8 file must not turn the whole of it into another encoding. */
const maxUtf8DamageShare = 0.1;

/** Share of the non-ASCII bytes that are not valid UTF-8; 0 without non-ASCII bytes. */
function utf8DamageShare(head: Uint8Array, isWhole: boolean): number {
  let damaged = 0;
  let good = 0;
  let at = 0;
  while (at < head.length) {
    if (head[at]! < 0x80) {
      at++;
      continue;
    }
    const length = utf8SequenceLength(head, at);
    if (length === 0 && !isWhole && head.length - at < 4) break;
    if (length === 0) damaged++;
    else good += length;
    at += Math.max(1, length);
  }
  return damaged === 0 ? 0 : damaged / (damaged + good);
}

/** Length of the valid UTF-8 sequence at `at`, or 0. Overlong forms and surrogates are not valid. */
export function utf8SequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at]!;
  if (lead < 0x80) return 1;
  const length =
    lead >= 0xc2 && lead < 0xe0 ? 2 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
  if (length === 0 || at + length > bytes.length) return 0;
  for (let next = 1; next < length; next++) if ((bytes[at + next]! & 0xc0) !== 0x80) return 0;
  const second = bytes[at + 1]!;
  if (lead === 0xe0 && second < 0xa0) return 0;
  if (lead === 0xed && second > 0x9f) return 0;
  if (lead === 0xf0 && second < 0x90) return 0;
  if (lead === 0xf4 && second > 0x8f) return 0;
  return length;
}

/** Control characters that text never holds, more than one in a thousand bytes. */
function isBinary(head: Uint8Array): boolean {
  let controls = 0;
  for (const byte of head)
    if (byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13 && byte !== 27) controls++;
  return controls > head.length / 1000 + 1;
}

/** Every byte from 0x80 begins a pair whose second byte is 0x40 to 0xfe (or a digit, in the four-byte form). */
function looksLikeGbk(head: Uint8Array): boolean {
  let pairs = 0;
  let broken = 0;
  for (let at = 0; at < head.length - 1; at++) {
    if (head[at]! < 0x80) continue;
    const second = head[at + 1]!;
    const isPair =
      head[at]! >= 0x81 &&
      head[at]! <= 0xfe &&
      second !== 0x7f &&
      second !== 0xff &&
      (second >= 0x40 || isDigit(second));
    if (isPair) pairs++;
    else broken++;
    at++;
  }
  return pairs > 0 && broken <= pairs / 50;
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

/** Turns chunks of a file into structural bytes: ASCII as itself, everything else as 0x80 or above; one byte per unit. */
export type StructuralView = (chunk: Uint8Array) => Uint8Array;

/** A view for consecutive chunks of one file; it remembers a character cut by a chunk's end. UTF-8 is its own view. */
export function structuralView(encoding: Encoding): StructuralView {
  switch (encoding) {
    case 'utf-16le':
      return (chunk) => narrowed(chunk, 0);
    case 'utf-16be':
      return (chunk) => narrowed(chunk, 1);
    case 'gbk':
      return gbkView();
    case 'utf-8':
    case 'utf-8-bom':
    case 'latin-1':
    case 'binary':
      return (chunk) => chunk;
  }
}

/** `lowAt` is the place of the low byte in a unit. Chunks hold whole units, but for a lone last byte, which is left out. */
function narrowed(chunk: Uint8Array, lowAt: 0 | 1): Uint8Array {
  const units = new Uint8Array(chunk.length >> 1);
  for (let unit = 0; unit < units.length; unit++) {
    const high = chunk[2 * unit + 1 - lowAt]!;
    const low = chunk[2 * unit + lowAt]!;
    units[unit] = high === 0 && low < 0x80 ? low : 0x80;
  }
  return units;
}

function gbkView(): StructuralView {
  let isSecond = false;
  return (chunk) => {
    const view = new Uint8Array(chunk.length);
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at]!;
      view[at] = isSecond || byte >= 0x80 ? 0x80 : byte;
      isSecond = !isSecond && byte >= 0x81;
    }
    return view;
  };
}
