import { describe, expect, it } from 'vitest';
import { readRowLink, rowLinkQuery } from '../../../../src/vscode/commands/rowLinks';

const read = (query: string) => readRowLink('/open', query);
const kindOf = (query: string) => {
  const link = read(query);
  return 'kind' in link ? link.kind : 'link';
};

describe('a link to a row', () => {
  it('names a file and perhaps a row', () => {
    expect(read('path=/data/a b.jsonl&row=119')).toEqual({ path: '/data/a b.jsonl', row: 119 });
    expect(read('path=/data/a.jsonl')).toEqual({ path: '/data/a.jsonl' });
    expect(read('path=C:\\data\\a.jsonl&row=0')).toEqual({ path: 'C:\\data\\a.jsonl', row: 0 });
  });

  it('is read back as it was written, whatever the file is called', () => {
    for (const path of ['/a+b.jsonl', '/a&b=c.jsonl', '/50%.jsonl', '/50%25.jsonl', '/中文 é.jsonl', '/a?b#c.jsonl'])
      for (const row of [0, 7, undefined]) {
        const link = row === undefined ? { path } : { path, row };
        expect(read(decodeURIComponent(rowLinkQuery(link)))).toEqual(link);
      }
  });

  it('is refused where it names nothing, another machine, a relative path, control characters or no row', () => {
    expect(readRowLink('/run', 'path=/a.jsonl')).toEqual({ kind: 'unknown', received: '/run' });
    expect(['', 'row=3', 'path=', 'file=/a.jsonl'].map(kindOf)).toEqual(['noPath', 'noPath', 'noPath', 'noPath']);
    const elsewhere = [
      '\\\\host\\share\\a',
      '//host/share/a',
      '/\\host/a',
      '../a',
      'a.jsonl',
      'http://host/a',
      '/a\nb',
      '/a\0b',
    ];
    expect(elsewhere.map((path) => kindOf(`path=${path}&row=1`))).toEqual(elsewhere.map(() => 'notLocal'));
    const rows = ['-1', '1.5', '1e9', 'abc', '', '0x10', '99999999999999999999', '<b>'];
    expect(rows.map((row) => kindOf(`path=/a.jsonl&row=${row}`))).toEqual(rows.map(() => 'badRow'));
    expect(read(`path=/a.jsonl&row=${'x'.repeat(5_000)}`)).toEqual({ kind: 'badRow', received: 'x'.repeat(200) });
  });
});
