import { describe, expect, it } from 'vitest';
import { rawPattern } from '../../../../src/core/dataset/rawPattern';
import { seededRandom } from '../../../support/seededRandom';

const patterns = [
  'needle',
  'n.edle',
  'ne+dl[e-g]',
  '^needle$',
  'a(?:b|cd)*e',
  '(a)(?<name>b)\\1\\k<name>',
  'x{2,3}?y',
  '\\d+ apples?',
  '\\w+\\s\\w+',
  '[^a]b',
  '[é-ü]x',
  'say "hi"',
  'back\\\\slash',
  'a\\/b',
  'one\\ntwo',
  'tab\\tstop',
  '你.',
  '\\u4f60好',
  '\\u{1F600}',
  '😀?!',
  '\\p{L}\\p{N}',
  '(?<=a)b(?!c)',
  '\\bword\\b',
  '[\\]\\-x]+',
  'a.*b.c',
  '\\x41\\cJ',
  '[ -~]z',
  'Straße|ſ|K',
];

const pieces = [
  'needle', 'noedle', 'néedle', 'neeedlg', 'abcdcde', 'abab', 'xxxy', '12 apples', 'two words', 'cb', 'éx', 'say "hi"',
  'back\\slash', 'a/b', 'one\ntwo', 'tab\tstop', '你们', '你好', '😀!', '😀', 'ü1', 'ab', 'abc', ' word ', '-]x', 'aéb"c',
  'A\n', '\u0007z', 'STRASSE', 'straße', '\ud800', '',
]; // prettier-ignore

/** As writers of three tastes put it. */
const writers: readonly ((text: string) => string)[] = [
  (text) => JSON.stringify(text),
  (text) => JSON.stringify(text).replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
  (text) => JSON.stringify(text).replaceAll('/', '\\/'),
]; // prettier-ignore

const latin1 = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

describe('a pattern over raw bytes', () => {
  it('fits wherever the pattern fits the text', () => {
    const random = seededRandom(11);
    const texts = [
      ...pieces,
      ...Array.from({ length: 2_000 }, () =>
        Array.from({ length: 1 + Math.floor(3 * random()) }, () => pieces[Math.floor(random() * pieces.length)]).join(''),
      ),
    ]; // prettier-ignore
    let fits = 0;
    for (const source of patterns)
      for (const flags of ['mu', 'imu']) {
        const expression = new RegExp(source, flags);
        const raw = rawPattern(expression)!;
        expect([source, raw === undefined]).toEqual([source, false]);
        for (const text of texts.filter((text) => expression.test(text)))
          for (const write of writers) {
            raw.lastIndex = 0;
            fits++;
            if (!raw.test(latin1(write(text)))) expect([source, flags, write(text)]).toBe(`fitted by ${raw.source}`);
          }
      }
    expect(fits).toBeGreaterThan(5_000);
  });

  it('rules out most rows of plain patterns', () => {
    for (const source of ['needle', 'n.edle', '你.', '\\d+ apples?']) {
      const raw = rawPattern(new RegExp(source, 'mu'))!;
      expect(raw.test(latin1('{"a": "something else entirely", "b": [1, 2]}'))).toBe(false);
    }
  });

  it('is not to be had where the pattern fits everything', () => {
    for (const source of ['', '.*', 'a?', '^', '(?=a)']) expect(rawPattern(new RegExp(source, 'mu'))).toBeUndefined();
  });

  it('reads each character in one way only, so that a miss in a long text costs no more than its length squared', () => {
    const raw = rawPattern(/a.*é.*b/mu)!;
    const escaped = '\\u4f60\\ud83d\\ude00é\\n';
    expect(raw.test(latin1(`"a${escaped.repeat(200)}"`))).toBe(false);
  });
});
