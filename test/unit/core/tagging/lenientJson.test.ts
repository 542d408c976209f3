import { describe, expect, test } from 'vitest';
import { readLenient } from '../../../../src/core/tagging/lenientJson';
import { seededRandom } from '../../../support/seededRandom';

describe('readLenient', () => {
  test.each([
    ['{"a": [1, -2.5e3, true, false, null, "x"]}', { a: [1, -2500, true, false, null, 'x'] }],
    ['["a", "b",]', ['a', 'b']],
    ['{"a": 1,}', { a: 1 }],
    ['[]', []],
    ['"\\u4e2d\\n\\"\\/"', '中\n"/'],
  ])('reads %s', (text, value) => {
    expect(readLenient(text)).toMatchObject({ kind: 'complete', value, end: text.length });
  });

  test('agrees with JSON.parse on what JSON.parse reads, and calls nothing of it repaired', () => {
    const random = seededRandom(5);
    const make = (depth: number): unknown => {
      const kind = Math.floor(random() * (depth > 4 ? 4 : 6));
      if (kind === 4) return Array.from({ length: random() * 4 }, () => make(depth + 1));
      if (kind === 5)
        return Object.fromEntries(Array.from({ length: random() * 4 }, (_, key) => [`k${key}`, make(depth + 1)]));
      return [null, random() < 0.5, Math.round(random() * 1e6) / 1e3, `t${random()}\\"\n é`][kind];
    };
    for (let round = 0; round < 500; round++) {
      const text = JSON.stringify(make(0));
      expect(readLenient(text)).toEqual({
        kind: 'complete',
        value: JSON.parse(text) as unknown,
        end: text.length,
        isRepaired: false,
      });
    }
  });

  test('doubles lone backslashes and keeps raw line ends, and says so', () => {
    expect(readLenient('["\\(x\\) and \\frac{1}{2}"]')).toMatchObject({
      value: ['\\(x\\) and \frac{1}{2}'],
      isRepaired: true,
    });
    expect(readLenient('["two\nlines"]')).toMatchObject({ kind: 'complete', value: ['two\nlines'], isRepaired: true });
  });

  test('stops at the end of the value, wherever it starts', () => {
    expect(readLenient('say: {"a":1} and more', 5)).toMatchObject({ value: { a: 1 }, end: 12 });
  });

  test.each([
    ['[{"tag":"a"},{"tag":"b', [{ tag: 'a' }]],
    ['{"tags":[{"tag":"a"},{"ta', { tags: [{ tag: 'a' }] }],
    ['["a","b', ['a']],
  ])('keeps of %s what is whole', (text, value) => {
    expect(readLenient(text)).toMatchObject({ kind: 'truncated', value });
  });

  test.each([
    ['[1 2]', false],
    ['{a: 1}', false],
    ['[nope]', false],
    ['{"a" "b"}', true],
  ])('%s is broken, and never guessed', (text, hasContent) => {
    const read = readLenient(text);
    expect(read.kind).toBe('broken');
    if (read.kind === 'broken') expect([read.hasContent, read.at <= text.length]).toEqual([hasContent, true]);
  });

  test('survives nesting of any depth, and every cut of a text', () => {
    expect(readLenient('['.repeat(100_000))).toMatchObject({ kind: 'broken', message: 'nested too deeply' });
    const text = '[{"tag":"a","explanation":"\\(x\\), \\u00e9"},{"n":-1.5e2,"o":{"p":[true,null]}}]';
    for (let end = 0; end < text.length; end++) expect(readLenient(text.slice(0, end)).kind).not.toBe('complete');
  });
});
