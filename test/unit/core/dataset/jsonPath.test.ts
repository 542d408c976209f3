import { describe, expect, it } from 'vitest';
import { scalarPaths, valueAt } from '../../../../src/core/dataset/jsonPath';

describe('valueAt', () => {
  const row = { source: 'a', meta: { score: 3 }, turns: [{ text: 'hi' }], 'a.b': 'dotted' };

  it.each([
    ['source', 'a'],
    ['meta.score', 3],
    ['turns.0.text', 'hi'],
    ['a.b', 'dotted'],
    ['meta.none', undefined],
    ['source.length', undefined],
    ['__proto__', undefined],
  ])('reads %s', (path, value) => {
    expect(valueAt(row, path)).toEqual(value);
  });

  it('finds nothing in what is no object', () => {
    expect(valueAt(null, 'a')).toBeUndefined();
    expect(valueAt('text', 'length')).toBeUndefined();
  });
});

describe('scalarPaths', () => {
  it('lists numbers and short texts, not long ones and not what arrays hold', () => {
    const row = {
      id: 1,
      source: 'x',
      long: 'y'.repeat(81),
      list: [1],
      meta: { score: 2, deep: { deeper: { tooDeep: 1 } } },
    };
    expect(scalarPaths(row)).toEqual([
      { path: 'id', value: 1 },
      { path: 'source', value: 'x' },
      { path: 'meta.score', value: 2 },
    ]);
  });
});
