/** The dataset editor as a whole: what the host says goes into the parts, what the user does goes to the host. */
import type {
  DatasetEditorHost,
  DatasetEditorPage,
  EditorSnapshot,
  RowSummary,
  ViewSummary,
} from '../../src/protocol/datasetEditor';
import type { Rpc } from '../../src/protocol/rpc';
import { element, isTyping, setChildren } from '../shared/dom';
import { closePopovers, isPopoverOpen } from '../shared/popover';
import { createSplitter } from '../shared/splitter';
import { columnsFor } from './columns';
import { DetailPane } from './detail/detailPane';
import { EditorActions } from './editorActions';
import { hintFor, hintView, replacesTable, usualSample } from './emptyState';
import type { Hint } from './emptyState';
import { createFilterBar } from './filterBar';
import { removeFilter, textFilterOf, withText } from './filters';
import { createFindBox } from './findBox';
import { hostOver } from './hostOver';
import { createNotice } from './notice';
import { initialState } from './pageState';
import type { EditorPageState } from './pageState';
import { RowsController } from './rowsController';
import { pageAction, rowsAction } from './tableKeys';
import type { PageAction } from './tableKeys';
import { createTaggingBar } from './taggingBar';
import { words } from './text';
import { createToolbar } from './toolbar';
import { ViewController } from './viewController';

type Connect = (page: DatasetEditorPage) => Rpc<DatasetEditorPage, DatasetEditorHost>;

const narrowestDetail = 260;
const narrowestTable = 320;
const detailPauseMs = 40;
const savePauseMs = 150;

export class EditorPage {
  readonly node = element('main', { class: 'editor' });
  private readonly host: DatasetEditorHost;
  private readonly actions: EditorActions;
  private readonly rows: RowsController;
  private readonly views: ViewController;
  private readonly detail: DetailPane;
  private readonly notice = createNotice();
  private readonly findBox = createFindBox(
    (filter) => this.views.setFilters(withText(this.views.current.filters, filter)),
    () => this.rows.table.focus(),
  );
  private readonly toolbar;
  private readonly filterBar;
  private readonly taggingBar;
  private readonly hintHolder = element('div', { class: 'hint-holder' });
  private readonly panes = element('div', { class: 'panes' });
  private readonly opening = element('div', { class: 'empty quiet', text: words.empty.loading, role: 'status' });
  private snapshot: EditorSnapshot | null = null;
  private newestView: ViewSummary | null = null;
  /** Where the page was left, until it is there again or the user goes elsewhere. */
  private returning: EditorPageState | null;
  private state: EditorPageState;
  /** What is told, and for how many rows. */
  private hint = '';
  private shownDetail: RowSummary | undefined;
  private pause: ReturnType<typeof setTimeout> | undefined;
  private saving: ReturnType<typeof setTimeout> | undefined;

  constructor(
    connect: Connect,
    private readonly restored: EditorPageState | null,
    private readonly saveState: (state: EditorPageState) => void,
    keys: HTMLElement,
  ) {
    this.state = restored ?? initialState;
    this.returning = restored;
    this.host = hostOver(connect(this.receiver()));
    const onError = (error: unknown) => this.notice.showError(error);
    this.views = new ViewController({
      applyView: (request, signal) => this.host.applyView(request, signal),
      onRequest: (request) => this.patch({ view: { ...this.currentView(), ...request, isSearching: true } }),
      onView: (view) => this.showView(view),
      onError,
    });
    this.rows = new RowsController({
      host: this.host,
      pillActions: {
        filterTag: (tag, isExcluded) => this.actions.filterTag(tag, isExcluded),
        editTag: (tag, action) => this.actions.editTag(tag, action),
      },
      onActive: (row) => this.showActive(row),
      onOpen: () => this.openDetail(),
      onSort: (sort) => this.views.setSort(sort),
      onScroll: (top) => this.rememberPlace({ top }),
      onResizeColumns: (widths) => this.remember({ widths }),
      onContextMenu: (event) => this.actions.openRowMenu(event),
      tagRow: (row) => this.actions.tag({ kind: 'rows', rows: [row] }),
      onError,
    });
    this.actions = new EditorActions({
      host: this.host,
      rows: this.rows,
      views: this.views,
      notice: this.notice,
      snapshot: () => this.snapshot,
      takeSnapshot: (snapshot) => this.showDataset(snapshot),
      tagPlace: () => this.toolbar.tagPlace(),
      filterPlace: () => this.filterBar.addPlace(),
      onReveal: () => (this.returning = null),
      isDetailOpen: () => this.state.isDetailOpen,
      toggleDetail: () => (this.state.isDetailOpen ? this.closeDetail() : this.openDetail()),
    });
    this.toolbar = createToolbar(this.findBox.node, this.actions);
    this.filterBar = createFilterBar({
      openFilterMenu: (place) => this.actions.openFilterMenu(place),
      removeFilter: (filter) => this.views.setFilters(removeFilter(this.views.current.filters, filter)),
      clearFilters: () => this.actions.clearFilters(),
    });
    this.taggingBar = createTaggingBar(this.actions.tagging);
    this.detail = new DetailPane(
      {
        ...this.actions.detail,
        close: () => this.closeDetail(),
        setRaw: (isRaw) => this.remember({ isRaw }),
        setRawForm: (rawForm) => this.remember({ rawForm }),
        leave: () => this.rows.table.focus(),
      },
      this.state,
    );
    this.build();
    keys.addEventListener('keydown', (event) => this.onKey(event));
    const stay = () => (this.returning = null);
    for (const moved of ['keydown', 'pointerdown', 'wheel']) this.node.addEventListener(moved, stay, { passive: true });
  }

  /** Asks for the dataset; everything else follows from the answer. */
  async start(): Promise<void> {
    try {
      this.showDataset(await this.host.ready({ view: this.restored?.view ?? null }));
    } catch (error) {
      this.opening.textContent = error instanceof Error ? error.message : String(error);
    }
  }

  private receiver(): DatasetEditorPage {
    return {
      showDataset: ({ snapshot }) => this.showDataset(snapshot),
      showTagging: ({ status, ...counts }) => this.patch({ tagging: status, ...counts }),
      rowsChanged: ({ rows }) => this.refreshRows(rows),
      showView: ({ view }) => this.views.receive(view),
      revealRow: ({ row }) => void this.actions.reveal(row),
      focusFind: () => this.findBox.focus(),
      showNotice: ({ message }) => this.notice.show(message),
    };
  }

  private build(): void {
    const splitter = createSplitter({
      label: words.detail.resize,
      width: () => this.detail.node.offsetWidth,
      onResize: (width) => this.resizeDetail(width),
      onReset: () => this.resizeDetail(null),
    });
    this.panes.append(this.rows.table.node, splitter, this.detail.node);
    this.panes.hidden = true;
    this.node.append(
      this.toolbar.node,
      this.filterBar.node,
      this.notice.node,
      this.hintHolder,
      this.opening,
      this.panes,
      this.taggingBar.node,
    );
    this.resizeDetail(this.state.detailWidth);
    this.showDetailPane();
  }

  private showDataset(snapshot: EditorSnapshot): void {
    this.noteWarnings(snapshot.warnings);
    // A search that ends at once tells its view before the snapshot that was asked for earlier arrives.
    const view =
      this.newestView !== null && this.newestView.view > snapshot.view.view ? this.newestView : snapshot.view;
    this.snapshot = { ...snapshot, view };
    this.opening.remove();
    this.rows.table.setColumns(columnsFor(snapshot.extraColumns ?? [], snapshot.rowCount), this.state.widths);
    this.views.receive(view);
  }

  /** A warning is said once when it comes up; all of them stay behind the toolbar's button. */
  private noteWarnings(warnings: readonly string[]): void {
    const fresh = warnings.filter((warning) => this.snapshot?.warnings.includes(warning) !== true);
    const [first] = fresh;
    if (first === undefined) return;
    this.notice.show(fresh.length === 1 ? first : `${first} ${words.moreWarnings(fresh.length - 1)}`);
  }

  private showView(view: ViewSummary): void {
    this.newestView = view;
    this.rows.showView(view);
    this.remember({ view: { filters: view.filters, sort: view.sort } });
    this.patch({ view });
  }

  private currentView(): ViewSummary {
    return this.snapshot?.view ?? { filters: [], sort: null, view: -1, rowCount: 0, isSearching: false };
  }

  /** Takes over some facts and draws what shows them. */
  private patch(changed: Partial<EditorSnapshot>): void {
    if (this.snapshot === null) return;
    this.snapshot = { ...this.snapshot, ...changed };
    this.toolbar.update(this.snapshot);
    this.filterBar.update(this.snapshot);
    this.taggingBar.update(this.snapshot.tagging);
    this.findBox.show(textFilterOf(this.snapshot.view.filters));
    this.showHint(hintFor(this.snapshot));
    this.actions.goOn();
    if (this.returning !== null && isThere(this.snapshot, this.returning.top)) this.returnTo(this.returning);
  }

  private returnTo({ top, activeRow }: EditorPageState): void {
    this.returning = null;
    void this.rows.returnTo(top, activeRow);
  }

  private rememberPlace(place: Partial<Pick<EditorPageState, 'top' | 'activeRow'>>): void {
    if (this.returning === null) this.remember(place);
  }

  private showHint(hint: Hint | null): void {
    this.panes.hidden = replacesTable(hint);
    const { snapshot } = this;
    // The count on its button grows while rows are still being counted.
    const shown = hint === null || snapshot === null ? '' : `${hint} ${usualSample(snapshot)}`;
    if (shown === this.hint) return;
    this.hint = shown;
    setChildren(
      this.hintHolder,
      hint === null || snapshot === null
        ? null
        : hintView(hint, snapshot, {
            ...this.actions.hints,
            chooseMapping: () => this.actions.openShapeMenu(this.toolbar.shapePlace()),
          }),
    );
    this.hintHolder.classList.toggle('filling', replacesTable(hint));
    this.rows.table.draw();
  }

  private refreshRows(rows: readonly number[] | null): void {
    this.rows.refresh(rows);
    const { shownRow } = this.detail;
    if (shownRow !== null && (rows === null || rows.includes(shownRow))) void this.detail.show(shownRow);
  }

  /** Reads the active row a moment later, so that running through rows does not read each one. */
  private showActive(row: RowSummary | undefined): void {
    if (row !== undefined) this.rememberPlace({ activeRow: row.row });
    if (row === undefined || row.row === this.shownDetail?.row) return;
    this.shownDetail = row;
    clearTimeout(this.pause);
    if (this.state.isDetailOpen) this.pause = setTimeout(() => void this.detail.show(row.row), detailPauseMs);
  }

  private openDetail(): void {
    this.remember({ isDetailOpen: true });
    this.showDetailPane();
    const row = this.rows.activeRow?.row;
    if (row !== undefined && row !== this.detail.shownRow) void this.detail.show(row);
    this.detail.focus();
  }

  private closeDetail(): void {
    this.remember({ isDetailOpen: false });
    this.showDetailPane();
    this.rows.table.focus();
  }

  private showDetailPane(): void {
    this.panes.classList.toggle('without-detail', !this.state.isDetailOpen);
  }

  /** `null` leaves the width to the style sheet, which gives the pane a share of the editor. */
  private resizeDetail(width: number | null): void {
    const widest = Math.max(narrowestDetail, window.innerWidth - narrowestTable);
    const detailWidth = width === null ? null : Math.max(narrowestDetail, Math.min(width, widest));
    if (detailWidth === null) this.panes.style.removeProperty('--detail-width');
    else this.panes.style.setProperty('--detail-width', `${detailWidth}px`);
    this.remember({ detailWidth });
  }

  /** Keeps what should survive hiding; scrolling must not send a message per frame. */
  private remember(changed: Partial<EditorPageState>): void {
    this.state = { ...this.state, ...changed };
    this.saving ??= setTimeout(() => {
      this.saving = undefined;
      this.saveState(this.state);
    }, savePauseMs);
  }

  private onKey(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing || isPopoverOpen() || isTyping(event.target)) return;
    if (this.rows.table.hasFocus() && this.rows.moveAmongPills(event.key)) return event.preventDefault();
    const onButton = event.target instanceof HTMLButtonElement && (event.key === 'Enter' || event.key === ' ');
    if (onButton) return;
    const isInTable = this.rows.table.hasFocus() || !this.node.contains(document.activeElement);
    const forRows = isInTable ? rowsAction(event) : null;
    const forPage = pageAction(event);
    if (forRows !== null) this.rows.act(forRows);
    else if (forPage === null || !this.act(forPage)) return;
    event.preventDefault();
  }

  private act(action: PageAction): boolean {
    if (action === 'find') {
      this.findBox.focus();
      return true;
    }
    if (action !== 'escape') return this.actions.act(action);
    closePopovers();
    this.notice.hide();
    this.rows.collapseSelection();
    return true;
  }
}

/** The rows of the view that was left are known, as far down as it stood. */
function isThere({ view, isIndexed, isSurveyed }: EditorSnapshot, top: number): boolean {
  const isChosen = view.filters.length > 0 || view.sort !== null;
  return !view.isSearching && (isIndexed || view.rowCount > top) && (isSurveyed || !isChosen);
}
