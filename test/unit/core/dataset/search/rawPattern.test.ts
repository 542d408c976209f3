import { describe, expect, it } from 'vitest';
import { CaseVariants } from '../../../../../src/core/dataset/search/caseVariants';
import { patternTree, type PatternTree } from '../../../../../src/core/dataset/search/patternTree';
import { rawPattern, type RawPattern } from '../../../../../src/core/dataset/search/rawPattern';
import { seededRandom } from '../../../../support/seededRandom';

const patterns = [
  'needle',
  'n.edle',
  'ne+dl[e-g]',
  '^needle$',
  'a(?:b|cd)*e',
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
  '[\\x62-\\x64]d',
  '[\\u0061]b',
  '["/\\\\]h',
  '[ks]|ü',
];

const pieces = [
  'aaaa', 'xxy', 'bd', '/h', '\\h', 'sk', 'ſ', '\u212a',
  'needle', 'noedle', 'néedle', 'neeedlg', 'abcdcde', 'abab', 'xxxy', '12 apples', 'two words', 'cb', 'éx', 'say "hi"',
  'back\\slash', 'a/b', 'one\ntwo', 'tab\tstop', '你们', '你好', '😀!', '😀', 'ü1', 'ab', 'abc', ' word ', '-]x', 'aéb"c',
  'A\n', '\u0007z', 'STRASSE', 'straße', '\ud800', '',
]; // prettier-ignore

/** As writers of four tastes put it. */
const writers: readonly ((text: string) => string)[] = [
  (text) => JSON.stringify(text),
  (text) => JSON.stringify(text).replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
  (text) => JSON.stringify(text).replaceAll('/', '\\/'),
  (text) => `"${Array.from(text, (letter) => (/[a-m]/.test(letter) ? `\\u00${letter.charCodeAt(0).toString(16).toUpperCase()}` : JSON.stringify(letter).slice(1, -1))).join('')}"`,
]; // prettier-ignore

const latin1 = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

function rawOf(source: string, flags: string): RawPattern {
  const tree = patternTree(new RegExp(source, flags), new CaseVariants());
  expect([source, tree === undefined]).toEqual([source, false]);
  return rawPattern(tree!)!;
}

describe('a pattern over raw bytes', () => {
  it('fits wherever the pattern fits the text, of sound rows and of damaged ones', () => {
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
        const raw = rawOf(source, flags);
        for (const text of texts.filter((text) => expression.test(text))) {
          fits++;
          for (const write of writers)
            if (!raw.json.test(latin1(write(text)))) expect([source, flags, write(text)]).toBe(`fitted by ${raw.json.source}`);
          if (!/[\ud800-\udfff]/.test(text.replace(/[\ud800-\udbff][\udc00-\udfff]/g, '')) && !raw.text.test(latin1(text)))
            expect([source, flags, text]).toBe(`fitted by ${raw.text.source}`);
        }
      } // prettier-ignore
    expect(fits).toBeGreaterThan(5_000);
  });

  it('fits no more than the pattern where it is said to be exact', () => {
    for (const source of ['needle', '你好', '[a-c]x+', 'a(?:b|é){2}']) {
      const raw = rawOf(source, 'imu');
      expect(raw.isExact).toBe(true);
      for (const text of pieces) expect(raw.text.test(latin1(text))).toBe(new RegExp(source, 'imu').test(text));
    }
    for (const source of ['a.b', '^a', 'a"b', 'a\\n', 'a(?=b)']) expect(rawOf(source, 'mu').isExact).toBe(false);
  });

  it('rules out most rows of plain patterns', () => {
    for (const source of ['needle', 'n.edle', '你.', '\\d+ apples?'])
      expect(rawOf(source, 'mu').json.test(latin1('{"a": "something else entirely", "b": [1, 2]}'))).toBe(false);
  });

  it('reads each character in one way only, so that a miss in a long text costs no more than its length squared', () => {
    const escaped = '\\u4f60\\ud83d\\ude00é\\n';
    expect(rawOf('a.*é.*b', 'mu').json.test(latin1(`"a${escaped.repeat(200)}"`))).toBe(false);
  });

  it('takes no more steps than the pattern where that leaves no choice, however the text is written', () => {
    const text = 'some words\tand more\u3000of \\ them, '.repeat(60);
    for (const source of ['(?:\\S+\\s)+x', '(?:[^,]*,)*x', '(?:.*\\n)*x'])
      for (const write of writers) expect(rawOf(source, 'mu').json.test(latin1(write(text)))).toBe(false);
  });

  it('is not to be had where what is repeated would be left out, or the engine takes it for too large', () => {
    for (const source of ['(.)\\1{3,}', '(?:\\w+\\b)+x', '(?:(?!,).)*x', '(?:\\p{L}+\\s)+x', '(a)\\1'])
      expect(rawPattern(patternTree(new RegExp(source, 'mu'), new CaseVariants())!)).toBeUndefined();
    const tree: PatternTree = { kind: 'repeat', part: { kind: 'unknown' }, least: 0, quantifier: '{2,1}' };
    expect(rawPattern(tree)).toBeUndefined();
  });
});
