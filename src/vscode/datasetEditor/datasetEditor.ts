/** One dataset editor: answers its page from the session, and tells the page what changes. */
import * as vscode from 'vscode';
import { parseMapping } from '../../core/dataset/mapping';
import { queriesOf } from '../../core/dataset/conversation';
import type { AbortSignalLike } from '../../core/ports';
import { editorSnapshot, taggedCounts } from '../../node/session/editorSnapshot';
import { DatasetChanged } from '../../node/dataset/openDataset';
import type { DatasetSession } from '../../node/session/datasetSession';
import { fullPart, rawRow, rowDetail, rowSummary, type RowContext } from '../../node/session/rowPages';
import { linkToRow } from '../commands/openCommands';
import type {
  CopyForm,
  DatasetEditorHost,
  DatasetEditorPage,
  EditorCommand,
  EditorSnapshot,
  RawRow,
  RowDetail,
  RowMark,
  RowPage,
  TagScope,
  ViewRequest,
  ViewSummary,
} from '../../protocol/datasetEditor';
import type { Rpc } from '../../protocol/rpc';
import { inBackground } from '../inBackground';
import type { OpenDataset } from '../openSessions';
import { consecutiveRuns } from './consecutiveRuns';
import { EditorView } from './editorView';
import type { EditorServices } from './editorServices';
import { Throttle } from '../throttle';

export type { EditorServices };

const refreshIntervalMs = 150;
const revealLimitMs = 10_000;

interface PagePlace {
  readonly view: number;
  readonly start: number;
  readonly count: number;
}

const rowsOnScreen = 40;

export class DatasetEditor implements DatasetEditorHost, vscode.Disposable {
  private readonly viewChanges = new vscode.EventEmitter<void>();
  /** Other rows are in view. */
  readonly onDidChangeView = this.viewChanges.event;
  private readonly view: EditorView;
  private readonly subscriptions: (() => void)[] = [];
  private readonly sessionSubscriptions: (() => void)[] = [];
  private readonly refresh = new Throttle(refreshIntervalMs);
  private rpc: Rpc<DatasetEditorHost, DatasetEditorPage> | null = null;
  private searching: AbortController | null = null;
  /** What the palette's commands mean. */
  selectedRows: readonly number[] = [];
  focusedRow: number | null = null;

  constructor(
    private opened: OpenDataset,
    private readonly services: EditorServices,
  ) {
    this.view = new EditorView(opened.session, () => services.selections.of(opened.uri));
  }

  get uri(): vscode.Uri {
    return this.opened.uri;
  }

  private hasBeenAsked = false;
  private revealing: { readonly row: number; readonly untilMs: number } | null = null;

  attach(rpc: Rpc<DatasetEditorHost, DatasetEditorPage>): void {
    this.rpc = rpc;
    const showAgain = () => this.refresh.run(() => this.showAgain());
    const choice = this.services.taggers.onDidChange(showAgain);
    const mappings = this.services.mappings.onDidChange(() => this.refresh.run(() => this.showFacts(), 'facts'));
    this.subscriptions.push(this.services.selections.onDidChange(showAgain), mappings, () => void choice.dispose());
    this.listen();
  }

  /** The file changed and was opened anew: the page stays and shows the new rows under the same filters and sort. */
  follow(opened: OpenDataset): void {
    this.searching?.abort();
    this.opened = opened;
    this.listen();
    const request = this.view.follow(opened.session);
    this.showAgain();
    if (this.view.isChosen) inBackground(this.applyView(request), this.services.onError);
  }

  /** A short message above the rows. */
  tell(message: string): void {
    this.rpc?.notify('showNotice', { message });
  }

  private listen(): void {
    for (const stop of this.sessionSubscriptions.splice(0)) stop();
    const { session, tagging } = this.opened;
    this.sessionSubscriptions.push(
      session.onDidChange((change) => {
        if (change === 'rows' || change === 'survey') this.refresh.run(() => this.showFacts(), 'facts');
        else this.refresh.run(() => this.showAgain());
      }),
      tagging.onDidChange(() => this.refresh.run(() => this.showTagging(), 'tagging')),
    );
  }

  dispose(): void {
    this.viewChanges.dispose();
    this.refresh.dispose();
    this.searching?.abort();
    for (const stop of [...this.subscriptions, ...this.sessionSubscriptions]) stop();
  }

  async ready({ view }: { readonly view: ViewRequest | null }): Promise<EditorSnapshot> {
    // A page that was away may have missed a view that was asked for meanwhile: what the host shows is newer.
    const isKept = view !== null && (view.filters.length > 0 || view.sort !== null);
    if (isKept && !this.hasBeenAsked) this.restore(view);
    this.hasBeenAsked = true;
    const { revealing } = this;
    if (revealing !== null && Date.now() < revealing.untilMs) this.rpc?.notify('revealRow', { row: revealing.row });
    return this.snapshot();
  }

  /** The page's own view of before; a list of rows that another window held is gone with it. */
  private restore(view: ViewRequest): void {
    const filters = this.opened.session.rowLists.knownOf(view.filters);
    inBackground(this.applyView({ ...view, filters }), this.services.onError);
    if (filters.length < view.filters.length)
      this.tell(vscode.l10n.t('A filter by a list of rows does not outlive its window; it was removed.'));
  }

  async readPage(place: PagePlace): Promise<RowPage> {
    try {
      return await this.pageOf(this.opened.session, place);
    } catch (error) {
      if (!(error instanceof DatasetChanged)) throw error;
      this.services.noteChange(this.uri);
      return { view: place.view, start: place.start, rows: [] }; // a new view is on its way
    }
  }

  private async pageOf(session: DatasetSession, { view, start, count }: PagePlace): Promise<RowPage> {
    const rows = this.view.slice(start, count);
    const context = this.rowContext();
    const read = new Map<number, RowPage['rows'][number]>();
    for (const [first, length] of consecutiveRuns(rows)) {
      for (const bytes of await session.dataset.readRows(first, length))
        read.set(bytes.row, rowSummary(session, bytes.row, session.readBytes(bytes.bytes), context));
    }
    return { view, start, rows: rows.flatMap((row) => read.get(row) ?? []) };
  }

  async readRow({ row }: { readonly row: number }): Promise<RowDetail> {
    const { bytes, read } = await this.one(row);
    return rowDetail(this.opened.session, bytes, read, this.rowContext());
  }

  async readRaw({ row }: { readonly row: number }): Promise<RawRow> {
    return rawRow(this.opened.session, (await this.one(row)).bytes);
  }

  async readPart(place: {
    readonly row: number;
    readonly where: 'turns' | 'chosen' | 'rejected';
    readonly turn: number;
    readonly part: number;
  }): Promise<{ readonly text: string }> {
    const { read } = await this.one(place.row);
    return { text: fullPart(read, place.where, place.turn, place.part) };
  }

  async applyView(request: ViewRequest, signal?: AbortSignalLike): Promise<ViewSummary> {
    this.searching?.abort();
    const searching = new AbortController();
    this.searching = searching;
    signal?.addEventListener('abort', () => searching.abort());
    const summary = await this.view.apply(request, { cancellation: searching.signal });
    this.viewChanges.fire();
    this.rpc?.notify('showView', { view: summary });
    return summary;
  }

  async positionOf({ row }: { readonly row: number }): Promise<{ readonly position: number }> {
    return { position: this.view.positionOf(row) };
  }

  async suggestTags({ text, limit }: { readonly text: string; readonly limit: number }) {
    return this.services.suggestTags(this.opened.session, text, limit);
  }

  async focusRows({
    rows,
    focused,
  }: {
    readonly rows: readonly number[];
    readonly focused: number | null;
  }): Promise<void> {
    this.selectedRows = rows;
    this.focusedRow = focused;
    if (focused === this.revealing?.row) this.revealing = null;
  }

  startTagging({ scope }: { readonly scope: TagScope }): Promise<void> {
    return this.services.startTagging(this.opened, scope, this.rowsInView());
  }

  async pauseTagging(): Promise<void> {
    this.opened.tagging.pause();
  }

  async resumeTagging(): Promise<void> {
    this.opened.tagging.resume();
  }

  async stopTagging(): Promise<void> {
    this.opened.tagging.stop();
  }

  async dismissTagging(): Promise<void> {
    this.opened.tagging.dismiss();
  }

  async setMapping({ mapping }: { readonly mapping: string | null }): Promise<EditorSnapshot> {
    const { mappings } = this.services;
    const parsed = mapping === null ? null : parseMapping(mapping);
    if (parsed?.kind === 'problem') throw new Error(parsed.message);
    await mappings.remember(this.uri, parsed); // the session follows
    return this.snapshot();
  }

  async setMark({ rows, mark }: { readonly rows: readonly number[]; readonly mark: RowMark | null }): Promise<void> {
    this.opened.session.setMark(rows, mark);
  }

  editTag({ tag, action }: { readonly tag: string; readonly action: 'rename' | 'merge' | 'drop' }): Promise<void> {
    return this.services.editTag(this.opened, tag, action);
  }

  async copyRow({ row, form }: { readonly row: number; readonly form: CopyForm }): Promise<void> {
    if (form === 'link') return vscode.env.clipboard.writeText(linkToRow(this.uri, row));
    const { bytes, read } = await this.one(row);
    const query = read.kind === 'row' ? queriesOf(read.conversation).join('\n\n') : '';
    await vscode.env.clipboard.writeText(form === 'json' ? this.opened.session.decode(bytes.bytes) : query);
  }

  runCommand({ command, row }: { readonly command: EditorCommand; readonly row?: number }): Promise<void> {
    return this.services.runCommand(this.opened, command, row);
  }

  /** Filters from elsewhere: a click on a tag or on a bar. */
  async showRows(request: ViewRequest): Promise<void> {
    await this.applyView(request);
  }

  /** Shows a row; a page that is only being drawn is told again when it asks for its rows. */
  reveal(row: number): void {
    this.revealing = { row, untilMs: Date.now() + revealLimitMs };
    this.rpc?.notify('revealRow', { row });
  }

  focusFind(): void {
    this.rpc?.notify('focusFind', {});
  }

  /** The rows that filters leave, or null where none is set; the same array until the view changes. */
  get filteredRows(): Uint32Array | null {
    return this.view.filteredRows;
  }

  /** Adds a filter to those in force; one on the same tag is replaced. */
  async addTagFilter(tag: string, isExcluded: boolean): Promise<void> {
    const { filters, sort } = this.view.summary();
    const others = filters.filter((filter) => filter.kind !== 'tag' || filter.tag !== tag);
    await this.applyView({ filters: [...others, { kind: 'tag', tag, isExcluded }], sort });
  }

  /** The row with the focus and those below it, about as many as a screen shows. */
  rowsNearFocus(): readonly number[] {
    const inView = this.rowsInView();
    const start = Math.max(0, inView === null ? (this.focusedRow ?? 0) : inView.indexOf(this.focusedRow ?? -1));
    if (inView !== null) return inView.slice(start, start + rowsOnScreen);
    const { rowCount } = this.opened.session.dataset;
    return Array.from({ length: Math.min(rowsOnScreen, rowCount - start) }, (_, at) => start + at);
  }

  /** The rows in view, or null where no filter is set. */
  rowsInView(): readonly number[] | null {
    return this.view.isFiltered ? [...this.view.all()] : null;
  }

  private showAgain(): void {
    this.showFacts();
    this.rpc?.notify('rowsChanged', { rows: null });
  }

  /** More is known of the file; rows that are shown stay as they are. */
  private showFacts(): void {
    if (this.view.isChosen) {
      const before = this.view.summary().view;
      const view = this.view.refresh();
      this.rpc?.notify('showView', { view });
      if (view.view !== before) this.viewChanges.fire();
    }
    this.rpc?.notify('showDataset', { snapshot: this.snapshot() });
  }

  private showTagging(): void {
    this.rpc?.notify('showTagging', { status: this.opened.tagging.status, ...taggedCounts(this.opened.session) });
    this.rpc?.notify('rowsChanged', { rows: null });
  }

  private snapshot(): EditorSnapshot {
    const selection = this.services.selections.of(this.uri);
    const { origin, problem } = this.services.mappings.inForce(this.uri);
    return editorSnapshot(this.opened.session, {
      ...(origin === undefined ? {} : { mappingOrigin: origin }),
      ...(problem === undefined ? {} : { warnings: [problem] }),
      view: this.view.summary(),
      tagging: this.opened.tagging.status,
      tagger: this.services.taggers.summary(),
      ...(selection === null ? {} : { selectionName: selection.summary.label }),
    });
  }

  private rowContext(): RowContext {
    const selection = this.services.selections.of(this.uri);
    return {
      selectionRankOf: (row) => selection?.rankOf(row),
      whyOf: (row) => selection?.whyOfRow(row),
    };
  }

  private async one(row: number) {
    const found = await this.opened.session.readOne(row);
    if (found === null) throw new Error(vscode.l10n.t('There is no row {0}.', row));
    return found;
  }
}
