import { describe, expect, it } from 'vitest';
import { hasLineEnd, withoutLayout } from '../../../../src/core/export/rowBytes';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

describe('withoutLayout', () => {
  it('removes white space between tokens and touches no token', () => {
    const row = '{\r\n  "a b": "x\\"  \\\\",\n\t"n": 1.50e+3 , "z":[ 1, 2 ],"u":"\\u00e9 写"\n}';
    expect(textOf(withoutLayout(bytesOf(row)))).toBe('{"a b":"x\\"  \\\\","n":1.50e+3,"z":[1,2],"u":"\\u00e9 写"}');
  });

  it('keeps duplicate keys and bare NaN as they are', () => {
    expect(textOf(withoutLayout(bytesOf('{"a": NaN,\n"a": 2}')))).toBe('{"a":NaN,"a":2}');
  });

  it('does not run past a torn string', () => {
    expect(textOf(withoutLayout(bytesOf('{"a": "x\\')))).toBe('{"a":"x\\');
  });

  it('knows rows that span lines', () => {
    expect(hasLineEnd(bytesOf('{"a":1}'))).toBe(false);
    expect(hasLineEnd(bytesOf('{\n}'))).toBe(true);
  });
});
