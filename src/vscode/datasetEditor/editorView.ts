/** The view of one editor: filters and sort, the rows they leave, and a number that tells old answers from new ones. */
import { marksOf, type FilterColumns } from '../../core/dataset/filterRows';
import { rowTagsOf, type RowTags } from '../../core/normalize/tagTable';
import type { LongWork } from '../../core/ports';
import type { ViewRequest, ViewSummary } from '../../protocol/datasetEditor';
import type { DatasetSession } from '../../node/session/datasetSession';
import { rowsInView } from '../../node/session/rowView';
import type { CurrentSelection } from '../../node/session/currentSelection';

const everything: ViewRequest = { filters: [], sort: null };

export class EditorView {
  private request: ViewRequest = everything;
  private rows: Uint32Array | null = null;
  private number = 1;
  private newestRequest = 0;
  private isSearching = false;
  private nameIds: { readonly names: readonly string[]; readonly ids: ReadonlyMap<string, number> } | null = null;

  constructor(
    private session: DatasetSession,
    private readonly selection: () => CurrentSelection | null,
  ) {}

  /** The same filters and sort over another session; they are to be applied anew. */
  follow(session: DatasetSession): ViewRequest {
    this.session = session;
    this.rows = null;
    this.number++;
    return { ...this.request, filters: session.rowLists.knownOf(this.request.filters) };
  }

  summary(): ViewSummary {
    return { ...this.request, view: this.number, rowCount: this.count, isSearching: this.isSearching };
  }

  get count(): number {
    return this.rows?.length ?? this.session.dataset.rowCount;
  }

  /** The rows that filters leave, or null where none is set. The same array until the view changes. */
  get filteredRows(): Uint32Array | null {
    return this.isFiltered ? this.rows : null;
  }

  get isFiltered(): boolean {
    return this.request.filters.length > 0;
  }

  /** True where what is in view may change with what becomes known: survey, tags, marks, selection. */
  get isChosen(): boolean {
    const { filters, sort } = this.request;
    return filters.length > 0 || (sort !== null && sort.column !== 'row');
  }

  /** Searches through the file where a filter needs it; the newest request wins. */
  async apply(request: ViewRequest, work: LongWork): Promise<ViewSummary> {
    const asked = ++this.newestRequest;
    this.number++;
    this.request = request;
    this.isSearching = true;
    try {
      await this.session.searches.answer(request.filters, work);
    } finally {
      if (asked === this.newestRequest) this.isSearching = false;
    }
    if (asked === this.newestRequest)
      this.replaceRows(rowsInView(this.request.filters, this.request.sort, this.known()));
    return this.summary();
  }

  /** The same filters over what is known now; the same view as before where they leave the same rows. */
  refresh(): ViewSummary {
    const rows = rowsInView(this.request.filters, this.request.sort, this.known());
    if (!isSameRows(rows, this.rows)) this.replaceRows(rows);
    return this.summary();
  }

  private replaceRows(rows: Uint32Array | null): void {
    this.number++;
    this.rows = rows;
  }

  /** Row numbers at positions of the view. */
  slice(start: number, count: number): number[] {
    if (this.rows !== null) return Array.from(this.rows.subarray(start, start + count));
    const end = Math.min(start + count, this.session.dataset.rowCount);
    return Array.from({ length: Math.max(0, end - start) }, (_, index) => start + index);
  }

  *all(): Generator<number> {
    for (let position = 0; position < this.count; position++) yield this.rows?.[position] ?? position;
  }

  positionOf(row: number): number {
    if (this.rows === null) return row < this.session.dataset.rowCount ? row : -1;
    return this.rows.indexOf(row);
  }

  /** Each column is made when a filter asks for it: of millions of rows, each costs. */
  private known(): FilterColumns {
    const { session } = this;
    const normalized = session.normalization.current;
    const selection = this.selection();
    const { rowCount } = session.dataset;
    const tags = once(() => tagsInView(session));
    const rawTags = once(() => (normalized === null ? undefined : rowTagsOf(normalized.table)));
    return {
      rowCount,
      columns: session.survey?.columns,
      get tags() {
        return tags()?.rowTags;
      },
      tagId: (tag) => this.idsOf(tags()?.names ?? []).get(tag),
      // A tag that normalization left out is looked for among the raw ones.
      get otherTags() {
        const raw = rawTags();
        return raw === undefined ? undefined : { tags: raw, tagId: (tag: string) => normalized?.rawIds.get(tag) };
      },
      rowList: (list) => session.rowLists.rowsOf(list),
      states: statesOf(session, selection),
      hits: (filter) => session.searches.of(filter),
      get selectionRank() {
        return selection?.ranks(rowCount);
      },
    };
  }

  /** Built once for each vocabulary, which may hold 100,000 names. */
  private idsOf(names: readonly string[]): ReadonlyMap<string, number> {
    if (this.nameIds?.names !== names) this.nameIds = { names, ids: new Map(names.map((name, id) => [name, id])) };
    return this.nameIds.ids;
  }
}

function isSameRows(some: Uint32Array | null, others: Uint32Array | null): boolean {
  if (some === null || others === null) return some === others;
  return some.length === others.length && some.every((row, at) => row === others[at]);
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}

/** Normalized tags, or raw ones until there are any; null before the survey. */
function tagsInView(session: DatasetSession): { readonly rowTags: RowTags; readonly names: readonly string[] } | null {
  const normalized = session.normalization.current;
  if (normalized !== null) return { rowTags: normalized.rowTags, names: normalized.result.vocabulary.names };
  if (session.survey === null) return null;
  if (session.tags.isEmpty) return { rowTags: noTags(session.survey.columns.rowCount), names: [] };
  const raw = session.tags.table(session.survey.columns);
  return { rowTags: rowTagsOf(raw), names: raw.names };
}

function noTags(rowCount: number): RowTags {
  return { offsets: new Uint32Array(rowCount + 1), tagIds: new Uint32Array(0) };
}

function statesOf(session: DatasetSession, selection: CurrentSelection | null): NonNullable<FilterColumns['states']> {
  const { rowCount } = session.dataset;
  const marked = (wanted: string) =>
    marksOf(
      [...session.marks].filter(([, mark]) => mark === wanted).map(([row]) => row),
      rowCount,
    );
  return {
    get pinned() {
      return marked('pinned');
    },
    get excluded() {
      return marked('excluded');
    },
    get selected() {
      return marksOf(selection?.selection.rows ?? [], rowCount);
    },
    get failed() {
      return failedRows(session);
    },
    get tagged() {
      if (session.tags.isEmpty) return new Uint8Array(rowCount);
      return session.survey === null ? undefined : session.tags.table(session.survey.columns).isTagged;
    },
  };
}

/** Rows of which a query failed. */
function failedRows(session: DatasetSession): Uint8Array {
  const failed = new Uint8Array(session.dataset.rowCount);
  const columns = session.survey?.columns;
  if (columns === undefined || session.tags.source.kind === 'field') return failed;
  const { store } = session.tags.journal;
  if (store.layers.every(({ failedCount }) => failedCount === 0)) return failed;
  for (let row = 0; row < columns.rowCount; row++) {
    for (let query = columns.queryOffsets.at(row)!; query < columns.queryOffsets.at(row + 1)!; query++) {
      const state = store.stateOf(columns.queryHashHigh.at(query)!, columns.queryHashLow.at(query)!);
      if (state === 'unreadable' || state === 'refused') failed[row] = 1;
    }
  }
  return failed;
}
