/** The measures as a table, for CSV: value, interval, n and what they refer to. */
import type { Figure, Measures } from '../../src/protocol/insights';
import type { ChartTable } from './charts/chartSpec';
import type { Words } from './words/english';

export function measuresData(measures: Measures, words: Words): ChartTable {
  const { taggedRows, equalN, vocabularyLabel, vocabularySize } = measures;
  const figure = (name: string, { value, low, high }: Figure, n: number) => [name, value, low, high, n];
  return {
    columns: [
      { name: words.measure, style: 'text' },
      { name: words.value, style: 'decimal' },
      { name: words.lowEnd, style: 'decimal' },
      { name: words.highEnd, style: 'decimal' },
      { name: 'n', style: 'integer' },
    ],
    rows: [
      figure(words.diversity, measures.diversity, taggedRows),
      ...(equalN ? [figure(words.diversity, equalN.diversity, equalN.n)] : []),
      figure(words.complexity, measures.complexity, taggedRows),
      [words.tags, measures.tags, '', '', taggedRows],
      [`${words.vocabulary}: ${vocabularyLabel}`, vocabularySize, '', '', ''],
      [words.rows, measures.rows, '', '', measures.rows],
    ],
    targets: [],
  };
}
