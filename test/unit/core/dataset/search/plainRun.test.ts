import { describe, expect, it } from 'vitest';
import { CaseVariants } from '../../../../../src/core/dataset/search/caseVariants';
import { patternTree } from '../../../../../src/core/dataset/search/patternTree';
import { plainRun, standsAt } from '../../../../../src/core/dataset/search/plainRun';

const runOf = (source: string, flags = 'mu') => plainRun(patternTree(new RegExp(source, flags), new CaseVariants())!);

describe('a run of characters', () => {
  it('stands where each byte is one of those that may', () => {
    const bytes = Buffer.from('A你b1');
    expect(standsAt(runOf('a你[a-c]\\d', 'imu')!, bytes, 0)).toBe(true);
    expect(standsAt(runOf('你b')!, bytes, 1)).toBe(true);
    for (const source of ['a你', '你好', 'b12']) expect(standsAt(runOf(source)!, bytes, 0)).toBe(false);
  });

  it('knows the bytes before each character', () => {
    expect(runOf('a你😀b')!.starts).toEqual([0, 1, 4, 8]);
  });

  it('is nothing else, and nothing that JSON writes otherwise', () => {
    for (const source of ['a*', 'a|b', 'a.', '^a', 'a"', 'a\\n', 'a\\\\', '(?:ab){2}', '\ud800']) expect(runOf(source)).toBeUndefined(); // prettier-ignore
    expect(runOf('é', 'imu')).toBeUndefined();
  });
});
