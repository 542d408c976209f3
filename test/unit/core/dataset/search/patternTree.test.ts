import { describe, expect, it } from 'vitest';
import { CaseVariants } from '../../../../../src/core/dataset/search/caseVariants';
import { patternTree, type PatternTree } from '../../../../../src/core/dataset/search/patternTree';

const treeOf = (source: string, flags = 'mu') => patternTree(new RegExp(source, flags), new CaseVariants());

/** A tree in one line: `[ab]` characters, `[^ab]` all but these, `_` unknown, `.` an assertion, `=` a reference. */
function shown(tree: PatternTree): string {
  switch (tree.kind) {
    case 'characters':
      return `[${tree.characters.join('')}]`;
    case 'except':
      return `[^${tree.characters.join('')}]`;
    case 'unknown':
      return '_';
    case 'assertion':
      return '.';
    case 'reference':
      return '=';
    case 'sequence':
      return tree.parts.map(shown).join('');
    case 'choice':
      return `(${tree.options.map(shown).join('|')})`;
    case 'repeat':
      return `(${shown(tree.part)})${tree.quantifier}>${tree.least}`;
  }
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

describe('the tree of a pattern', () => {
  it('says which characters follow each other', () => {
    const known: Readonly<Record<string, string>> = {
      'ab|c': '([a][b]|[c])',
      '^a.\\b$': '.[a][^\n\r\u2028\u2029]..',
      '(?:a|b){2,3}?x+y*': '(([a]|[b])){2,3}?>2([x])+>1([y])*>0',
      '(?<name>a)\\k<name>\\1': '[a]==',
      '(.)\\1{3,}': '[^\n\r\u2028\u2029](=){3,}>3',
      '(?=a)(?!b)(?<=c)(?<!d)e': '....[e]',
      '[\\x62]oo': '[b][o][o]',
      '[a-c\\d]': '[0123456789abc]',
      '[^a]\\D\\p{L}\\P{N}[é-ü]': '[^a][^0123456789]___',
      '[^]': '[^]',
      '[^\\W\\d]': `[${letters}_${letters.toLowerCase()}]`,
      '[]': '[]',
      '\\n\\x41\\u4f60\\u{1F600}\\ud83d\\ude00\\cA\\/': '[\n][A][你][😀][😀][\u0001][/]',
      '\\ud83dx': '[\ud83d][x]',
      '\ufffd': '_',
      '': '',
      '|a': '(|[a])',
    };
    for (const [source, tree] of Object.entries(known))
      expect([source, shown(treeOf(source)!)]).toEqual([source, tree]);
  });

  it('knows both cases of what is to be found in either', () => {
    expect(shown(treeOf('aé', 'imu')!)).toBe('[aA][éÉ]');
    expect(shown(treeOf('[a-c]s', 'imu')!)).toBe('[ABCabc][sSſ]');
    expect(shown(treeOf('[^s]', 'imu')!)).toBe('[^Ssſ]');
    expect(shown(treeOf('\\S', 'imu')!)).toContain('\u3000');
  });

  it('is not to be had of groups that are not known', () => {
    // Engines of this time do not know them either, so that the source is all there is.
    const source = (text: string) => ({ source: text, ignoreCase: false }) as RegExp;
    for (const text of ['(?i:a)', '(?-i:a)', '(?>a)', '(?#a)', 'a)', '(a', '[a', '\\q'])
      expect(patternTree(source(text), new CaseVariants())).toBeUndefined();
  });
});
