/** A host of the dataset editor over rows in memory, for looking at the page without an extension host. */
import { queriesOf } from '../../../src/core/dataset/conversation';
import type { Turn } from '../../../src/core/dataset/conversation';
import { parseRow } from '../../../src/core/dataset/rowJson';
import { readConversation } from '../../../src/core/dataset/shape';
import type { RowFilter } from '../../../src/core/dataset/rowFilter';
import type {
  DatasetEditorHost,
  DatasetEditorPage,
  DetailTurn,
  EditorSnapshot,
  RowDetail,
  RowMark,
  RowSummary,
  TaggingStatus,
  TagPill,
  ViewRequest,
  ViewSummary,
} from '../../../src/protocol/datasetEditor';

export interface FakeDataset {
  readonly name: string;
  readonly sizeBytes: number;
  readonly container: string;
  /** One JSON text per row. */
  readonly rows: readonly string[];
  /** Tags of rows by row number; rows that are missing are untagged. */
  readonly tags: Readonly<Record<number, readonly TagPill[]>>;
  readonly snapshot?: Partial<EditorSnapshot>;
}

const tagger = 'all-MiniLM-L6-v2, embedded (preview quality)';

export class FakeDatasetHost implements DatasetEditorHost {
  private view = 1;
  private positions: readonly number[] | null = null;
  private request: ViewRequest = { filters: [], sort: null };
  private readonly marks = new Map<number, RowMark>();
  private readonly tags = new Map<number, readonly TagPill[]>();
  private tagging: TaggingStatus | null;
  readonly calls: { readonly method: string; readonly params: unknown }[] = [];
  page: DatasetEditorPage | null = null;

  constructor(private readonly dataset: FakeDataset) {
    for (const [row, pills] of Object.entries(dataset.tags)) this.tags.set(Number(row), pills);
    this.tagging = dataset.snapshot?.tagging ?? null;
  }

  async ready(params: { readonly view: ViewRequest | null }): Promise<EditorSnapshot> {
    if (params.view !== null) this.apply(params.view);
    return this.snapshot();
  }

  async readPage({ view, start, count }: { view: number; start: number; count: number }) {
    const rows: RowSummary[] = [];
    for (let position = start; position < Math.min(this.rowCount(), start + count); position++) {
      rows.push(this.summaryOf(this.positions?.[position] ?? position));
    }
    return { view, start, rows };
  }

  async readRow({ row }: { row: number }): Promise<RowDetail> {
    const text = this.dataset.rows[row] ?? '';
    const place = { row, line: row + 1, byteOffset: row * 400, byteLength: new TextEncoder().encode(text).length };
    const parsed = parseRow(text);
    if (parsed.kind === 'invalid') {
      const { message, byteInRow } = parsed.problem;
      const problem = `Row ${row} is not valid JSON: ${message} at byte ${(place.byteOffset + byteInRow).toLocaleString('en-US')}.`;
      return { ...place, problem, problemExcerpt: { text, at: byteInRow }, shape: 'invalid', turns: [], facts: [] };
    }
    const { conversation, shape } = readConversation(parsed.value, { kind: 'auto' });
    const detail = (turns: readonly Turn[]) => turns.map((turn) => this.detailTurn(turn, row));
    const mark = this.marks.get(row);
    return {
      ...place,
      shape,
      turns: detail(conversation.turns),
      ...(conversation.chosen === undefined ? {} : { chosen: detail(conversation.chosen) }),
      ...(conversation.rejected === undefined ? {} : { rejected: detail(conversation.rejected) }),
      ...(conversation.tools === undefined ? {} : { tools: conversation.tools }),
      ...(conversation.label === undefined ? {} : { label: conversation.label }),
      facts: conversation.facts ?? [],
      ...(mark === undefined ? {} : { mark }),
    };
  }

  async readRaw({ row }: { row: number }) {
    const text = this.dataset.rows[row] ?? '';
    return { row, text, isCut: false, byteOffset: row * 400, byteLength: text.length, line: row + 1 };
  }

  async readPart({ row, turn, part }: { row: number; turn: number; part: number }) {
    const parsed = parseRow(this.dataset.rows[row] ?? '');
    if (parsed.kind === 'invalid') return { text: '' };
    const found = readConversation(parsed.value, { kind: 'auto' }).conversation.turns[turn]?.parts[part];
    return { text: found !== undefined && 'text' in found ? found.text : '' };
  }

  async applyView(request: ViewRequest): Promise<ViewSummary> {
    this.note('applyView', request);
    this.apply(request);
    return this.viewSummary();
  }

  async positionOf({ row }: { row: number }) {
    return { position: this.positions === null ? row : this.positions.indexOf(row) };
  }

  async suggestTags({ text, limit }: { text: string; limit: number }) {
    const counts = new Map<string, number>();
    for (const pills of this.tags.values()) for (const { name } of pills) counts.set(name, (counts.get(name) ?? 0) + 1);
    return [...counts]
      .filter(([tag]) => tag.includes(text.toLowerCase()))
      .sort((one, other) => other[1] - one[1])
      .slice(0, limit)
      .map(([tag, rows]) => ({ tag, rows }));
  }

  async focusRows(params: unknown) {
    this.note('focusRows', params);
  }

  async startTagging(params: unknown) {
    this.note('startTagging', params);
    this.showTagging({ state: 'running', done: 0, total: 10, failed: 0, ratePerSecond: 46, tagger });
  }
  async pauseTagging() {
    if (this.tagging !== null) this.showTagging({ ...this.tagging, state: 'paused' });
  }
  async resumeTagging() {
    if (this.tagging !== null) this.showTagging({ ...this.tagging, state: 'running' });
  }
  async stopTagging() {
    if (this.tagging !== null) this.showTagging({ ...this.tagging, state: 'stopped' });
  }
  async dismissTagging() {
    this.showTagging(null);
  }
  async setMapping(params: unknown) {
    this.note('setMapping', params);
    return this.snapshot();
  }
  async setMark({ rows, mark }: { rows: readonly number[]; mark: RowMark | null }) {
    for (const row of rows) {
      if (mark === null) this.marks.delete(row);
      else this.marks.set(row, mark);
    }
    this.page?.rowsChanged({ rows });
  }
  async editTag(params: unknown) {
    this.note('editTag', params);
  }
  async copyRow(params: unknown) {
    this.note('copyRow', params);
  }
  async runCommand(params: unknown) {
    this.note('runCommand', params);
  }

  private note(method: string, params: unknown): void {
    this.calls.push({ method, params });
  }

  private showTagging(status: TaggingStatus | null): void {
    this.tagging = status;
    this.page?.showTagging({ status, taggedQueryCount: this.tags.size, failedQueryCount: status?.failed ?? 0 });
  }

  private rowCount(): number {
    return this.positions?.length ?? this.dataset.rows.length;
  }

  private snapshot(): EditorSnapshot {
    const count = this.dataset.rows.length;
    return {
      name: this.dataset.name,
      path: `/data/${this.dataset.name}`,
      sizeBytes: this.dataset.sizeBytes,
      container: this.dataset.container,
      encoding: 'utf-8',
      rowCount: count,
      isIndexed: true,
      indexedBytes: 0,
      isSurveyed: true,
      surveyedRows: count,
      shape: {
        label: 'Alpaca',
        mapping: 'query = instruction + input, answer = output',
        confidence: 1,
        isChosen: false,
      },
      mappings: ['auto', 'alpaca', 'sharegpt', 'messages'].map((mapping) => ({ mapping, label: mapping })),
      warnings: [],
      invalidRowCount: 0,
      queryCount: count,
      taggedQueryCount: this.tags.size,
      failedQueryCount: this.tagging?.failed ?? 0,
      tagger: { label: tagger, isRemote: false },
      languages: ['latin', 'zh', 'ru'],
      ...this.dataset.snapshot,
      view: this.viewSummary(),
      tagging: this.tagging,
    };
  }

  private viewSummary(): ViewSummary {
    return { ...this.request, view: this.view, rowCount: this.rowCount(), isSearching: false };
  }

  private apply(request: ViewRequest): void {
    this.request = request;
    this.view += 1;
    const isPlain = request.filters.length === 0 && request.sort === null;
    if (isPlain) this.positions = null;
    else this.positions = this.sorted(this.filtered(request.filters), request);
  }

  private filtered(filters: readonly RowFilter[]): number[] {
    const rows = [...this.dataset.rows.keys()];
    return rows.filter((row) => filters.every((filter) => this.keeps(filter, row)));
  }

  private keeps(filter: RowFilter, row: number): boolean {
    const pills = this.tags.get(row) ?? [];
    switch (filter.kind) {
      case 'tag':
        return pills.some((pill) => pill.name === filter.tag) !== filter.isExcluded;
      case 'text':
        return new RegExp(
          filter.isPattern ? filter.text : filter.text.replace(/[^\w\s]/g, '\\$&'),
          filter.isCaseSensitive ? '' : 'i',
        ).test(this.dataset.rows[row] ?? '');
      case 'number': {
        const value = filter.column === 'tagCount' ? pills.length : (this.dataset.rows[row] ?? '').length;
        return value >= (filter.minimum ?? 0) && value <= (filter.maximum ?? Infinity);
      }
      case 'state':
        return (filter.state === 'tagged' ? pills.length > 0 : false) !== filter.isExcluded;
      case 'anyTag':
        return pills.some((pill) => filter.tags.includes(pill.name));
      case 'rows':
      case 'language':
      case 'path':
        return true;
    }
  }

  private sorted(rows: number[], { sort }: ViewRequest): number[] {
    if (sort === null) return rows;
    const sign = sort.isDescending ? -1 : 1;
    const value = (row: number) =>
      sort.column === 'tagCount'
        ? (this.tags.get(row)?.length ?? 0)
        : sort.column === 'row'
          ? row
          : (this.dataset.rows[row] ?? '').length;
    return rows.sort((one, other) => sign * (value(one) - value(other)));
  }

  private summaryOf(row: number): RowSummary {
    const text = this.dataset.rows[row] ?? '';
    const pills = this.tags.get(row) ?? [];
    const mark = this.marks.get(row);
    const common = {
      row,
      pills,
      tagCount: pills.length,
      tagState: pills.length > 0 ? ('tagged' as const) : ('untagged' as const),
      ...(mark === undefined ? {} : { mark }),
    };
    const parsed = parseRow(text);
    if (parsed.kind === 'invalid') {
      const problem = `${parsed.problem.message} at byte ${(row * 400 + parsed.problem.byteInRow).toLocaleString('en-US')}`;
      return { ...common, query: '', turns: 0, length: 0, problem: `invalid JSON: ${problem}`, isInvalid: true };
    }
    const { conversation } = readConversation(parsed.value, { kind: 'auto' });
    const query = queriesOf(conversation)[0] ?? '';
    return {
      ...common,
      query: query.slice(0, 400).replace(/\s+/g, ' '),
      turns: conversation.turns.length,
      length: text.length,
    };
  }

  private detailTurn(turn: Turn, row: number): DetailTurn {
    const parts = turn.parts.map((part) => ({ part }));
    const base = { role: turn.role, parts, ...(turn.sourceRole === undefined ? {} : { sourceRole: turn.sourceRole }) };
    if (turn.role !== 'user') return base;
    const pills = this.tags.get(row) ?? [];
    if (pills.length === 0) return { ...base, tags: { query: 0, state: 'untagged', pills: [] } };
    return { ...base, tags: { query: 0, state: 'tagged', pills, tagger } };
  }
}
