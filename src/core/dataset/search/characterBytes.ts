/** How a character may stand in the raw bytes of JSON in UTF-8. */

/** Bytes of which some bits count: those of `mask` are as in `value`. */
export interface MaskedByte {
  readonly value: number;
  readonly mask: number;
}

/** The UTF-8 of a character; of half a surrogate pair there is none. */
export function utf8Of(character: string): readonly number[] | undefined {
  const code = character.codePointAt(0)!;
  const rest = (shift: number) => 0x80 | ((code >> shift) & 0x3f);
  if (code < 0x80) return [code];
  if (code < 0x800) return [0xc0 | (code >> 6), rest(0)];
  if (code >= 0xd800 && code < 0xe000) return undefined;
  if (code < 0x10000) return [0xe0 | (code >> 12), rest(6), rest(0)];
  return [0xf0 | (code >> 18), rest(12), rest(6), rest(0)];
}

/** Hexadecimal digits of the character's UTF-16 units, in lower case: those of its escapes. */
export function unitDigits(character: string): readonly string[] {
  return Array.from({ length: character.length }, (_, at) => character.charCodeAt(at).toString(16).padStart(4, '0'));
}

/** Escapes of two bytes; all but that of `/` must be written so or as `\u00…`. */
export const shortEscapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '/': '\\/',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

export function isControl(character: string): boolean {
  return character < ' ';
}

/** ASCII that stands for itself wherever it is part of a text; in JSON it may be written as `\u00…` all the same. */
export function isPlainAscii(character: string): boolean {
  return character >= ' ' && character <= '\x7f' && !'"\\/'.includes(character);
}

/** The bits that all the bytes have in common. */
export function coverOf(bytes: readonly number[]): MaskedByte {
  const differing = bytes.reduce((bits, byte) => bits | (byte ^ bytes[0]!), 0);
  const mask = 0xff & ~differing;
  return { value: bytes[0]! & mask, mask };
}

export function exactly(bytes: readonly number[]): readonly MaskedByte[] {
  return bytes.map((value) => ({ value, mask: 0xff }));
}

/** The bytes of ASCII, letters in either case. */
export function inAnyCase(text: string): readonly MaskedByte[] {
  return Array.from(text, (letter) =>
    coverOf([letter.toLowerCase().charCodeAt(0), letter.toUpperCase().charCodeAt(0)]),
  );
}
