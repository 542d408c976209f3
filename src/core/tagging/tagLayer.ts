/** One tagger's tags: entry columns beside a hash table, and one pool of tag ids. */
import { grown, HashTable } from './hashTable';
import type { TaggerIdentity, TagRecord } from './tagRecord';
import type { LayerSummary, QueryState, RecordPosition } from './tagStore';

const states: readonly QueryState[] = ['untagged', 'tagged', 'unreadable', 'refused'];

export class TagLayer {
  readonly table = new HashTable();
  private stateCodes = new Uint32Array(32);
  private tagStarts = new Uint32Array(32);
  private tagCounts = new Uint32Array(32);
  private lineLengths = new Uint32Array(32);
  private lineOffsets = new Float64Array(32);
  private times: number[] = [];
  private pool = new Uint32Array(64);
  private poolUsed = 0;
  private taggedCount = 0;
  private failedCount = 0;
  latestTime = '';
  /** Number of the last record put here, over all layers of the store. */
  latestPut = 0;

  constructor(readonly identity: TaggerIdentity) {}

  /** Puts a record in force unless a later one is; returns whether it did. */
  put(high: number, low: number, record: TagRecord, tagIds: readonly number[], position?: RecordPosition): boolean {
    const sizeBefore = this.table.size;
    const entry = this.table.insert(high, low);
    if (this.table.size > this.stateCodes.length) this.growColumns();
    const time = Date.parse(record.time) || 0;
    if (entry < sizeBefore && time < this.times[entry]!) return false;
    this.times[entry] = time;
    if (record.time > this.latestTime) this.latestTime = record.time;
    this.setState(entry, states.indexOf(record.outcome.kind));
    this.setTags(entry, tagIds);
    this.lineOffsets[entry] = position?.byteOffset ?? -1;
    this.lineLengths[entry] = position?.byteLength ?? 0;
    return true;
  }

  stateOf(entry: number): QueryState {
    return entry === -1 ? 'untagged' : states[this.stateCodes[entry]!]!;
  }

  /** Tag ids of an entry, as a view of the pool that holds until the next `put`. */
  tagIdsOf(entry: number): Uint32Array {
    if (entry === -1) return this.pool.subarray(0, 0);
    return this.pool.subarray(this.tagStarts[entry], this.tagStarts[entry]! + this.tagCounts[entry]!);
  }

  positionOf(entry: number): RecordPosition | null {
    if (entry === -1 || this.lineOffsets[entry]! < 0) return null;
    return { byteOffset: this.lineOffsets[entry]!, byteLength: this.lineLengths[entry]! };
  }

  get summary(): LayerSummary {
    const { identity, taggedCount, failedCount, latestTime } = this;
    return { identity, taggedCount, failedCount, latestTime };
  }

  private setState(entry: number, code: number): void {
    this.countState(this.stateCodes[entry]!, -1);
    this.stateCodes[entry] = code;
    this.countState(code, 1);
  }

  private countState(code: number, change: number): void {
    if (code === 1) this.taggedCount += change;
    else if (code > 1) this.failedCount += change;
  }

  /** A replaced entry's old tags stay in the pool as waste unless the new ones fit in their place. */
  private setTags(entry: number, tagIds: readonly number[]): void {
    if (tagIds.length > this.tagCounts[entry]!) {
      this.tagStarts[entry] = this.poolUsed;
      this.poolUsed += tagIds.length;
      while (this.poolUsed > this.pool.length) this.pool = grown(this.pool);
    }
    this.pool.set(tagIds, this.tagStarts[entry]);
    this.tagCounts[entry] = tagIds.length;
  }

  private growColumns(): void {
    this.stateCodes = grown(this.stateCodes);
    this.tagStarts = grown(this.tagStarts);
    this.tagCounts = grown(this.tagCounts);
    this.lineLengths = grown(this.lineLengths);
    const offsets = new Float64Array(this.lineOffsets.length * 2).fill(-1);
    offsets.set(this.lineOffsets);
    this.lineOffsets = offsets;
  }
}
