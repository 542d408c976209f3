/** Rows, which of them are active and selected, and moving among them: the state behind the table. */
import type { DatasetEditorHost, RowSummary, ViewSummary } from '../../src/protocol/datasetEditor';
import type { VisibleRange } from '../shared/virtualRange';
import type { ColumnWidths } from './columns';
import type { PillActions } from './pills';
import { RowCache } from './rowCache';
import { RowSelection } from './rowSelection';
import type { Movement, RowsAction } from './tableKeys';
import { TableView } from './tableView';
import type { TableModel } from './tableView';

export interface RowsControllerOptions {
  readonly host: Pick<DatasetEditorHost, 'readPage' | 'positionOf' | 'focusRows'>;
  readonly pillActions: PillActions;
  /** The active row is another one, or its data arrived. */
  readonly onActive: (row: RowSummary | undefined) => void;
  readonly onOpen: () => void;
  readonly onSort: (sort: ViewSummary['sort']) => void;
  readonly onScroll: (top: number) => void;
  readonly onResizeColumns: (widths: ColumnWidths) => void;
  readonly onContextMenu: (event: MouseEvent) => void;
  readonly tagRow: (row: number) => void;
  readonly onError: (error: unknown) => void;
}

/** Where a view should stand, until it is known where its row is; further views may come before that. */
interface Place {
  readonly row: number | undefined;
  /** Scroll position, where the place was left by hiding the page. */
  readonly top?: number;
  /** How far below the upper edge the row stood, where it was in sight. */
  readonly inset?: number;
}

/** Whoever sorts wants to see what comes first now. */
const beginning: Place = { row: undefined, top: 0 };

/** More selected rows than this are not listed one by one; a view says it better. */
export const selectionLimit = 5000;
const focusPauseMs = 120;

export class RowsController implements TableModel {
  readonly table: TableView;
  private readonly cache: RowCache;
  private readonly selection = new RowSelection();
  private summary: ViewSummary | null = null;
  private goal: Place | null = null;
  private awaited: { readonly position: number; readonly row: number } | null = null;
  private shownActive: RowSummary | undefined;
  private focusPause: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: RowsControllerOptions) {
    this.cache = new RowCache({
      readPage: (params) => options.host.readPage(params),
      onDidChange: () => {
        this.table.draw();
        this.tellActive();
      },
      onError: options.onError,
    });
    this.table = new TableView(
      this,
      {
        onShow: (range) => this.cache.want(range.first, range.end),
        onScroll: options.onScroll,
        onPress: (position, event) =>
          this.press(position, event.shiftKey ? 'extend' : event.isAdding ? 'toggle' : 'alone'),
        onOpen: options.onOpen,
        onContextMenu: (position, event) => this.openContextMenu(position, event),
        onSort: options.onSort,
        onResizeColumns: options.onResizeColumns,
        tagRow: options.tagRow,
      },
      options.pillActions,
    );
  }

  get rowCount(): number {
    return this.summary?.rowCount ?? 0;
  }

  get sort(): ViewSummary['sort'] {
    return this.summary?.sort ?? null;
  }

  get active(): number {
    return this.selection.active;
  }

  get activeRow(): RowSummary | undefined {
    return this.cache.rowAt(this.selection.active);
  }

  get selectedCount(): number {
    return this.selection.count;
  }

  rowAt(position: number): RowSummary | undefined {
    return this.cache.rowAt(position);
  }

  isSelected(position: number): boolean {
    return this.selection.count > 1 && this.selection.has(position);
  }

  /** Shows a view; in another one than before, the active row is looked for again. */
  showView(view: ViewSummary): void {
    const before = this.summary;
    const isSortedAnew = before !== null && JSON.stringify(before.sort) !== JSON.stringify(view.sort);
    // What a sort is by may become known only later: the beginning is then another one.
    const isAtBeginning = view.sort !== null && this.selection.active === 0 && this.table.scrollTop === 0;
    const place = this.goal ?? (isSortedAnew || isAtBeginning ? beginning : this.currentPlace());
    this.summary = view;
    this.cache.setView(view.view, view.rowCount);
    if (before !== null && before.view !== view.view) void this.goTo(place);
    this.table.drawHeader();
    this.table.draw();
  }

  refresh(rows: readonly number[] | null): void {
    this.cache.refresh(rows);
    this.table.draw();
  }

  /** Makes a row active and shows it; false where it is not in view. */
  async reveal(row: number): Promise<boolean> {
    const { position } = await this.options.host.positionOf({ row });
    if (position < 0) return false;
    this.goal = null;
    this.selection.press(position, 'alone');
    this.awaited = { position, row };
    this.table.reveal(position, 'centre');
    this.tellActive();
    return true;
  }

  /** Stands again as the page was left. */
  returnTo(top: number, row: number | null): Promise<void> {
    return this.goTo({ row: row ?? undefined, top });
  }

  /** Carries out what a key means. */
  act(action: RowsAction): void {
    switch (action.kind) {
      case 'move':
        this.moveTo(this.target(action.to), action.isExtending ? 'extend' : 'alone');
        return;
      case 'selectAll':
        this.selection.selectAll(this.rowCount);
        this.table.draw();
        this.tellFocus();
        return;
      case 'toggleSelection':
        this.press(this.selection.active, 'toggle');
        return;
      case 'enterTags':
        this.table.rowElementAt(this.selection.active)?.pills()[0]?.focus();
        return;
      case 'openDetail':
        this.options.onOpen();
        return;
    }
  }

  /** Moves among the pills of the active row; false where the focus is not on one. */
  moveAmongPills(key: string): boolean {
    const pills = this.table.rowElementAt(this.selection.active)?.pills() ?? [];
    const at = pills.findIndex((pill) => pill === document.activeElement);
    if (at < 0 || (key !== 'ArrowLeft' && key !== 'ArrowRight')) return false;
    const next = at + (key === 'ArrowRight' ? 1 : -1);
    if (next < 0) this.table.focus();
    else pills[next]?.focus();
    return true;
  }

  /** Leaves only the active row selected; false where that was so already. */
  collapseSelection(): boolean {
    const wasLarger = this.selection.collapse();
    this.table.draw();
    return wasLarger;
  }

  /** The rows that a command means: the selected ones, or the active one. */
  async selectedRows(): Promise<RowSummary[]> {
    return this.cache.rowsAt(this.selection.positions(selectionLimit).filter((position) => position < this.rowCount));
  }

  visibleRows(): RowSummary[] {
    const range: VisibleRange = this.table.visible();
    const rows: RowSummary[] = [];
    for (let position = range.first; position < range.end; position++) {
      const row = this.cache.rowAt(position);
      if (row !== undefined) rows.push(row);
    }
    return rows;
  }

  /** The active row's number while its page is still being read: another view must not lose it. */
  private awaitedRow(): number | undefined {
    return this.awaited?.position === this.selection.active ? this.awaited.row : undefined;
  }

  private currentPlace(): Place {
    const row = this.activeRow?.row ?? this.awaitedRow();
    const { first, end } = this.table.visible();
    const { active } = this.selection;
    return active >= first && active < end ? { row, inset: active - this.table.scrollTop } : { row };
  }

  /** Whoever moves meanwhile moves on from there. */
  private async goTo(place: Place): Promise<void> {
    this.goal = place;
    const { summary } = this;
    const from = this.selection.active;
    try {
      const { row } = place;
      const position = row === undefined ? -1 : (await this.options.host.positionOf({ row })).position;
      if (this.goal !== place || summary?.view !== this.summary?.view) return; // a later one looks for it
      this.goal = null;
      this.stand(place, position, this.selection.active - from);
    } catch (error) {
      if (this.goal === place) this.goal = null;
      this.options.onError(error);
    }
  }

  private stand({ row, top, inset }: Place, position: number, moved: number): void {
    const active = this.clamped(Math.max(0, position) + moved);
    this.selection.reset(active);
    if (row !== undefined && position >= 0 && moved === 0) this.awaited = { position, row };
    if (top !== undefined) this.table.scrollTo(top);
    else if (inset !== undefined && position >= 0) this.table.scrollTo(position - inset);
    else this.table.reveal(active, 'centre');
    if (moved !== 0) this.table.reveal(active);
    this.table.draw();
    this.tellActive();
  }

  private press(position: number, how: 'alone' | 'extend' | 'toggle'): void {
    if (this.rowCount === 0) return;
    this.selection.press(this.clamped(position), how);
    this.table.focus();
    this.tellActive();
  }

  /** Scrolls before it draws, so that a held key costs one drawing a step. */
  private moveTo(position: number, how: 'alone' | 'extend'): void {
    if (this.rowCount === 0) return;
    this.selection.press(this.clamped(position), how);
    this.table.reveal(this.selection.active);
    this.table.focus();
    this.tellActive();
  }

  private clamped(position: number): number {
    return Math.max(0, Math.min(this.rowCount - 1, position));
  }

  private openContextMenu(position: number, event: MouseEvent): void {
    event.preventDefault();
    if (!this.isSelected(position)) this.press(position, 'alone');
    this.options.onContextMenu(event);
  }

  private target(to: Movement): number {
    const at = this.selection.active;
    switch (to) {
      case 'up':
        return at - 1;
      case 'down':
        return at + 1;
      case 'pageUp':
        return at - this.table.pageStep();
      case 'pageDown':
        return at + this.table.pageStep();
      case 'first':
        return 0;
      case 'last':
        return this.rowCount - 1;
    }
  }

  /** Tells the host, once moving has paused, which rows its commands would mean. */
  private tellFocus(): void {
    clearTimeout(this.focusPause);
    const tell = async () => {
      const selected = this.selection.count > 1 ? await this.selectedRows() : [];
      await this.options.host.focusRows({
        rows: selected.map((row) => row.row),
        focused: this.activeRow?.row ?? null,
      });
    };
    this.focusPause = setTimeout(() => void tell().catch(this.options.onError), focusPauseMs);
  }

  private tellActive(): void {
    if (this.goal !== null) return; // positions still mean rows of another view
    this.tellFocus();
    const row = this.activeRow;
    if (row === this.shownActive) return;
    this.shownActive = row;
    this.options.onActive(row);
  }
}
