import { describe, expect, it } from 'vitest';
import { CaseVariants } from '../../../../../src/core/dataset/search/caseVariants';

describe('characters that differ in case', () => {
  const variants = new CaseVariants();

  it('are what the engine takes for one another', () => {
    const known: readonly (readonly [string, string])[] = [['a', 'Aa'], ['S', 'Ssſ'], ['k', 'Kk\u212a'], ['é', 'Éé'], ['σ', 'Σςσ'], ['å', 'Åå\u212b'], ['ß', 'ßẞ'], ['µ', '\u00b5\u039c\u03bc'], ['1', '1'], ['你', '你'], ['😀', '😀'], ['\ud800', '\ud800']]; // prettier-ignore
    for (const [character, all] of known) expect([...variants.of(character)].sort()).toEqual(character === '\ud800' ? ['\ud800'] : [...all].sort()); // prettier-ignore
  });

  it('leave none out, wherever in Unicode it lies', () => {
    const all = Array.from({ length: 0x110000 }, (_, code) => code).filter((code) => code < 0xd800 || code > 0xdfff);
    const whole = all.map((code) => String.fromCodePoint(code)).join('');
    for (const character of ['k', 'ſ', 'θ', 'ǆ', 'Ω', '\u0345', 'Ꭰ', '𐐀', 'ﬀ', '\u1e9b'])
      expect([...variants.of(character)].sort()).toEqual([...(whole.match(new RegExp(character, 'giu')) ?? [])].sort());
  });
});
