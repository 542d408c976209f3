/** The table's columns: what they show, how wide they are, and how dragging a boundary shares the width. */
import type { SortColumn } from '../../src/core/dataset/rowFilter';
import { formatCount } from '../shared/format';
import { words } from './text';

export type ColumnId = 'row' | 'query' | 'tags' | 'tagCount' | 'turns' | 'length' | `extra${number}`;

export interface Column {
  readonly id: ColumnId;
  readonly label: string;
  readonly title: string;
  /** Initial width in pixels; 0 for the column that takes what is left. */
  readonly width: number;
  readonly isNumber: boolean;
  readonly sort?: SortColumn;
}

export type ColumnWidths = Readonly<Partial<Record<ColumnId, number>>>;

const narrowest = 36;

/** Room for `999,999` beside a mark; each further character of the largest row number takes another digit's width. */
const usualRowNumber = { characters: 7, width: 68 };
const digitWidth = 8;

function rowNumberWidth(rowCount: number): number {
  const further = formatCount(rowCount).length - usualRowNumber.characters;
  return usualRowNumber.width + digitWidth * Math.max(0, further);
}

/** The columns of a dataset of so many rows; extras are what the snapshot names beyond the usual ones. */
export function columnsFor(extras: readonly string[], rowCount = 0): readonly Column[] {
  return [
    { id: 'row', label: '#', title: words.columns.row, width: rowNumberWidth(rowCount), isNumber: true, sort: 'row' },
    {
      id: 'query',
      label: words.columns.query,
      title: words.columns.query,
      width: 0,
      isNumber: false,
      sort: 'queryLength',
    },
    { id: 'tags', label: words.columns.tags, title: words.columns.tags, width: 290, isNumber: false },
    { id: 'tagCount', label: 'n', title: words.columns.tagCount, width: 36, isNumber: true, sort: 'tagCount' },
    {
      id: 'turns',
      label: words.columns.turns,
      title: words.columns.turnsTitle,
      width: 48,
      isNumber: true,
      sort: 'turns',
    },
    {
      id: 'length',
      label: words.columns.characters,
      title: words.columns.lengthTitle,
      width: 60,
      isNumber: true,
      sort: 'length',
    },
    ...extras.map((name, index): Column => ({
      id: `extra${index}`,
      label: name,
      title: name,
      width: 110,
      isNumber: false,
    })),
  ];
}

export function widthOf(column: Column, widths: ColumnWidths): number {
  return column.width === 0 ? 0 : (widths[column.id] ?? column.width);
}

const narrowestQuery = 160;

/** Least width of a row: all columns at their width, the query at its narrowest. */
export function leastRowWidth(columns: readonly Column[], widths: ColumnWidths): number {
  return columns.reduce((total, column) => total + (column.width === 0 ? narrowestQuery : widthOf(column, widths)), 0);
}

const tagsShare = 0.42;
const tagsBounds = { least: 110, most: 380 };

/** The widths in force: while nobody has dragged it, the tags column takes its share of what the fixed columns leave. */
export function fittedWidths(columns: readonly Column[], widths: ColumnWidths, availableWidth: number): ColumnWidths {
  if (widths.tags !== undefined || availableWidth <= 0) return widths;
  const fixed = columns.filter(({ id }) => id !== 'tags').reduce((total, column) => total + widthOf(column, widths), 0);
  const share = Math.round(tagsShare * (availableWidth - fixed));
  return { ...widths, tags: Math.max(tagsBounds.least, Math.min(tagsBounds.most, share)) };
}

/** The grid template of header and rows. */
export function gridTemplate(columns: readonly Column[], widths: ColumnWidths): string {
  return columns
    .map((column) => (column.width === 0 ? `minmax(${narrowestQuery}px, 1fr)` : `${widthOf(column, widths)}px`))
    .join(' ');
}

/**
 * Moves the boundary to the right of a column by `delta` pixels: its neighbours trade width, so that the boundary
 * follows the pointer and no other one moves. The column that takes what is left gives or takes by itself.
 */
export function moveBoundary(
  columns: readonly Column[],
  widths: ColumnWidths,
  index: number,
  delta: number,
): ColumnWidths {
  const left = columns[index];
  const right = columns[index + 1];
  if (left === undefined || right === undefined) return widths;
  const leftRoom = left.width === 0 ? Infinity : widthOf(left, widths) - narrowest;
  const rightRoom = right.width === 0 ? Infinity : widthOf(right, widths) - narrowest;
  const moved = Math.max(-leftRoom, Math.min(rightRoom, delta));
  return {
    ...widths,
    ...(left.width === 0 ? {} : { [left.id]: widthOf(left, widths) + moved }),
    ...(right.width === 0 ? {} : { [right.id]: widthOf(right, widths) - moved }),
  };
}
