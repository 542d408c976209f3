/** The tags of one open dataset: from the journal, or from a field of the rows, whichever is chosen. */
import { Emitter } from '../../core/emitter';
import type { Dataset } from '../../core/dataset/dataset';
import type { RowColumns } from '../../core/dataset/rowColumns';
import type { TagTable } from '../../core/normalize/tagTable';
import type { LongWork } from '../../core/ports';
import { halvesOfHash, queryHash } from '../../core/tagging/queryHash';
import type { QueryState, StoreChange } from '../../core/tagging/tagStore';
import type { TaggerIdentity } from '../../core/tagging/tagRecord';
import type { TagJournal } from '../tagging/tagJournal';
import { readFieldTags, type FieldTags } from './fieldTags';

export type TagSource = { readonly kind: 'journal' } | { readonly kind: 'field'; readonly path: string };

/** What is known of one query's tags, without explanations. */
export interface KnownTags {
  readonly state: QueryState;
  readonly names: readonly string[];
}

const nothingKnown: KnownTags = { state: 'untagged', names: [] };

export class SessionTags {
  private readonly changes = new Emitter<StoreChange>();
  /** Tags landed, another source or tagger was chosen, or a run was undone. */
  readonly onDidChange = this.changes.event;
  private fieldTags: FieldTags | null = null;
  private current: TagSource = { kind: 'journal' };
  private readonly stop: () => void;
  private cachedTable: { readonly columns: RowColumns; readonly table: TagTable } | null = null;

  constructor(
    private readonly dataset: Dataset,
    readonly journal: TagJournal,
  ) {
    this.stop = journal.store.onDidChange((change) => {
      this.cachedTable = null;
      if (this.current.kind === 'journal') this.changes.fire(change);
    });
  }

  get source(): TagSource {
    return this.current;
  }

  /** Who made the tags that are shown; null where there are none. */
  get identity(): TaggerIdentity | null {
    if (this.current.kind === 'field') return { tagger: 'field', model: this.current.path, promptHash: '' };
    return this.journal.store.layer;
  }

  /** Rows whose field was read, where a field is shown. */
  get fieldTaggedCount(): number {
    return this.fieldTags?.taggedCount ?? 0;
  }

  get unreadableCount(): number {
    return this.fieldTags?.unreadableCount ?? 0;
  }

  /** False where no row can have a tag. */
  get isEmpty(): boolean {
    return this.current.kind === 'field' ? this.fieldTags === null : this.journal.store.layers.length === 0;
  }

  useJournal(): void {
    this.current = { kind: 'journal' };
    this.reset();
  }

  /** Reads the field of every row, then shows its tags. */
  async useField(path: string, work?: LongWork): Promise<FieldTags> {
    const read = await readFieldTags(this.dataset, path, work);
    this.fieldTags = read;
    this.current = { kind: 'field', path };
    this.reset();
    return read;
  }

  /** Tags of a row's queries, in their order. A field's tags stand with the first query. */
  ofQueries(row: number, queries: readonly string[]): KnownTags[] {
    if (this.current.kind === 'journal') return queries.map((query) => this.ofHash(queryHash(query)));
    const known = this.ofFieldRow(row);
    return queries.map((_, index) => (index === 0 ? known : { state: known.state, names: [] }));
  }

  ofHash(hash: string): KnownTags {
    const { high, low } = halvesOfHash(hash);
    const { store } = this.journal;
    const state = store.stateOf(high, low);
    return state === 'untagged' ? nothingKnown : { state, names: store.tagsOf(high, low) };
  }

  /** What the journal knows of a query, whichever source is shown. */
  journalState(hash: string): QueryState {
    const { high, low } = halvesOfHash(hash);
    return this.journal.store.stateOf(high, low);
  }

  ofFieldRow(row: number): KnownTags {
    const table = this.fieldTags?.table;
    if (table === undefined) return nothingKnown;
    if (table.isTagged?.[row] !== 1) {
      const isUnreadable = this.fieldTags?.unreadable.some((reply) => reply.row === row) ?? false;
      return isUnreadable ? { state: 'unreadable', names: [] } : nothingKnown;
    }
    const ids = table.tagIds.subarray(table.tagOffsets[row], table.tagOffsets[row + 1]);
    return { state: 'tagged', names: Array.from(ids, (id) => table.names[id]!) };
  }

  /** The tags of all rows as columns. */
  table(columns: RowColumns): TagTable {
    if (this.current.kind === 'field' && this.fieldTags !== null) return this.fieldTags.table;
    if (this.cachedTable?.columns !== columns)
      this.cachedTable = { columns, table: this.journal.store.buildTable(columns) };
    return this.cachedTable.table;
  }

  /** Stops following the journal, which stays open. */
  dispose(): void {
    this.stop();
    this.changes.clear();
  }

  private reset(): void {
    this.cachedTable = null;
    this.changes.fire({ kind: 'reset' });
  }
}
