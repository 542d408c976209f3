import { describe, expect, it } from 'vitest';
import { anchorOf, hidingNeedles, type Needle } from '../../../../../src/core/dataset/search/anchor';
import { ByteSample, needlePattern } from '../../../../../src/core/dataset/search/byteSample';
import { CaseVariants } from '../../../../../src/core/dataset/search/caseVariants';
import { patternTree } from '../../../../../src/core/dataset/search/patternTree';

const english = '{"q": "The quick brown fox asks what it is that makes text 77 of the file rare"}\n'.repeat(20);

function anchorFor(source: string, { flags = 'mu', sample = english } = {}) {
  return anchorOf(patternTree(new RegExp(source, flags), new CaseVariants())!, new ByteSample(sample));
}

/** Needles as text, bytes of which not all bits count as `?`. */
function shown(needles: readonly Needle[]): string[] {
  return needles.map((needle) =>
    Buffer.from(needle.map(({ value, mask }) => (mask === 0xff ? value : 0x3f))).toString(),
  );
}

const found = (needles: readonly Needle[], text: string): boolean =>
  needles.some((needle) => needlePattern(needle).test(Buffer.from(text).toString('latin1')));

describe('what rows must hold', () => {
  it('is the part of a pattern that a sample holds least often', () => {
    expect(shown(anchorFor('text \\d+ zebra')!.needles)).toEqual([' zebra']);
    expect(shown(anchorFor('The (?:quick)? ?xyz')!.needles)).toEqual(['xyz']);
    expect(shown(anchorFor('quick|slow')!.needles)).toEqual(['quick', 'slow']);
    expect(shown(anchorFor('a longer text than a needle can be')!.needles)[0]).toHaveLength(16);
  });

  it('is nothing where nothing must be there', () => {
    for (const source of ['', '.*', 'a?', '^', '(?=a)', 'a|.', '\\s', '[^a]', '[]'])
      expect(anchorFor(source)).toBeUndefined();
  });

  it('is written in all the ways there are', () => {
    const { needles } = anchorFor('你好')!;
    for (const text of ['你好', '\\u4f60\\u597d', '你\\u597D', '\\u4F60好'])
      expect([text, found(needles, text)]).toEqual([text, true]);
    const letters = anchorFor('sk', { flags: 'imu' })!.needles;
    for (const text of ['sk', 'SK', 'ſ\u212a', '\\u017fk', 's\\u212A'])
      expect([text, found(letters, text)]).toEqual([text, true]);
    for (const text of ['\\n', '\n']) expect(found(anchorFor('\\n')!.needles, text)).toBe(true);
    for (const text of ['\\/', '/']) expect(found(anchorFor('\\/')!.needles, text)).toBe(true);
  });

  it('leaves out what this dataset writes as an escape, if it can', () => {
    const sample = '{"q": "don\\u0027t zz"}'.repeat(50);
    expect(shown(anchorFor("don't", { sample })!.needles)).not.toContain("don't");
    expect(anchorFor("don't", { sample })!.hideable).not.toContain("'");
  });

  it('may be hidden as an escape', () => {
    const hiding = hidingNeedles(new Set(['a', '<']));
    for (const text of ['\\u0061', '\\u003c', '\\u003C']) expect(found(hiding, text)).toBe(true);
    for (const text of ['\\u00e9', '\\u4f60', 'u0061']) expect(found(hiding, text)).toBe(false);
    expect(hidingNeedles(new Set())).toEqual([]);
  });

  it('may be a number only where each part of it may', () => {
    for (const source of ['1\\.5', '[a-f]+', 'Inf', '\\d{3}', '12|x', 'e-7', '-'])
      expect([source, anchorFor(source)!.mayBeNumber]).toEqual([source, true]);
    for (const source of ['1,5', 'x1', '12 ', '1.*z', '\\d{4}-\\d', '1\\.\\.'])
      expect([source, anchorFor(source)!.mayBeNumber]).toEqual([source, false]);
  });
});
