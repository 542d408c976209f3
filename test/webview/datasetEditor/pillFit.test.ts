import { expect, it } from 'vitest';
import { countFitting, estimateWidth } from '../../../webview/datasetEditor/pillFit';

const measure = (text: string) => text.length * 10;

it('shows all pills where they fit', () => {
  expect(countFitting(['ab', 'cd'], 2, 100, measure)).toBe(2);
});

it('leaves room for the count of the others', () => {
  expect(countFitting(['ab', 'cd', 'ef'], 3, 110, measure)).toBe(2);
  expect(countFitting(['ab', 'cd', 'ef'], 3, 105, measure)).toBe(1);
});

it('shows at least one, cut by the cell', () => {
  expect(countFitting(['a very long tag indeed'], 1, 50, measure)).toBe(1);
  expect(countFitting([], 0, 50, measure)).toBe(0);
});

it('takes wide scripts for twice as wide', () => {
  expect(estimateWidth('数据')).toBeGreaterThan(estimateWidth('ab') * 1.5);
});
