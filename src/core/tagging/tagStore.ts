/** All tags known for one dataset, by query hash: several taggers side by side, one of them chosen. */
import type { TagTable } from '../normalize/tagTable';
import type { RowColumns } from '../dataset/rowColumns';
import { isQueryHash, halvesOfHash } from './queryHash';
import { TagLayer } from './tagLayer';
import { tagTableOfPlaces, type FindTagPlace, type TagPlace } from './tagTableOfPlaces';
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
  /**
   * The layer that is read by default: the chosen one, else the one with the latest record; null when empty. Where its
   * tagger failed and another one tagged the query, that one's tags are read (the latest layer's, where several did), so
   * that failed queries can be retried with another model.
   */
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
    const place = this.placeOf(high, low, layer);
    return place === null ? 'untagged' : place.layer.stateOf(place.entry);
  }

  tagsOf(high: number, low: number, layer?: TaggerIdentity): readonly string[] {
    const place = this.placeOf(high, low, layer);
    return place === null ? [] : Array.from(place.layer.tagIdsOf(place.entry), (id) => this.names[id]!);
  }

  positionOf(high: number, low: number, layer?: TaggerIdentity): RecordPosition | null {
    const place = this.placeOf(high, low, layer);
    return place === null ? null : place.layer.positionOf(place.entry);
  }

  buildTable(columns: QueryColumns, layer?: TaggerIdentity): TagTable {
    return tagTableOfPlaces(columns, this.finder(layer), this.names);
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

  private placeOf(high: number, low: number, wanted: TaggerIdentity | undefined): TagPlace | null {
    return this.finder(wanted)(high, low);
  }

  /** Finds where a query's tags stand; a layer that is asked for by name is not filled from others. */
  private finder(wanted: TaggerIdentity | undefined): FindTagPlace {
    const layer = this.currentLayer(wanted);
    if (layer === undefined) return () => null;
    return (high, low) => {
      const entry = layer.table.find(high, low);
      if (entry === -1) return null;
      const state = layer.stateOf(entry);
      const isFilled = wanted === undefined && (state === 'unreadable' || state === 'refused');
      return (isFilled ? this.taggedElsewhere(high, low) : null) ?? { layer, entry };
    };
  }

  private taggedElsewhere(high: number, low: number): TagPlace | null {
    const layers = [...this.layerOf.values()].filter(
      (layer) => layer.stateOf(layer.table.find(high, low)) === 'tagged',
    );
    const layer = latestLayer(layers);
    return layer === undefined ? null : { layer, entry: layer.table.find(high, low) };
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
