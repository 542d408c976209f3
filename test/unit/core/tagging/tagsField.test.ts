import { describe, expect, test } from 'vitest';
import { tagsInField, valueAtPath } from '../../../../src/core/tagging/tagsField';

const namesIn = (value: unknown): unknown => {
  const outcome = tagsInField({ field: value }, 'field');
  return outcome?.kind === 'tagged' ? outcome.tags.map((tag) => tag.tag) : (outcome?.kind ?? null);
};

describe('tagsInField', () => {
  test.each<[string, unknown, unknown]>([
    ['a list of strings', ['a', 'b', 'a'], ['a', 'b']],
    ['a list of {tag}', [{ tag: 'a', explanation: 'x' }, { tag: 'b' }], ['a', 'b']],
    ['a raw reply', '```json\n[{"tag":"a"},{"tag":"b"}]\n```', ['a', 'b']],
    [
      'names joined by commas',
      'patina_application, historical_linguistics_research',
      ['patina_application', 'historical_linguistics_research'],
    ],
    ['Chinese names and commas', '数学、编程，写作', ['数学', '编程', '写作']],
    ['one name', 'Dolly', ['Dolly']],
    ['an object that holds one list', { content: ['a', 'b'], role: 'x' }, ['a', 'b']],
    ['an empty list', [], []],
    ['a broken reply', '[{"tag":"a"} x {"tag":"b"}]', 'unreadable'],
    ['prose on lines', 'Q1: math\nQ2: easy', 'unreadable'],
    ['a number', 7, 'unreadable'],
    ['null', null, null],
  ])('%s', (_, value, expected) => expect(namesIn(value)).toEqual(expected));

  test('a missing field is no outcome', () => expect(tagsInField({ a: 1 }, 'b.c')).toBeNull());

  test('paths go through objects and lists, and whole keys win', () => {
    const row = { annotation: { instag: { content: ['a'] } }, 'a.b': 1, a: { b: 2 }, list: [{ x: 3 }] };
    expect(tagsInField(row, 'annotation.instag.content')).toEqual({ kind: 'tagged', tags: [{ tag: 'a' }] });
    expect([valueAtPath(row, 'a.b'), valueAtPath(row, 'list.0.x'), valueAtPath(row, 'a.b.c')]).toEqual([
      1,
      3,
      undefined,
    ]);
    expect(valueAtPath({}, 'constructor')).toBeUndefined();
  });
});
