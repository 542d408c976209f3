import { describe, expect, test } from 'vitest';
import { distinctTags, tagListOf, tagOf } from '../../../../src/core/tagging/tagList';

describe('tagListOf', () => {
  test.each<[string, unknown, readonly object[]]>([
    ['strings', ['a', 'b'], [{ tag: 'a' }, { tag: 'b' }]],
    ['objects', [{ tag: 'a', explanation: ' why ' }], [{ tag: 'a', explanation: 'why' }]],
    [
      'other names of the same',
      [{ name: 'a', reason: 'r' }, { label: 'b' }, { Tag: 'c' }],
      [{ tag: 'a', explanation: 'r' }, { tag: 'b' }, { tag: 'c' }],
    ],
    ['one bare tag', { tag: 'a' }, [{ tag: 'a' }]],
    ['the only list of an object', { tags: ['a'], count: 1 }, [{ tag: 'a' }]],
    ['the first of each name', ['a', 'b', 'a'], [{ tag: 'a' }, { tag: 'b' }]],
    ['names with space folded', ['  a \n b\u0000'], [{ tag: 'a b' }]],
    ['what is usable among what is not', ['', 7, null, {}, 'a', 'x'.repeat(201)], [{ tag: 'a' }]],
  ])('takes %s', (_, value, tags) => {
    expect(tagListOf(value)).toEqual(tags);
  });

  test.each<[string, unknown]>([
    ['an empty list', []],
    ['a list of numbers', [1, 2]],
    ['two lists in one object', { good: ['a'], bad: ['b'] }],
    ['text', 'a'],
    ['nothing', null],
    ['an inherited name', Object.create({ tag: 'a' }) as unknown],
  ])('finds no tags in %s', (_, value) => {
    expect(tagListOf(value)).toBeNull();
  });

  test('keeps explanations short, and leaves empty ones out', () => {
    expect(tagOf({ tag: 'a', explanation: 'x'.repeat(5_000) })?.explanation).toHaveLength(2_000);
    expect(tagOf({ tag: 'a', explanation: ' ' })).toEqual({ tag: 'a' });
  });

  test('a list without a tag is no list', () => {
    expect(distinctTags([null, null])).toBeNull();
  });
});
