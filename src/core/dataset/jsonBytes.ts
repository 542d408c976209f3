/** Steps over JSON in structural bytes without building values; damage never makes them fail, only stop. */

const quote = 0x22;
const backslash = 0x5c;

/** First byte at or after `at` that is not JSON white space. */
export function skipSpace(bytes: Uint8Array, at: number): number {
  while (at < bytes.length && isSpace(bytes[at]!)) at++;
  return at;
}

export function isSpace(byte: number): boolean {
  return byte === 32 || byte === 10 || byte === 13 || byte === 9;
}

/** The byte after the closing quote of the string that opens at `open`; undefined where the bytes end first. */
export function stringEnd(bytes: Uint8Array, open: number): number | undefined {
  for (let at = open + 1; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (byte === backslash) at++;
    else if (byte === quote) return at + 1;
  }
  return undefined;
}

/** The byte after the value that starts at `start`, by brackets and strings only; undefined where the bytes end first. */
export function valueEnd(bytes: Uint8Array, start: number): number | undefined {
  let depth = 0;
  for (let at = start; at < bytes.length;) {
    const byte = bytes[at]!;
    if (byte === quote) {
      const end = stringEnd(bytes, at);
      if (end === undefined) return undefined;
      at = end;
      if (depth === 0) return at;
      continue;
    }
    if (byte === 0x7b || byte === 0x5b) depth++;
    else if (byte === 0x7d || byte === 0x5d) depth--;
    else if (depth === 0) return scalarEnd(bytes, at);
    at++;
    if (depth <= 0) return at;
  }
  return undefined;
}

function scalarEnd(bytes: Uint8Array, start: number): number | undefined {
  for (let at = start; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (isSpace(byte) || byte === 0x2c || byte === 0x7d || byte === 0x5d || byte === 0x7b || byte === 0x5b)
      return at === start ? at + 1 : at;
  }
  return undefined;
}
