/** Searching rows for text: in the raw JSON bytes where that is the same thing, else in the row's decoded strings. */
import type { JsonValue } from './rowJson';

export interface SearchQuery {
  readonly text: string;
  readonly isRegularExpression: boolean;
  readonly isCaseSensitive: boolean;
}

/** The expression of a query, or what is wrong with it. */
export function searchExpression(query: SearchQuery): RegExp | string {
  const source = query.isRegularExpression ? query.text : query.text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  const flags = query.isCaseSensitive ? 'mu' : 'imu';
  try {
    return new RegExp(source, flags);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/**
 * The spellings under which JSON may hold the text: as it stands, and with each character beyond ASCII escaped (in lower and upper case).
 * ASCII written as an escape (`\u003c`) is `hiddenAscii`.
 */
export function jsonSpellings(text: string): string[] {
  const plain = JSON.stringify(text).slice(1, -1);
  const escaped = plain.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const upper = plain.replace(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`,
  );
  return [...new Set([plain, escaped, upper])];
}

/** Whether the text may stand outside of strings too, between or as numbers, `true` and the like. */
export function isLikeSyntax(text: string): boolean {
  return /^[\s\d[\]{},:.+\-eE]*$/.test(text) || ['true', 'false', 'null'].some((word) => word.includes(text));
}

/** Letters have two cases, and `i` finds both; other texts may be looked for as they stand. */
export function hasCase(text: string): boolean {
  return text.toLowerCase() !== text || text.toUpperCase() !== text;
}

const backslash = 0x5c;

/**
 * What an ASCII character that need not be escaped is written as, if its escape begins at `at`: `\u003c` and `\/`. Also
 * those beyond ASCII that `i` takes for letters of it (the long s, the Kelvin sign), as their letters.
 */
export function hiddenAscii(bytes: Uint8Array, at: number): string | undefined {
  if (bytes[at] === 0xc5) return 's';
  if (bytes[at] === 0xe2) return 'k';
  if (isEscaped(bytes, at)) return undefined;
  if (bytes[at + 1] === 0x2f) return '/';
  if (bytes[at + 1] !== 0x75) return undefined;
  const code = Number.parseInt(String.fromCharCode(...bytes.subarray(at + 2, at + 6)), 16);
  if (code === 0x17f) return 's';
  if (code === 0x212a) return 'k';
  return code < 0x80 ? String.fromCharCode(code) : undefined;
}

/** A hit at `at` begins inside an escape (`\n`, `\u4f60`) and so is no hit. Looks at most five bytes back, and over a run of backslashes. */
export function beginsInsideEscape(bytes: Uint8Array, at: number): boolean {
  if (isEscaped(bytes, at)) return true;
  for (let back = 1; back <= 4 && at - back > 0; back++) {
    const byte = bytes[at - back]!;
    if (byte === 0x75) return isEscaped(bytes, at - back);
    if (!isHexDigit(byte)) return false;
  }
  return false;
}

/** An odd number of backslashes stands before `at`. */
function isEscaped(bytes: Uint8Array, at: number): boolean {
  let count = 0;
  while (at - count > 0 && bytes[at - count - 1] === backslash) count++;
  return count % 2 === 1;
}

function isHexDigit(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x46) || (byte >= 0x61 && byte <= 0x66);
}

/** Whether the expression fits one of the strings (or keys) of a value. An explicit stack, since rows may nest deeply. */
export function matchesValue(value: JsonValue, expression: RegExp): boolean {
  const stack: JsonValue[] = [value];
  while (stack.length > 0) {
    const next = stack.pop()!;
    if (typeof next === 'object' && next !== null) {
      if (!Array.isArray(next) && Object.keys(next).some((key) => expression.test(key))) return true;
      for (const inner of Object.values(next) as JsonValue[]) stack.push(inner);
    } else if (next !== null && expression.test(String(next))) return true;
  }
  return false;
}
