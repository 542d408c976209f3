import { describe, expect, it } from 'vitest';
import { scanText } from '../../../support/scannedRows';

const pretty = (rows: readonly unknown[]): string => JSON.stringify(rows, null, 2);
const row = (n: number): string => `{"q": "${n}"}`;

describe('the elements of a list', () => {
  it('are rows with their lines', () => {
    const { rows, lines } = scanText(pretty([{ q: 'a' }, { q: 'b', list: [1, { x: ']' }] }]));
    expect(rows.map((text) => JSON.parse(text) as unknown)).toEqual([{ q: 'a' }, { q: 'b', list: [1, { x: ']' }] }]);
    expect(lines).toEqual([2, 5]);
  });

  it('may be strings, numbers, words and lists', () => {
    expect(scanText('["a, b", 12 ,true,null , ["x", "]"], -1.5e3]').rows).toEqual([
      '"a, b"',
      '12',
      'true',
      'null',
      '["x", "]"]',
      '-1.5e3',
    ]);
  });

  it('are none in an empty list', () => {
    expect(scanText(' [ ] ').rows).toEqual([]);
  });

  it('are found with escaped quotes and backslashes', () => {
    expect(scanText('[{"a":"\\\\"},{"a":"\\"},{"}]').rows).toEqual(['{"a":"\\\\"}', '{"a":"\\"},{"}']);
  });

  it('are found alike whatever the size of the chunks', () => {
    const text = pretty(Array.from({ length: 20 }, (_, n) => ({ q: `"\\${'é'.repeat(n)}`, a: [n, { n }] })));
    const whole = scanText(text);
    expect(whole.rows).toHaveLength(20);
    for (let size = 1; size < 60; size += 3) expect(scanText(text, size)).toEqual(whole);
  });

  it('survive a trailing comma', () => {
    const { rows, warnings } = scanText(`[${row(1)},${row(2)},]`);
    expect(rows).toEqual([row(1), row(2)]);
    expect(warnings).toEqual(['The list ends with a comma.']);
  });

  it('are read from several lists one after the other', () => {
    const { rows, warnings } = scanText(`[${row(1)}]\n[${row(2)},${row(3)}]`);
    expect(rows).toEqual([row(1), row(2), row(3)]);
    expect(warnings).toEqual(['There is text after the end of the list.']);
  });
});

describe('damage in a list', () => {
  const damaged = (bad: string, separator = ', '): readonly string[] =>
    scanText(`[${[row(1), row(2), bad, row(4), row(5)].join(separator)}]`).rows;

  it('at its end makes the last row a damaged one', () => {
    const { rows, warnings } = scanText(`[${row(1)}, ${row(2)}, {"q": "3`);
    expect(rows).toEqual([row(1), row(2), '{"q": "3']);
    expect(warnings).toEqual(['The file ends inside a row.']);
  });

  it('by a missing closing brace costs one row', () => {
    expect(damaged('{"q": "3"')).toEqual([row(1), row(2), '{"q": "3"', row(4), row(5)]);
  });

  it('by a missing closing quote costs one row where lines end', () => {
    expect(damaged('{"q": "3}', ',\n')).toEqual([row(1), row(2), '{"q": "3}', row(4), row(5)]);
  });

  it('by a missing closing quote costs one row without line ends', () => {
    expect(damaged('{"q": "3}', ',')).toEqual([row(1), row(2), '{"q": "3}', row(4), row(5)]);
  });

  it('by an opening brace too many costs one row', () => {
    expect(damaged('{{"q": "3"}', ',')).toEqual([
      row(1),
      row(2),
      expect.any(String),
      expect.any(String),
      row(4),
      row(5),
    ]);
  });

  it('by the wrong closing bracket costs one row', () => {
    expect(damaged('{"q": ["3"}', ',')).toEqual([row(1), row(2), '{"q": ["3"}', row(4), row(5)]);
  });

  it('by a stray closing brace costs no row', () => {
    const { rows, warnings } = scanText(`[${row(1)}, } ${row(2)}]`);
    expect(rows).toEqual([row(1), row(2)]);
    expect(warnings).toEqual(['There is a `}` too many.']);
  });

  it('in every row still ends', () => {
    const { rows } = scanText(`[${Array.from({ length: 100 }, (_, n) => `{"q": "${n}`).join(',')}]`);
    expect(rows.length).toBeGreaterThan(0);
  });
});

describe('values one after the other', () => {
  it('are rows without separators', () => {
    expect(scanText('{"a":1}{"a":2} {"a":3}').rows).toEqual(['{"a":1}', '{"a":2}', '{"a":3}']);
  });

  it('are rows when each is written over several lines', () => {
    const { rows, lines } = scanText('{\n "a": 1\n}\n{\n "a": 2\n}\n');
    expect(rows.map((text) => JSON.parse(text) as unknown)).toEqual([{ a: 1 }, { a: 2 }]);
    expect(lines).toEqual([1, 4]);
  });
});

describe('rows inside an object', () => {
  it('are found behind their key, and what follows is left alone', () => {
    const { rows } = scanText('{"version": "1", "data": [{"q": "a"}, {"q": "b"}], "end": [1, 2]}');
    expect(rows).toEqual(['{"q": "a"}', '{"q": "b"}']);
  });

  it('may be its members', () => {
    expect(scanText('{"k1": {"q": "a"}, "k2" : {"q": "b"}}').rows).toEqual(['{"q": "a"}', '{"q": "b"}']);
  });
});
