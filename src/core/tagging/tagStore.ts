/** All tags known for one dataset, by query hash: several taggers side by side, one of them chosen. */
import type { TagTable } from '../normalize/tagTable';
import type { RowColumns } from '../dataset/rowColumns';
import { isQueryHash, halvesOfHash } from './queryHash';
import { TagLayer } from './tagLayer';
import { tagTableOfLayer } from './tagTableOfLayer';
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

/** Folds records into layers; later records win (by time, then by order). Memory: some 40 bytes per query and layer, and 4 per tag. */
export class TagStore implements ReadableTagStore {
  private layerOf = new Map<string, TagLayer>();
  private idOfName = new Map<string, number>();
  private names: string[] = [];
  private readonly listeners = new Set<(change: StoreChange) => void>();
  private putCount = 0;
  private chosenKey: string | null = null;

  get layers(): readonly LayerSummary[] {
    return [...this.layerOf.values()].map((layer) => layer.summary);
  }

  get layer(): TaggerIdentity | null {
    return this.currentLayer()?.identity ?? null;
  }

  /** Puts records in force and tells the listeners once per layer. */
  apply(records: readonly PlacedRecord[]): void {
    const changed = new Map<TagLayer, TagRecord[]>();
    for (const { record, position } of records) {
      const layer = this.put(record, position);
      if (layer === null) continue;
      const list = changed.get(layer);
      if (list === undefined) changed.set(layer, [record]);
      else list.push(record);
    }
    for (const [layer, list] of changed) this.tell(queriesChange(layer.identity, list));
  }

  /** Reads this layer by default; null: the one with the latest record. */
  choose(layer: TaggerIdentity | null): void {
    const key = layer === null ? null : layerKey(layer);
    if (key === this.chosenKey) return;
    this.chosenKey = key;
    this.tell({ kind: 'reset' });
  }

  /** Replaces everything by what another store holds, which must not be used any more. */
  adopt(other: TagStore): void {
    this.layerOf = other.layerOf;
    this.idOfName = other.idOfName;
    this.names = other.names;
    this.putCount = other.putCount;
    this.tell({ kind: 'reset' });
  }

  stateOf(high: number, low: number, layer?: TaggerIdentity): QueryState {
    const found = this.currentLayer(layer);
    return found === undefined ? 'untagged' : found.stateOf(found.table.find(high, low));
  }

  tagsOf(high: number, low: number, layer?: TaggerIdentity): readonly string[] {
    const found = this.currentLayer(layer);
    if (found === undefined) return [];
    return Array.from(found.tagIdsOf(found.table.find(high, low)), (id) => this.names[id]!);
  }

  positionOf(high: number, low: number, layer?: TaggerIdentity): RecordPosition | null {
    const found = this.currentLayer(layer);
    return found === undefined ? null : found.positionOf(found.table.find(high, low));
  }

  buildTable(columns: QueryColumns, layer?: TaggerIdentity): TagTable {
    return tagTableOfLayer(columns, this.currentLayer(layer), this.names);
  }

  onDidChange(listener: (change: StoreChange) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private put(record: TagRecord, position?: RecordPosition): TagLayer | null {
    if (!isQueryHash(record.query)) return null;
    const { high, low } = halvesOfHash(record.query);
    const tags = record.outcome.kind === 'tagged' ? record.outcome.tags : [];
    const ids = [...new Set(tags.map((tag) => this.idOf(tag.tag)))];
    const layer = this.layerFor(record);
    layer.latestPut = ++this.putCount;
    return layer.put(high, low, record, ids, position) ? layer : null;
  }

  private idOf(name: string): number {
    const known = this.idOfName.get(name);
    if (known !== undefined) return known;
    this.idOfName.set(name, this.names.length);
    return this.names.push(name) - 1;
  }

  private layerFor(record: TagRecord): TagLayer {
    const key = layerKey(record);
    const known = this.layerOf.get(key);
    if (known !== undefined) return known;
    const layer = new TagLayer({ tagger: record.tagger, model: record.model, promptHash: record.promptHash });
    this.layerOf.set(key, layer);
    return layer;
  }

  private currentLayer(wanted?: TaggerIdentity): TagLayer | undefined {
    if (wanted !== undefined) return this.layerOf.get(layerKey(wanted));
    const chosen = this.chosenKey === null ? undefined : this.layerOf.get(this.chosenKey);
    return chosen ?? latestLayer([...this.layerOf.values()]);
  }

  private tell(change: StoreChange): void {
    for (const listener of [...this.listeners]) listener(change);
  }
}

/** Two records with the same key and query replace each other. */
export function layerKey(identity: TaggerIdentity): string {
  return JSON.stringify([identity.tagger, identity.model, identity.promptHash]);
}

/** By time, then by order. */
function latestLayer(layers: readonly TagLayer[]): TagLayer | undefined {
  return layers.reduce<TagLayer | undefined>((latest, layer) => (isLater(layer, latest) ? layer : latest), undefined);
}

function isLater(layer: TagLayer, other: TagLayer | undefined): boolean {
  if (other === undefined) return true;
  if (layer.latestTime !== other.latestTime) return layer.latestTime > other.latestTime;
  return layer.latestPut > other.latestPut;
}

function queriesChange(layer: TaggerIdentity, records: readonly TagRecord[]): StoreChange {
  const halves = records.map((record) => halvesOfHash(record.query));
  return {
    kind: 'queries',
    layer,
    high: Uint32Array.from(halves, (half) => half.high),
    low: Uint32Array.from(halves, (half) => half.low),
  };
}
