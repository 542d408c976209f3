/** What the user can do to the dataset: tag, mark, filter by a tag, copy, go somewhere, open menus. */
import type {
  CopyForm,
  DatasetEditorHost,
  EditorCommand,
  EditorSnapshot,
  RowMark,
  TagScope,
} from '../../src/protocol/datasetEditor';
import { formatCount } from '../shared/format';
import type { PopoverPlace } from '../shared/popover';
import type { DetailActions } from './detail/detailPane';
import type { HintActions } from './emptyState';
import { openFilterMenu } from './filterForm';
import { openHelp } from './helpView';
import { openGoToRow, openMoreMenu, openShapeMenu, openTagMenu } from './menus';
import type { Notice } from './notice';
import type { PillActions } from './pills';
import { openRowMenu } from './rowMenu';
import { selectionLimit } from './rowsController';
import type { RowsController } from './rowsController';
import type { PageAction } from './tableKeys';
import type { TaggingBarActions } from './taggingBar';
import { words } from './text';
import type { ToolbarActions } from './toolbar';
import type { ViewController } from './viewController';

export interface EditorActionsOptions {
  readonly host: DatasetEditorHost;
  readonly rows: RowsController;
  readonly views: ViewController;
  readonly notice: Notice;
  readonly snapshot: () => EditorSnapshot | null;
  readonly takeSnapshot: (snapshot: EditorSnapshot) => void;
  readonly tagPlace: () => PopoverPlace;
  readonly filterPlace: () => PopoverPlace;
  /** A row is gone to: wherever else the page was going is void. */
  readonly onReveal: () => void;
  readonly isDetailOpen: () => boolean;
  readonly toggleDetail: () => void;
}

export class EditorActions implements PillActions, ToolbarActions {
  readonly tagging: TaggingBarActions;
  readonly hints: Omit<HintActions, 'chooseMapping'>;
  readonly detail: Omit<DetailActions, 'close' | 'setRaw' | 'setRawForm' | 'leave'>;

  private awaited: number | null = null;

  constructor(private readonly options: EditorActionsOptions) {
    const { host } = options;
    this.tagging = {
      pause: () => this.send(host.pauseTagging({})),
      resume: () => this.send(host.resumeTagging({})),
      stop: () => this.send(host.stopTagging({})),
      retry: () => this.tag({ kind: 'failed' }),
      dismiss: () => this.send(host.dismissTagging({})),
    };
    this.hints = {
      openAsText: () => this.run('openAsText'),
      clearFilters: () => this.clearFilters(),
      tagSample: (count) => this.tag(this.withFirst({ kind: 'sample', count, seed: 0, isStratified: true })),
    };
    this.detail = this.detailActions();
  }

  tag(scope: TagScope): void {
    this.send(this.options.host.startTagging({ scope }));
  }

  tagSelected(): void {
    const { rows, host, notice } = this.options;
    if (rows.selectedCount > selectionLimit) notice.show(words.tag.tooMany(formatCount(selectionLimit)));
    const start = async () => {
      const selected = await rows.selectedRows();
      await host.startTagging({ scope: { kind: 'rows', rows: selected.map((row) => row.row) } });
    };
    this.send(start());
  }

  filterTag(tag: string, isExcluded: boolean): void {
    this.options.views.addFilter({ kind: 'tag', tag, isExcluded });
  }

  editTag(tag: string, action: 'rename' | 'merge' | 'drop'): void {
    this.send(this.options.host.editTag({ tag, action }));
  }

  clearFilters(): void {
    this.options.views.setFilters([]);
  }

  /** Marks the selected rows like the active one, or takes its mark away. */
  toggleMark(kind: RowMark): void {
    const { rows, host } = this.options;
    const mark = rows.activeRow?.mark === kind ? null : kind;
    const set = async () => {
      const selected = await rows.selectedRows();
      await host.setMark({ rows: selected.map((row) => row.row), mark });
    };
    this.send(set());
  }

  /** Shows a row, at once or as soon as it is known whether there is one. */
  async reveal(row: number): Promise<void> {
    const { rows, notice } = this.options;
    const snapshot = this.options.snapshot();
    const count = snapshot?.rowCount ?? 0;
    const isAwaited = snapshot === null || (row >= count && !snapshot.isIndexed);
    this.awaited = isAwaited ? row : null;
    if (isAwaited) return snapshot === null ? undefined : notice.show(words.goto.notCounted(formatCount(row)));
    if (row >= count) return notice.show(words.goto.outside(formatCount(Math.max(0, count - 1))));
    this.options.onReveal();
    if (await rows.reveal(row)) return rows.table.focus();
    notice.show(words.goto.notInView(formatCount(row)), { label: words.goto.clear, run: () => this.clearFilters() });
  }

  /** More is known of the file: a row that was waited for may be there. */
  goOn(): void {
    const { awaited } = this;
    const snapshot = this.options.snapshot();
    if (awaited === null || snapshot === null || (awaited >= snapshot.rowCount && !snapshot.isIndexed)) return;
    this.options.notice.hide();
    this.send(this.reveal(awaited));
  }

  copy(row: number, form: CopyForm): void {
    this.send(this.options.host.copyRow({ row, form }));
  }

  run(command: EditorCommand): void {
    const row = this.options.rows.activeRow?.row;
    this.send(this.options.host.runCommand({ command, ...(row === undefined ? {} : { row }) }));
  }

  openInsights(): void {
    this.run('openInsights');
  }

  openNormalization(): void {
    this.run('openNormalization');
  }

  showInvalidRows(): void {
    this.options.views.setFilters([{ kind: 'state', state: 'invalid', isExcluded: false }]);
  }

  openShapeMenu(place: PopoverPlace): void {
    const snapshot = this.options.snapshot();
    if (snapshot === null) return;
    openShapeMenu(place, snapshot, {
      setMapping: (mapping) => this.send(this.setMapping(mapping)),
      remember: () => this.run('saveMappingForGlob'),
    });
  }

  /** Reads the rows another way, and offers the way back. */
  private async setMapping(mapping: string | null): Promise<void> {
    const { host, takeSnapshot, notice } = this.options;
    const before = this.options.snapshot();
    const after = await host.setMapping({ mapping });
    takeSnapshot(after);
    if (before === null || before.shape.label === after.shape.label) return;
    const earlier = before.mappingOrigin === 'file' ? chosenMapping(before) : null;
    const undo = async () => takeSnapshot(await host.setMapping({ mapping: earlier }));
    notice.show(words.shape.now(after.shape.label), { label: words.shape.undo, run: () => this.send(undo()) });
  }

  openTagMenu(place: PopoverPlace): void {
    const { rows } = this.options;
    const snapshot = this.options.snapshot();
    if (snapshot === null) return;
    const active = rows.activeRow;
    const state = {
      snapshot,
      activeRow: active === undefined ? null : { row: active.row, isTagged: active.tagState === 'tagged' },
      selectedCount: rows.selectedCount,
      hasVisibleRows: rows.rowCount > 0,
    };
    openTagMenu(place, state, {
      tag: (scope) => this.tag(this.withFirst(scope)),
      tagSelected: () => this.tagSelected(),
      tagVisible: () => this.tagVisible(),
      chooseTagger: () => this.run('selectTagger'),
    });
  }

  openFilterMenu(place: PopoverPlace): void {
    const { host, views } = this.options;
    const snapshot = this.options.snapshot();
    if (snapshot === null) return;
    const suggestTags = (text: string) => host.suggestTags({ text, limit: 12 });
    openFilterMenu({ place, snapshot, suggestTags, onAdd: (filter) => views.addFilter(filter) });
  }

  openMoreMenu(place: PopoverPlace): void {
    openMoreMenu(place, this.options.isDetailOpen(), {
      run: (command) => this.run(command),
      goToRow: () => this.goToRow(),
      toggleDetail: this.options.toggleDetail,
      showHelp: openHelp,
    });
  }

  openRowMenu(event: MouseEvent): void {
    const row = this.options.rows.activeRow;
    if (row !== undefined) openRowMenu(event, row, this.options.rows.selectedCount, this);
  }

  /** Carries out what a key means; false where it means nothing now. */
  act(action: Exclude<PageAction, 'find' | 'escape'>): boolean {
    const { filterPlace, tagPlace, rows } = this.options;
    switch (action) {
      case 'filter':
        this.openFilterMenu(filterPlace());
        return true;
      case 'tag':
        this.openTagMenu(tagPlace());
        return true;
      case 'exclude':
        this.toggleMark('excluded');
        return true;
      case 'pin':
        this.toggleMark('pinned');
        return true;
      case 'goToRow':
        this.goToRow();
        return true;
      case 'help':
        openHelp();
        return true;
      case 'copy':
        if (rows.activeRow === undefined || String(document.getSelection()) !== '') return false;
        this.copy(rows.activeRow.row, 'json');
        return true;
    }
  }

  private tagVisible(): void {
    this.tag({ kind: 'rows', rows: this.onScreen() });
  }

  /** The rows on screen come first where many are tagged. */
  private withFirst(scope: TagScope): TagScope {
    return scope.kind === 'rows' || scope.kind === 'failed' ? scope : { ...scope, first: this.onScreen() };
  }

  private onScreen(): number[] {
    return this.options.rows.visibleRows().map((row) => row.row);
  }

  private goToRow(): void {
    const count = this.options.snapshot()?.rowCount ?? 0;
    openGoToRow(this.options.filterPlace(), count, (row) => this.send(this.reveal(row)));
  }

  private detailActions(): Omit<DetailActions, 'close' | 'setRaw' | 'setRawForm' | 'leave'> {
    const { host } = this.options;
    return {
      filterTag: (tag, isExcluded) => this.filterTag(tag, isExcluded),
      editTag: (tag, action) => this.editTag(tag, action),
      readRow: (row) => host.readRow({ row }),
      readRaw: (row) => host.readRaw({ row }),
      readPart: async (row, where, turn, part) => (await host.readPart({ row, where, turn, part })).text,
      tagRow: (row, isAgain) => this.tag({ kind: 'rows', rows: [row], ...(isAgain ? { isAgain } : {}) }),
      copy: (row, form) => this.copy(row, form),
      openAsText: (row) => this.send(host.runCommand({ command: 'openAsText', row })),
      setMark: (row, mark) => this.send(host.setMark({ rows: [row], mark })),
    };
  }

  /** Starts a call; its failure is shown where the user looks. */
  private send(call: Promise<unknown>): void {
    void call.catch((error: unknown) => this.options.notice.showError(error));
  }
}

function chosenMapping({ shape }: EditorSnapshot): string {
  return shape.isChosen ? shape.mapping : 'auto';
}
