import { describe, expect, it } from 'vitest';
import { PackedHashes } from '../../../../src/core/dataset/queryHashes';
import { languageNames, rowFlag } from '../../../../src/core/dataset/rowColumns';
import { readRow } from '../../../../src/core/dataset/rowReader';
import { openSurvey, SurveyBuilder, type Survey } from '../../../../src/core/dataset/survey';

const hashOf = (query: string): [number, number] => [
  query.length,
  [...query].reduce((sum, letter) => sum + letter.codePointAt(0)!, 0),
];

function surveyOf(rows: readonly string[]): Survey {
  const hashes = new PackedHashes();
  const builder = new SurveyBuilder(hashOf, hashes);

  let byteOffset = 0;
  rows.forEach((row, index) => {
    const bytes = Buffer.from(row);
    builder.add(
      { line: index + 1, byteOffset, bytes },
      readRow(bytes, (raw) => Buffer.from(raw).toString(), { kind: 'auto' }),
    );
    byteOffset += bytes.length + 1;
  });
  return openSurvey(builder.finish(), hashes.columns());
}

describe('a survey', () => {
  const survey = surveyOf([
    '{"instruction": "Hello", "output": "Hi"}',
    '{"instruction": "Hello", "output": ""}',
    '{"instruction": "你好，世界", "output": "好", "score": NaN}',
    '{"instruction": }',
    '{"instruction": " ", "output": "x"}',
    '{"messages": [{"role": "user", "content": "a"}, {"role": "user", "content": "b"}, {"role": "assistant", "content": "c"}], "tools": "{"}',
  ]);

  it('counts queries, repeats, empties and shapes', () => {
    expect(survey).toMatchObject({
      queryCount: 5,
      duplicateQueryCount: 1,
      emptyQueryCount: 1,
      invalidRowCount: 1,
      lenientRowCount: 1,
    });
    expect(survey.shapes).toEqual([
      { shape: 'alpaca', rows: 4 },
      { shape: 'messages', rows: 1 },
    ]);
  });

  it('compares the own queries of rows with a history, not what was asked before', () => {
    const row = (earlier: string, query: string) =>
      JSON.stringify({ instruction: query, input: '', output: 'x', history: [[earlier, 'y']] });
    const rows = [row('hello', 'one'), row('hello', 'two'), row('other', 'three'), row('else', 'one')];
    const { duplicateQueryCount, columns } = surveyOf(rows);
    expect(duplicateQueryCount).toBe(1);
    expect([...columns.flags].map((flags) => (flags & rowFlag.repeatedQuery) !== 0)).toEqual([
      false,
      false,
      false,
      true,
    ]);
  });

  it('places what is invalid at its very byte', () => {
    expect(survey.invalidRows).toEqual([{ row: 3, line: 4, byteOffset: 162, message: 'unexpected `}` at byte 162' }]);
  });

  it('flags rows', () => {
    expect([...survey.columns.flags]).toEqual([
      0,
      rowFlag.repeatedQuery | rowFlag.emptyAnswer,
      rowFlag.lenient,
      rowFlag.invalid,
      rowFlag.emptyQuery,
      rowFlag.roleProblem | rowFlag.toolsProblem,
    ]);
  });

  it('knows lengths, languages and where queries lie', () => {
    expect([...survey.columns.length]).toEqual([7, 5, 6, 0, 2, 3]);
    expect([...survey.columns.turns]).toEqual([1, 1, 1, 0, 1, 2]);
    expect(survey.languageCounts).toEqual([2, 3, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect([...survey.columns.queryLength]).toEqual([5, 5, 5, 0, 0, 2]);
    expect([...survey.columns.answerLength]).toEqual([2, 0, 1, 0, 1, 1]);
    expect([...survey.columns.language].map((code) => languageNames[code])).toEqual([
      'latin',
      'latin',
      'zh',
      'unknown',
      'unknown',
      'latin',
    ]);
    expect([...survey.columns.queryOffsets]).toEqual([0, 1, 2, 3, 3, 3, 5]);
  });

  it('of nothing is empty', () => {
    expect([...surveyOf([]).columns.queryOffsets]).toEqual([0]);
  });
});
