import { describe, expect, it } from 'vitest';
import { indentJson } from '../../../webview/datasetEditor/detail/indentJson';

describe('indented JSON', () => {
  it('puts each member on a line of its own', () => {
    expect(indentJson('{"a": [1, 2], "b": {}, "c": {"d":[]}}')).toBe(
      '{\n  "a": [\n    1,\n    2\n  ],\n  "b": {},\n  "c": {\n    "d": []\n  }\n}',
    );
  });

  it('keeps numbers and texts as they are written', () => {
    const text = '{"n":90071992547409931234,"x":1.50,"s":"a, {b}: \\" [c]\\n","bad":NaN}';
    const indented = indentJson(text);
    expect(indented).toContain('"n": 90071992547409931234,');
    expect(indented).toContain('"x": 1.50,');
    expect(indented).toContain('"s": "a, {b}: \\" [c]\\n",');
    expect(indented).toContain('"bad": NaN');
    expect(JSON.parse(indentJson('{"a":[1,{"b":null}]}'))).toEqual({ a: [1, { b: null }] });
  });

  it('goes through broken and deeply nested text', () => {
    expect(indentJson('{"a": "no end')).toBe('{\n  "a": "no end');
    expect(indentJson(']}')).toBe('\n]\n}');
    const deep = '['.repeat(10_000) + ']'.repeat(10_000);
    expect(indentJson(deep).length).toBeLessThan(2_000_000);
    expect(indentJson('')).toBe('');
    const long = `{"a": "${'x\\n'.repeat(700_000)}"}`;
    expect(indentJson(long)).toHaveLength(long.length + 4);
  });
});
