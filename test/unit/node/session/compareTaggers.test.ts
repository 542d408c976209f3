import { expect, test } from 'vitest';
import { comparisonMarkdown, meanAgreement } from '../../../../src/node/session/compareTaggers';

const queries = [
  { query: 'one', left: ['Math', 'Proof'], right: ['math', 'Logic'] },
  { query: 'two', left: null, right: ['x'] },
];

test('agreement is the mean Jaccard index of the queries that both tagged, case aside', () => {
  expect(meanAgreement(queries)).toBeCloseTo(1 / 3);
  expect(meanAgreement([queries[1]!])).toBeNull();
});

test('differences are bold, failures named', () => {
  const text = comparisonMarkdown({ left: 'a', right: 'b', queries });
  expect(text).toContain('| 1 | one | Math, **Proof** | math, **Logic** |');
  expect(text).toContain('| 2 | two | *failed* | **x** |');
});

test('texts of datasets and models stay text', () => {
  const evil = '[x](command:y) | <img src=x>\n# h';
  const text = comparisonMarkdown({ left: 'a', right: 'b', queries: [{ query: evil, left: [evil], right: [] }] });
  const row = text.split('\n').find((line) => line.startsWith('| 1 '))!;
  expect(row).not.toMatch(/[<\]]|\(command/);
  expect(row.match(/\|/g)).toHaveLength(5);
});
