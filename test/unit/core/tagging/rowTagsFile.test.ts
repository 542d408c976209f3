import { describe, expect, it } from 'vitest';
import { rowTagsOf, tagTableOf } from '../../../../src/core/normalize/tagTable';
import { parseRowTags, rowTagsLines } from '../../../../src/core/tagging/rowTagsFile';

const table = tagTableOf([['Proof', 'a "b"'], null, [], ['数学']]);
const lines = () => [...rowTagsLines(rowTagsOf(table), table.names, table.isTagged)];

describe('tags of rows as a file', () => {
  it('has a line per tagged row', () => {
    expect(lines()).toEqual([
      '{"row":0,"tags":["Proof","a \\"b\\""]}\n',
      '{"row":2,"tags":[]}\n',
      '{"row":3,"tags":["数学"]}\n',
    ]);
  });

  it('reads back what it wrote', () => {
    const read = lines().map(parseRowTags);
    expect(read.map((line) => line.kind === 'tags' && [line.row, line.tags.map(({ tag }) => tag)])).toEqual([
      [0, ['Proof', 'a "b"']],
      [2, []],
      [3, ['数学']],
    ]);
  });

  it('takes explanations, and skips empty lines', () => {
    expect(parseRowTags('{"row":3,"tags":[{"tag":"a","explanation":"why"}]}')).toEqual({
      kind: 'tags',
      row: 3,
      tags: [{ tag: 'a', explanation: 'why' }],
    });
    expect(parseRowTags(' \r')).toEqual({ kind: 'blank' });
  });

  it.each([
    ['{"row":0', 'expected'],
    ['[]', 'expected'],
    ['{"row":-1,"tags":[]}', 'whole number from 0, got -1'],
    ['{"row":"0","tags":[]}', 'got "0"'],
    ['{"row":0,"tags":"a"}', 'list of names, got "a"'],
    ['{"row":0,"tags":[1]}', 'list of names, got [1]'],
  ])('refuses %s', (line, message) => {
    const reading = parseRowTags(line);
    expect(reading.kind === 'refused' && reading.message).toContain(message);
  });
});
