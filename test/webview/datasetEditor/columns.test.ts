// @vitest-environment happy-dom
import { expect, it } from 'vitest';
import {
  columnsFor,
  fittedWidths,
  gridTemplate,
  leastRowWidth,
  moveBoundary,
  widthOf,
} from '../../../webview/datasetEditor/columns';

const columns = columnsFor(['score']);
const tags = columns[2]!;
const tagCount = columns[3]!;

it('gives the query what is left, and extras a column each', () => {
  expect(gridTemplate(columns, {})).toBe('68px minmax(160px, 1fr) 290px 36px 48px 60px 110px');
});

it('makes room for the largest row number', () => {
  const widthFor = (rowCount: number) => columnsFor([], rowCount)[0]!.width;
  expect([0, 999_999, 1_000_000, 10_000_000].map(widthFor)).toEqual([68, 68, 84, 92]);
});

it('lets neighbours trade width, so that no other boundary moves', () => {
  const widths = moveBoundary(columns, {}, 2, -100);
  expect(widthOf(tags, widths)).toBe(190);
  expect(widthOf(tagCount, widths)).toBe(136);
});

it('resizes only the fixed one beside the query', () => {
  expect(moveBoundary(columns, {}, 1, 40)).toEqual({ tags: 250 });
  expect(moveBoundary(columns, {}, 0, 10)).toEqual({ row: 78 });
});

it('never makes a column too narrow to see', () => {
  expect(moveBoundary(columns, { tagCount: 44 }, 2, 500)).toEqual({ tags: 298, tagCount: 36 });
});

it('gives the tags their share of a narrow and of a wide table, until somebody drags them', () => {
  const plain = columnsFor([]);
  expect(fittedWidths(plain, {}, 620).tags).toBe(171);
  expect(fittedWidths(plain, {}, 300).tags).toBe(110);
  expect(fittedWidths(plain, {}, 3000).tags).toBe(380);
  expect(fittedWidths(plain, { tags: 77 }, 620)).toEqual({ tags: 77 });
});

it('knows how narrow a row can be', () => {
  expect(leastRowWidth(columnsFor([]), { tags: 100 })).toBe(68 + 160 + 100 + 36 + 48 + 60);
});
