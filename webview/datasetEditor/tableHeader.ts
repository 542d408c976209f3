/** The table's header: labels, sorting by click or Enter, boundaries that are dragged, and both by keyboard. */
import type { RowSort } from '../../src/core/dataset/rowFilter';
import { element } from '../shared/dom';
import { icon } from '../shared/icons';
import { drag } from '../shared/scrollbar';
import type { Column } from './columns';
import { words } from './text';

export interface TableHeaderOptions {
  readonly columns: readonly Column[];
  readonly sort: RowSort | null;
  readonly onSort: (sort: RowSort | null) => void;
  /** Told how far the boundary to the right of a column was moved since it was grabbed. */
  readonly onGrab: (index: number) => (delta: number) => void;
  readonly onReset: (column: Column) => void;
}

const keyStepPx = 16;

/** The header row. One of its cells is a tab stop; arrows lead to the others. */
export function tableHeader(options: TableHeaderOptions): HTMLElement {
  const cells = options.columns.map((column, index) => headerCell(column, index, options));
  const row = element('div', { class: 'header-row', role: 'row', aria: { rowindex: '1' } }, ...cells);
  row.addEventListener('keydown', (event) => onKey(event, cells, options));
  return row;
}

/** Arrows move among the cells; with Shift they move the boundary of the cell's column. */
function onKey(event: KeyboardEvent, cells: readonly HTMLElement[], options: TableHeaderOptions): void {
  const at = cells.findIndex((cell) => cell === document.activeElement);
  const isArrow = event.key === 'ArrowLeft' || event.key === 'ArrowRight';
  if (at < 0 || !isArrow || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  event.stopPropagation();
  const step = event.key === 'ArrowRight' ? 1 : -1;
  if (!event.shiftKey) return focusCell(cells, at + step);
  const isLast = at === cells.length - 1;
  options.onGrab(isLast ? at - 1 : at)((isLast ? -step : step) * keyStepPx);
}

/** Puts the focus, and the tab stop with it, on a cell of the header. */
export function focusCell(cells: readonly HTMLElement[], index: number): void {
  const cell = cells[index];
  if (cell === undefined) return;
  for (const other of cells) other.tabIndex = other === cell ? 0 : -1;
  cell.focus();
}

function headerCell(column: Column, index: number, options: TableHeaderOptions): HTMLElement {
  const isSorted = options.sort !== null && options.sort.column === column.sort;
  const direction = isSorted && options.sort?.isDescending === true ? 'descending' : 'ascending';
  const cell = element(
    'div',
    {
      class: column.isNumber ? 'cell header-cell number' : 'cell header-cell',
      role: 'columnheader',
      title: column.title,
      tabIndex: index === 0 ? 0 : -1,
      aria: {
        colindex: String(index + 1),
        ...(column.sort === undefined ? {} : { sort: isSorted ? direction : 'none' }),
      },
    },
    element('span', { class: 'header-label', text: column.label }),
    isSorted ? icon(direction === 'descending' ? 'arrow-down' : 'arrow-up') : null,
  );
  if (column.sort !== undefined) makeSortable(cell, column.sort, options);
  if (index < options.columns.length - 1) cell.append(boundary(column, index, options));
  return cell;
}

function makeSortable(cell: HTMLElement, column: RowSort['column'], options: TableHeaderOptions): void {
  const toggle = () => options.onSort(nextSort(options.sort, column));
  cell.classList.add('sortable');
  cell.addEventListener('click', toggle);
  cell.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    event.stopPropagation();
    toggle();
  });
}

/** Descending first (the long and the many are what people look for), then ascending, then the file's order. */
function nextSort(sort: RowSort | null, column: RowSort['column']): RowSort | null {
  if (sort === null || sort.column !== column) return { column, isDescending: true };
  if (column === 'row') return null;
  return sort.isDescending ? { column, isDescending: false } : null;
}

function boundary(column: Column, index: number, options: TableHeaderOptions): HTMLElement {
  const handle = element('div', { class: 'boundary', title: words.columns.resize });
  handle.addEventListener('click', (event) => event.stopPropagation());
  handle.addEventListener('dblclick', () => options.onReset(column));
  handle.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    const startX = event.clientX;
    const move = options.onGrab(index);
    drag(handle, event.pointerId, (moved) => move(moved.clientX - startX));
  });
  return handle;
}
