/** One row's text as a JSON value: strict first, then with the leniency that real files need; damage is a value. */
import type { Encoding } from './dataset';
import { checkJson, type BareNumber } from './jsonCheck';

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

/** Where and why a row is not JSON; `byteInRow` counts from the row's first byte. */
export interface JsonProblem {
  /** Short and without position: "unexpected `}`". */
  readonly message: string;
  readonly byteInRow: number;
}

/** Something that JSON forbids and that was read all the same. */
export interface RowWarning {
  /** "bare NaN, read as null" */
  readonly message: string;
  readonly byteInRow: number;
}

export type ParsedRow =
  | { readonly kind: 'value'; readonly value: JsonValue; readonly warnings: readonly RowWarning[] }
  | { readonly kind: 'invalid'; readonly problem: JsonProblem };

/** Parses a row; bare NaN and Infinity are read as null, with a warning. Time O(text). */
export function parseRow(text: string, encoding: Encoding = 'utf-8'): ParsedRow {
  try {
    return { kind: 'value', value: JSON.parse(text) as JsonValue, warnings: [] };
  } catch {
    return parseLeniently(text, encoding);
  }
}

function parseLeniently(text: string, encoding: Encoding): ParsedRow {
  const check = checkJson(text);
  if (check.kind === 'invalid') {
    return { kind: 'invalid', problem: { message: check.message, byteInRow: byteOf(text, check.index, encoding) } };
  }
  const value = JSON.parse(withoutBareNumbers(text, check.bareNumbers)) as JsonValue;
  const warnings = check.bareNumbers.map(({ index, word }) => ({
    message: `bare ${word}, read as null`,
    byteInRow: byteOf(text, index, encoding),
  }));
  return { kind: 'value', value, warnings };
}

function withoutBareNumbers(text: string, bareNumbers: readonly BareNumber[]): string {
  const pieces: string[] = [];
  let from = 0;
  for (const { index, word } of bareNumbers) {
    pieces.push(text.slice(from, index), 'null');
    from = index + word.length;
  }
  pieces.push(text.slice(from));
  return pieces.join('');
}

/** Bytes that the first `index` UTF-16 units of a row take in its file; exact where the bytes before were sound. */
export function byteOf(text: string, index: number, encoding: Encoding): number {
  switch (encoding) {
    case 'utf-16le':
    case 'utf-16be':
      return 2 * index;
    case 'latin-1':
      return index;
    case 'gbk':
      return gbkBytes(text, index);
    case 'utf-8':
    case 'utf-8-bom':
    case 'binary':
      return utf8Bytes(text, index);
  }
}

/** GB18030's four-byte characters beyond GBK count as two. */
function gbkBytes(text: string, index: number): number {
  let bytes = 0;
  for (let at = 0; at < index; at++) bytes += text.charCodeAt(at) < 0x80 ? 1 : 2;
  return bytes;
}

function utf8Bytes(text: string, index: number): number {
  let bytes = 0;
  for (let at = 0; at < index; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x80) bytes += 1;
    else if (code < 0x800) bytes += 2;
    else if (code >= 0xd800 && code < 0xdc00 && at + 1 < text.length) {
      bytes += 4;
      at++;
    } else bytes += 3;
  }
  return bytes;
}
