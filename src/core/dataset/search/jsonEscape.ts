const backslash = 0x5c;
const letterU = 0x75;

/** A place at `at` is inside an escape (`\n`, `\u4f60`). Looks at most five bytes back, and over a run of backslashes. */
export function isInsideEscape(bytes: Uint8Array, at: number): boolean {
  if (isEscaped(bytes, at)) return true;
  for (let back = 1; back <= 4 && at - back > 0; back++) {
    const byte = bytes[at - back]!;
    if (byte === letterU) return isEscaped(bytes, at - back);
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
