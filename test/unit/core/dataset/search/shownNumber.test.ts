import { describe, expect, it } from 'vitest';
import { needlePattern } from '../../../../../src/core/dataset/search/byteSample';
import {
  fitsOddNumber,
  mayBeNumber,
  numberAround,
  oddNumberNeedles,
} from '../../../../../src/core/dataset/search/shownNumber';
import { seededRandom } from '../../../../support/seededRandom';

const found = (text: string): boolean => oddNumberNeedles().some((needle) => needlePattern(needle).test(text));

describe('numbers that are not shown as they are written', () => {
  it('hold something by which they are found', () => {
    const random = seededRandom(5);
    const digits = (count: number) => Array.from({ length: count }, () => Math.floor(10 * random())).join('');
    const below = (limit: number) => Math.floor(limit * random());
    let odd = 0;
    for (let count = 0; count < 20_000; count++) {
      const fraction = random() < 0.6 ? `.${random() < 0.3 ? '0'.repeat(below(9)) : ''}${digits(1 + below(20))}` : '';
      const exponent = random() < 0.2 ? `${'eE'[below(2)]!}${['', '-', '+'][below(3)]!}${digits(1 + below(2))}` : '';
      const written = `${random() < 0.2 ? '-' : ''}${random() < 0.4 ? '0' : `${1 + below(9)}${digits(below(20))}`}${fraction}${exponent}`;
      if (written.includes(String(JSON.parse(written)))) continue;
      odd++;
      expect([
        written,
        fitsOddNumber(`{"a":${written},"b":1}`, new RegExp(`^${String(Number(written)).replace(/[.+]/g, '\\$&')}$`)),
      ]).toEqual([written, true]);
      for (const at of [0, written.length - 1]) expect(numberAround(Buffer.from(`[${written}]`), 1 + at)).toEqual({ from: 1, to: 1 + written.length, isOdd: true }); // prettier-ignore
      expect([written, found(written)]).toEqual([written, true]);
    }
    expect(odd).toBeGreaterThan(1_000);
  });

  it('are told from those that are', () => {
    expect(fitsOddNumber('{"a": 1.5, "b": 12345678, "c": 1.2345678901234567}', /^1\.5$|^12345678$/)).toBe(false);
    expect(fitsOddNumber('{"a": 1e3}', /1000/)).toBe(true);
    expect(fitsOddNumber('{"a": 1e3}', /1001/)).toBe(false);
  });
});

describe('the bytes around a place', () => {
  it('are those that numbers are made of', () => {
    expect(numberAround(Buffer.from('[-1.5E+7, 2'), 4)).toEqual({ from: 1, to: 8, isOdd: true });
    expect(numberAround(Buffer.from('12'), 1)).toEqual({ from: 0, to: 2, isOdd: false });
  });
});

describe('characters in a row', () => {
  const run = (text: string) => Array.from(text, (character) => [character]);

  it('may be part of any number that is shown', () => {
    for (const number of [0, -1.5, 1e21, 1.5e-7, -1e300, Infinity, -Infinity, 123.456]) {
      const text = String(number);
      for (let from = 0; from < text.length; from++)
        for (let to = from + 1; to <= text.length; to++) expect(mayBeNumber(run(text.slice(from, to)))).toBe(true);
    }
    expect(
      mayBeNumber([
        ['a', '1'],
        ['x', '2'],
      ]),
    ).toBe(true);
  });

  it('are none where numbers have no such', () => {
    for (const text of ['2024-01', '1,5', '1..', 'e5', 'fin?', 'x', 'ye']) expect(mayBeNumber(run(text))).toBe(false);
    expect(mayBeNumber([['1', 'e'], ['-'], ['x', '-']])).toBe(false);
  });
});
