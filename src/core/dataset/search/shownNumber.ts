/** Numbers are searched as they are shown, which is not always as they are written. */
import type { Needle } from './anchor';
import { coverOf } from './characterBytes';

/** What may follow a character in a number that JavaScript writes: `-1.5e-7`, `Infinity`. */
const followers: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Array.from('0123456789', (digit) => [digit, '0123456789.e'])),
  '.': '0123456789',
  e: '+-',
  '+': '0123456789',
  '-': '0123456789I',
  I: 'n',
  n: 'fi',
  f: 'i',
  i: 'nt',
  t: 'y',
  y: '',
};

/** Whether characters in a row, one of each list, may be part of a number. */
export function mayBeNumber(run: readonly (readonly string[])[]): boolean {
  let last: readonly string[] | undefined;
  for (const characters of run) {
    const before = last;
    last = characters.filter(
      (character) =>
        followers[character] !== undefined &&
        (before === undefined || before.some((earlier) => followers[earlier]!.includes(character))),
    );
    if (last.length === 0) return false;
  }
  return true;
}

/** Numbers that may be shown otherwise than they are written: `1e5` as 100000, `0.0000001` as 1e-7, digits beyond the sixteenth rounded. */
const oddNumber = /\d[eE][-+]?\d|[\d.]{16}|0\.000000/;

/** Each odd number holds one of these. */
export function oddNumberNeedles(): readonly Needle[] {
  const cover = (characters: string) => coverOf(Array.from(characters, (character) => character.charCodeAt(0)));
  const digit = cover('0123456789');
  return [
    [digit, cover('eE'), cover('0123456789+-')],
    Array.from({ length: 8 }, () => digit),
    Array.from('0.000000', (character) => cover(character)),
  ];
}

export interface WrittenNumber {
  readonly from: number;
  readonly to: number;
  /** Whether it may be shown otherwise. */
  readonly isOdd: boolean;
}

/** The bytes around `at` that may be a number. */
export function numberAround(bytes: Uint8Array, at: number): WrittenNumber {
  let [from, to] = [at, at];
  let hasExponent = false;
  while (from > 0 && isPartOfNumber(bytes[from - 1]!)) hasExponent = isLetterE(bytes[--from]!) || hasExponent;
  while (to < bytes.length && isPartOfNumber(bytes[to]!)) hasExponent = isLetterE(bytes[to++]!) || hasExponent;
  // `0.0000001`, and its like with a sign.
  const first = bytes[from] === minus ? from + 1 : from;
  const isTiny = bytes[first] === zero && bytes[first + 2] === zero;
  return { from, to, isOdd: hasExponent || to - from >= 16 || isTiny };
}

const [minus, zero, nine] = [0x2d, 0x30, 0x39];

/** Digits, `+`, `-`, `.`, `e` and `E`. */
function isPartOfNumber(byte: number): boolean {
  return (byte >= zero && byte <= nine) || byte === 0x2b || byte === minus || byte === 0x2e || isLetterE(byte);
}

function isLetterE(byte: number): boolean {
  return (byte | 0x20) === 0x65;
}

/** Whether the expression may fit an odd number somewhere in the raw text of a row. */
export function fitsOddNumber(row: string, expression: RegExp): boolean {
  if (!oddNumber.test(row)) return false;
  for (const [written] of row.matchAll(/-?\d[\d.]*(?:[eE][-+]?\d+)?/g))
    if (oddNumber.test(written) && expression.test(String(Number(written)))) return true;
  return false;
}
