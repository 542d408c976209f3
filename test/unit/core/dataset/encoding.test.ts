import { describe, expect, it } from 'vitest';
import { findEncoding, structuralView } from '../../../../src/core/dataset/encoding';

const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');
const gbk = Buffer.concat([
  Buffer.from('{"q":"'),
  Buffer.from([0xc4, 0xe3, 0xba, 0xc3, 0xd6, 0x5c, 0xd6, 0x7b]),
  Buffer.from('"}'),
]);

describe('the encoding of a file', () => {
  it.each([
    ['utf-8', Buffer.from('{"q":"héllo 你好 😀"}'), 0],
    ['utf-8', Buffer.from('{"q":"plain"}'), 0],
    ['utf-8-bom', Buffer.from('\ufeff{"q":"a"}'), 3],
    ['utf-16le', utf16('\ufeff{"q":"你"}'), 2],
    ['utf-16le', utf16('{"q":"你"}'), 0],
    ['utf-16be', utf16('\ufeff{"q":"你"}').swap16(), 2],
    ['utf-16be', utf16('{"q":"你"}').swap16(), 0],
    ['gbk', gbk, 0],
    ['latin-1', Buffer.from('{"q":"caf\u00e9 na\u00efve \u00e9"}', 'latin1'), 0],
    ['binary', Buffer.from(Array.from({ length: 300 }, (_, n) => (n * 7) % 32)), 0],
  ] as const)('is %s', (encoding, bytes, markBytes) => {
    expect(findEncoding(bytes, true)).toEqual({ encoding, markBytes });
  });

  it('stays UTF-8 with one broken character among many', () => {
    const bytes = Buffer.concat([Buffer.from('你好'.repeat(100)), Buffer.from([0xff]), Buffer.from('你好')]);
    expect(findEncoding(bytes, true).encoding).toBe('utf-8');
  });

  it('does not mind a character cut by the end of the head', () => {
    expect(findEncoding(Buffer.from('{"q":"你').subarray(0, -1), false).encoding).toBe('utf-8');
  });
});

describe('the structural view', () => {
  it('hides the second bytes of GBK, which may look like brackets and backslashes', () => {
    const text = Buffer.from(structuralView('gbk')(gbk)).toString('latin1');
    expect(text).toBe(`{"q":"${'\u0080'.repeat(8)}"}`);
  });

  it('remembers a character cut between chunks', () => {
    const view = structuralView('gbk');
    const pieces = [gbk.subarray(0, 7), gbk.subarray(7)].map((piece) => Buffer.from(view(piece)));
    expect(Buffer.concat(pieces)).toEqual(Buffer.from(structuralView('gbk')(gbk)));
  });

  it('narrows UTF-16 to one byte per unit', () => {
    expect(Buffer.from(structuralView('utf-16le')(utf16('{"你"}'))).toString('latin1')).toBe('{"\u0080"}');
  });
});
