import { describe, expect, it } from 'vitest';
import { scanText } from '../../../support/scannedRows';

describe('lines', () => {
  it('are rows, with CRLF and white space around them left out', () => {
    const { rows, lines } = scanText('{"a":1}\r\n  {"a":2}\t\r\n{"a":3}');
    expect(rows).toEqual(['{"a":1}', '{"a":2}', '{"a":3}']);
    expect(lines).toEqual([1, 2, 3]);
  });

  it('that are blank are no rows but count as lines', () => {
    const { rows, lines } = scanText('{"a":1}\n\n \t\n{"a":2}\n\n');
    expect(rows).toEqual(['{"a":1}', '{"a":2}']);
    expect(lines).toEqual([1, 4]);
  });

  it('that hold several objects give a row for each, all with the same line', () => {
    const { rows, lines, warnings } = scanText('{"a":1}\n{"a":2}{"a":3} {"a":"}{"}\n{"a":4}\n');
    expect(rows).toEqual(['{"a":1}', '{"a":2}', '{"a":3}', '{"a":"}{"}', '{"a":4}']);
    expect(lines).toEqual([1, 2, 2, 2, 3]);
    expect(warnings).toEqual(['Line 2 holds 3 values; each is a row of its own.']);
  });

  it('with braces inside strings stay one row', () => {
    expect(scanText('{"a":"\\\\frac{1}{2} }{ "}\n{"a":"x"}\n').rows).toHaveLength(2);
  });

  it('that are broken are rows all the same', () => {
    expect(scanText('{"a":1}\n{"a": \n}{\n{"a":2}\n').rows).toEqual(['{"a":1}', '{"a":', '}{', '{"a":2}']);
  });

  it('that are longer than any chunk are found whole', () => {
    const long = `{"a":"${'x'.repeat(5000)}"}`;
    const { rows, lines } = scanText(`{"a":1}\n${long}\n{"a":2}\n${long}`, 64);
    expect(rows).toEqual(['{"a":1}', long, '{"a":2}', long]);
    expect(lines).toEqual([1, 2, 3, 4]);
  });

  it('are found alike whatever the size of the chunks', () => {
    const text = Array.from({ length: 50 }, (_, row) => `{"row":${row},"text":"${'é'.repeat(row)}"}`).join('\r\n\n');
    const whole = scanText(text);
    for (let size = 3; size < 80; size += 7) expect(scanText(text, size)).toEqual(whole);
  });
});
