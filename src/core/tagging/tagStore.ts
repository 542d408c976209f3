/** All tags known for one dataset, by query hash: several taggers side by side, one of them chosen. */
import type { TagTable } from '../normalize/tagTable';
import type { RowColumns } from '../dataset/rowColumns';
import type { TaggerIdentity, TagRecord } from './tagRecord';

/** The columns that say which queries a row holds. */
export type QueryColumns = Pick<RowColumns, 'rowCount' | 'queryOffsets' | 'queryHashHigh' | 'queryHashLow'>;

export type QueryState = 'untagged' | 'tagged' | 'unreadable' | 'refused';

/** Where a record's line stands in its journal. */
export interface RecordPosition {
  readonly byteOffset: number;
  readonly byteLength: number;
}

/** One tagger's records. */
export interface LayerSummary {
  readonly identity: TaggerIdentity;
  readonly taggedCount: number;
  readonly failedCount: number;
  /** ISO 8601 time of its latest record. */
  readonly latestTime: string;
}

export type StoreChange =
  /** Records landed; parallel arrays of hash halves. */
  | { readonly kind: 'queries'; readonly high: Uint32Array; readonly low: Uint32Array; readonly layer: TaggerIdentity }
  /** Everything may differ: another layer was chosen, a run was undone, the journal was replaced. */
  | { readonly kind: 'reset' };

export interface ReadableTagStore {
  readonly layers: readonly LayerSummary[];
  /** The layer that is read by default: the chosen one, else the one with the latest record; null when empty. */
  readonly layer: TaggerIdentity | null;
  stateOf(high: number, low: number, layer?: TaggerIdentity): QueryState;
  /** Tag names in the tagger's order; empty unless tagged. */
  tagsOf(high: number, low: number, layer?: TaggerIdentity): readonly string[];
  positionOf(high: number, low: number, layer?: TaggerIdentity): RecordPosition | null;
  /** A row counts as tagged when none of its queries is pending and at least one was tagged and read. */
  buildTable(columns: QueryColumns, layer?: TaggerIdentity): TagTable;
  onDidChange(listener: (change: StoreChange) => void): () => void;
}

export interface PlacedRecord {
  readonly record: TagRecord;
  readonly position?: RecordPosition;
}
