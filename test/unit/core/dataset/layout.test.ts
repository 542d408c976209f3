import { describe, expect, it } from 'vitest';
import { findLayout } from '../../../../src/core/dataset/layout';

const layoutOf = (text: string, isWhole = true) => findLayout(Buffer.from(text), isWhole);

describe('the layout of a file', () => {
  it.each([
    ['{"a":1}\n{"a":2}\n', 'jsonl', 'lines'],
    ['["a","b"]\n["c","d"]\n', 'jsonl', 'lines'],
    ['"a"\n"b"\n', 'jsonl', 'lines'],
    ['[{"a":1}]', 'json-array', 'elements'],
    ['[\n{"a":1}\n]', 'json-array', 'elements'],
    ['{"a":1}{"a":2}', 'jsonl', 'values'],
    ['{\n"a":1\n}\n{\n"a":2\n}', 'jsonl', 'values'],
    ['first skill\nsecond skill\n', 'text', 'lines'],
    [' \n ', 'empty', 'lines'],
  ])('of %j is %s by %s', (text, kind, scan) => {
    expect(layoutOf(text)).toMatchObject({ kind, scan });
  });

  it('names the path to the rows of a wrapping object', () => {
    expect(layoutOf('{"meta": {"n": 2}, "payload": {"train": [{"q": "a", "x": 1}]}}')).toMatchObject({
      kind: 'json-object',
      rowsPath: ['payload', 'train'],
    });
  });

  it('takes one conversation for a row, not for a list of rows', () => {
    expect(layoutOf('{"messages": [{"role": "user", "content": "a"}]}')).toMatchObject({
      kind: 'jsonl',
      scan: 'lines',
    });
    expect(layoutOf('{"instruction": "a", "instances": [{"input": "", "output": "b"}]}').kind).toBe('jsonl');
  });

  it('takes an object of like objects for rows by key', () => {
    expect(layoutOf('{"1": {"q": "a"}, "2": {"q": "b"}}')).toMatchObject({
      kind: 'json-object',
      isKeyed: true,
      rowsPath: [],
    });
  });

  it('of a long first row that goes on beyond the head is lines', () => {
    expect(layoutOf(`{"q": "${'x'.repeat(1000)}`, false)).toMatchObject({ kind: 'jsonl', scan: 'lines' });
  });
});
