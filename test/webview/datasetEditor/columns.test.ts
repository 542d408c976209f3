// @vitest-environment happy-dom
import { expect, it } from 'vitest';
import { columnsFor, gridTemplate, moveBoundary, widthOf } from '../../../webview/datasetEditor/columns';

const columns = columnsFor(['score']);
const tags = columns[2]!;
const tagCount = columns[3]!;

it('gives the query what is left, and extras a column each', () => {
  expect(gridTemplate(columns, {})).toBe('64px minmax(140px, 1fr) 290px 44px 56px 68px 110px');
});

it('lets neighbours trade width, so that no other boundary moves', () => {
  const widths = moveBoundary(columns, {}, 2, -100);
  expect(widthOf(tags, widths)).toBe(190);
  expect(widthOf(tagCount, widths)).toBe(144);
});

it('resizes only the fixed one beside the query', () => {
  expect(moveBoundary(columns, {}, 1, 40)).toEqual({ tags: 250 });
  expect(moveBoundary(columns, {}, 0, 10)).toEqual({ row: 74 });
});

it('never makes a column too narrow to see', () => {
  expect(moveBoundary(columns, {}, 2, 500)).toEqual({ tags: 298, tagCount: 36 });
});
