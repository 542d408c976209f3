/** A source row's bytes on one line, without touching a single token. */

const space = 0x20;
const tab = 0x09;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const quote = 0x22;
const backslash = 0x5c;

/** True where the bytes hold a line end, so that they cannot stand as one line of JSONL. */
export function hasLineEnd(bytes: Uint8Array): boolean {
  return bytes.includes(lineFeed) || bytes.includes(carriageReturn);
}

/** The JSON without white space outside strings; every token keeps its bytes. For encodings that hold ASCII as it is. */
export function withoutLayout(bytes: Uint8Array): Uint8Array {
  const kept = new Uint8Array(bytes.length);
  let used = 0;
  let isInString = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (isInString) {
      kept[used++] = byte;
      if (byte === backslash && at + 1 < bytes.length) kept[used++] = bytes[++at]!;
      else if (byte === quote) isInString = false;
      continue;
    }
    if (byte === space || byte === tab || byte === lineFeed || byte === carriageReturn) continue;
    kept[used++] = byte;
    isInString = byte === quote;
  }
  return kept.slice(0, used);
}
