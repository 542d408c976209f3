/** The table: a header, rows that are recycled while scrolling, a scrollbar in data units, and an ARIA grid over it all. */
import type { RowSummary } from '../../src/protocol/datasetEditor';
import type { RowSort } from '../../src/core/dataset/rowFilter';
import { element, setChildren } from '../shared/dom';
import { createScrollbar } from '../shared/scrollbar';
import { clampTop, pageStep, topToCentre, topToReveal, visibleRange } from '../shared/virtualRange';
import type { Viewport, VisibleRange } from '../shared/virtualRange';
import { fittedWidths, gridTemplate, leastRowWidth, moveBoundary, widthOf } from './columns';
import type { Column, ColumnWidths } from './columns';
import { createTextMeasure } from './pillFit';
import type { PillActions } from './pills';
import { RowElement } from './rowElement';
import { focusCell, tableHeader } from './tableHeader';
import { words } from './text';

export const rowHeight = 22;

/** What the table needs to know of the rows. */
export interface TableModel {
  readonly rowCount: number;
  readonly sort: RowSort | null;
  readonly active: number;
  rowAt(position: number): RowSummary | undefined;
  isSelected(position: number): boolean;
}

export interface TableEvents {
  /** Rows in sight, told on every frame that draws. */
  readonly onShow: (range: VisibleRange) => void;
  readonly onScroll: (top: number) => void;
  readonly onPress: (position: number, event: { readonly shiftKey: boolean; readonly isAdding: boolean }) => void;
  readonly onOpen: (position: number) => void;
  readonly onContextMenu: (position: number, event: MouseEvent) => void;
  readonly onSort: (sort: RowSort | null) => void;
  readonly onResizeColumns: (widths: ColumnWidths) => void;
  readonly tagRow: (row: number) => void;
}

export class TableView {
  readonly node: HTMLElement;
  private readonly headerHolder = element('div', { class: 'header', role: 'rowgroup' });
  private readonly body = element('div', { class: 'body', role: 'rowgroup', tabIndex: -1 });
  private readonly scrollbar = createScrollbar((top) => this.scrollTo(top));
  private readonly measure = createTextMeasure(() => this.pillFont());
  private pool: RowElement[] = [];
  private columns: readonly Column[] = [];
  private widths: ColumnWidths = {};
  private viewWidth = 0;
  private top = 0;
  private height = 0;
  private frame = 0;
  private font = '';
  private headerLook = '';

  constructor(
    private readonly model: TableModel,
    private readonly events: TableEvents,
    private readonly pillActions: PillActions,
  ) {
    const view = element('div', { class: 'table-scroll' }, this.headerHolder, this.body);
    this.node = element(
      'div',
      { class: 'table', role: 'grid', label: words.table, testId: 'table', aria: { multiselectable: 'true' } },
      view,
      this.scrollbar.node,
    );
    this.body.addEventListener('wheel', (event) => this.onWheel(event), { passive: false });
    this.body.addEventListener('mousedown', (event) => this.onMouseDown(event));
    this.body.addEventListener('dblclick', (event) =>
      this.withPosition(event, (position) => this.events.onOpen(position)),
    );
    this.body.addEventListener('contextmenu', (event) =>
      this.withPosition(event, (position) => this.events.onContextMenu(position, event)),
    );
    new ResizeObserver(() => this.measureBody()).observe(view);
  }

  setColumns(columns: readonly Column[], widths: ColumnWidths): void {
    const namesOf = (list: readonly Column[]) => list.map((column) => column.id + column.label).join();
    const isNew = namesOf(columns) !== namesOf(this.columns);
    const isWider = columns.some((column, index) => column.width !== this.columns[index]?.width);
    // Facts of a file that is still being read come ten times a second.
    if (!isNew && !isWider && widths === this.widths) return;
    this.columns = columns;
    this.widths = widths;
    if (isNew) this.dropPool();
    this.node.setAttribute('aria-colcount', String(columns.length));
    this.fitColumns();
    this.drawHeader();
    this.invalidateRows();
  }

  /** Draws on the next frame. */
  draw(): void {
    if (this.frame !== 0) return;
    this.frame = requestAnimationFrame(() => this.drawNow());
  }

  /** Only where it would look different: facts come often while a file is read, and a boundary may be held just then. */
  drawHeader(): void {
    const { columns } = this;
    const { sort } = this.model;
    const look = JSON.stringify([columns, sort]);
    if (look === this.headerLook) return;
    this.headerLook = look;
    const focused = this.headerCells().findIndex((cell) => cell === document.activeElement);
    this.fillHeader();
    if (focused >= 0) focusCell(this.headerCells(), focused);
  }

  private headerCells(): HTMLElement[] {
    return [...this.headerHolder.querySelectorAll<HTMLElement>('.header-cell')];
  }

  private fillHeader(): void {
    const startWidths = () => this.fitted();
    setChildren(
      this.headerHolder,
      tableHeader({
        columns: this.columns,
        sort: this.model.sort,
        onSort: this.events.onSort,
        onGrab: (index) => {
          const widths = startWidths();
          return (delta) => this.resize(moveBoundary(this.columns, widths, index, delta));
        },
        onReset: (column) => this.resize({ ...this.widths, [column.id]: column.width }),
      }),
    );
  }

  /** In rows. */
  get scrollTop(): number {
    return this.top;
  }

  scrollTo(top: number): void {
    const clamped = clampTop(top, this.viewport());
    if (clamped === this.top) return;
    this.top = clamped;
    this.events.onScroll(clamped);
    this.draw();
  }

  reveal(position: number, place: 'nearest' | 'centre' = 'nearest'): void {
    const viewport = this.viewport();
    this.scrollTo(place === 'centre' ? topToCentre(position, viewport) : topToReveal(position, this.top, viewport));
    this.draw();
  }

  pageStep(): number {
    return pageStep(this.viewport());
  }

  visible(): VisibleRange {
    return visibleRange(this.top, this.viewport());
  }

  /** Puts the focus on the active row, or on the body while that row is out of sight. */
  focus(): void {
    this.drawNow();
    (this.rowElementAt(this.model.active)?.node ?? this.body).focus({ preventScroll: true });
  }

  hasFocus(): boolean {
    return this.body.contains(document.activeElement);
  }

  rowElementAt(position: number): RowElement | undefined {
    return this.pool.find((row) => row.position === position && !row.node.hidden);
  }

  private fitted(): ColumnWidths {
    return fittedWidths(this.columns, this.widths, this.viewWidth);
  }

  private fitColumns(): void {
    const widths = this.fitted();
    this.node.style.setProperty('--columns', gridTemplate(this.columns, widths));
    this.node.style.setProperty('--least-width', `${leastRowWidth(this.columns, widths)}px`);
  }

  private resize(widths: ColumnWidths): void {
    this.widths = widths;
    this.fitColumns();
    this.invalidateRows();
    this.events.onResizeColumns(widths);
  }

  private invalidateRows(): void {
    for (const row of this.pool) row.invalidate();
    this.draw();
  }

  private viewport(): Viewport {
    return { rowCount: this.model.rowCount, rowHeight, height: this.height };
  }

  private measureBody(): void {
    this.height = this.body.clientHeight;
    this.viewWidth = this.body.parentElement?.clientWidth ?? 0;
    this.fitColumns();
    for (const row of this.pool) row.invalidate();
    this.font = '';
    this.top = clampTop(this.top, this.viewport());
    this.draw();
  }

  private drawNow(): void {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    if (this.columns.length === 0) return;
    if (this.height === 0) this.height = this.body.clientHeight;
    const viewport = this.viewport();
    this.top = clampTop(this.top, viewport);
    const range = visibleRange(this.top, viewport);
    this.node.setAttribute('aria-rowcount', String(viewport.rowCount + 1));
    const hadFocus = this.hasFocus();
    this.growPool();
    this.fillPool(range);
    this.keepFocus(hadFocus);
    this.scrollbar.update(this.top, viewport);
    this.events.onShow(range);
  }

  /** One element more than fits, so that each position in sight has an element of its own. */
  private growPool(): void {
    const needed = Math.ceil(this.height / rowHeight) + 1;
    if (needed <= this.pool.length) return;
    this.dropPool();
    for (let index = 0; index < needed; index++) {
      const row = new RowElement({
        columns: this.columns,
        pillActions: this.pillActions,
        measure: this.measure,
        tagsWidth: () => this.tagsWidth(),
        tagRow: this.events.tagRow,
      });
      this.pool.push(row);
      this.body.append(row.node);
    }
  }

  /** A position always uses the element `position % pool size`: scrolling by one row refills one element. */
  private fillPool(range: VisibleRange): void {
    for (let position = range.first; position < range.end; position++) {
      const row = this.pool[position % this.pool.length];
      if (row === undefined) continue;
      row.show(position, this.model.rowAt(position), {
        isActive: position === this.model.active,
        isSelected: this.model.isSelected(position),
      });
      row.place(range.offsetPx + (position - range.first) * rowHeight);
    }
    for (const row of this.pool) row.node.hidden = row.position < range.first || row.position >= range.end;
  }

  /** Focus follows the active row when it comes back into sight, and waits on the body while it is away. */
  private keepFocus(hadFocus: boolean): void {
    if (!hadFocus) return;
    const active = this.rowElementAt(this.model.active)?.node;
    if (active?.contains(document.activeElement) === true) return;
    (active ?? this.body).focus({ preventScroll: true });
  }

  private dropPool(): void {
    for (const row of this.pool) row.node.remove();
    this.pool = [];
  }

  private tagsWidth(): number {
    const column = this.columns.find((candidate) => candidate.id === 'tags');
    return column === undefined ? 0 : widthOf(column, this.fitted());
  }

  private pillFont(): string {
    if (this.font === '') this.font = `11px ${getComputedStyle(document.body).fontFamily}`;
    return this.font;
  }

  private onWheel(event: WheelEvent): void {
    if (event.ctrlKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) return;
    event.preventDefault();
    const pixels = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * rowHeight : event.deltaY;
    this.scrollTo(this.top + (event.altKey ? 5 : 1) * (pixels / rowHeight));
  }

  private onMouseDown(event: MouseEvent): void {
    if (event.button !== 0 || (event.target instanceof Element && event.target.closest('button') !== null)) return;
    this.withPosition(event, (position) => {
      event.preventDefault();
      this.events.onPress(position, { shiftKey: event.shiftKey, isAdding: event.ctrlKey || event.metaKey });
    });
  }

  private withPosition(event: Event, act: (position: number) => void): void {
    const target = event.target instanceof Element ? event.target.closest('.row') : null;
    const row = this.pool.find((candidate) => candidate.node === target);
    if (row !== undefined) act(row.position);
  }
}
