import { expect, it, onTestFinished } from 'vitest';
import { openDataset } from '../../../../src/node/dataset/openDataset';
import { readCategories, readNumbers } from '../../../../src/node/session/rowValues';
import { temporaryFile } from '../../../support/temporaryFiles';

it('numbers and categories are read from a path; what is missing is counted, not invented', async () => {
  const rows = ['{"m": {"s": 1.5}}', '{"m": {"s": "2"}}', '{"m": {"s": ""}}', '{"m": ', '{"m": {"s": [1]}}'];
  const dataset = await openDataset(temporaryFile('data.jsonl', rows.join('\n')));
  onTestFinished(() => dataset.close());
  const { values, missingCount } = await readNumbers(dataset, 'm.s');
  expect([...values]).toEqual([1.5, 2, NaN, NaN, NaN]);
  expect(missingCount).toBe(3);
  const { names, ids } = await readCategories(dataset, 'm.s');
  expect(Array.from(ids, (id) => names[id])).toEqual(['1.5', '2', '', '(none)', '[1]']);
});
