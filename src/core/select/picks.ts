/** The rows taken so far and the limits that further rows must keep to. */
import type { PickReason, Selection, SelectionData, SelectionRequest } from './selector';
import { pickReasons } from './selector';
import type { QuotaTable } from './quotaTable';

/** What a selector can tell about a row that it takes. */
export interface PickDetails {
  readonly round?: number;
  readonly score?: number;
  /** Tag ids. */
  readonly admittedBy?: readonly number[];
}

/**
 * Collects a selection. A row that may not be taken now may not be taken later either (quotas only fill up), so one
 * pass in the selector's order is enough.
 */
export class Picks {
  private readonly rows: Uint32Array;
  private readonly roundOf: Uint32Array;
  private readonly scores: Float64Array;
  private readonly reasons: Uint8Array;
  private readonly admittedOffsets: Uint32Array;
  private readonly admittedTags: number[] = [];
  private readonly takenRows: Uint8Array;
  private readonly takenGroups: Uint8Array | null;
  private used = 0;
  private nextPrefix = 0;
  private tellPrefix: () => number = () => 0;

  constructor(
    private readonly data: SelectionData,
    private readonly request: SelectionRequest,
    private readonly quotas: QuotaTable,
    rowCount: number,
  ) {
    const capacity = Math.min(request.count, rowCount);
    this.rows = new Uint32Array(capacity);
    this.roundOf = new Uint32Array(capacity);
    this.scores = new Float64Array(capacity).fill(NaN);
    this.reasons = new Uint8Array(capacity);
    this.admittedOffsets = new Uint32Array(capacity + 1);
    this.takenRows = new Uint8Array(rowCount);
    const isDistinct = request.constraints?.withoutNearDuplicates === true && data.duplicateOf !== undefined;
    this.takenGroups = isDistinct ? new Uint8Array(rowCount) : null;
  }

  /** `tell` is called when `first` rows are taken, and then whenever as many are as it answered last (0: never). */
  tellAt(first: number, tell: () => number): void {
    this.nextPrefix = first;
    this.tellPrefix = tell;
  }

  get size(): number {
    return this.used;
  }

  get isFull(): boolean {
    return this.used === this.rows.length;
  }

  /** Rows taken so far, in order. */
  get taken(): Uint32Array {
    return this.rows.subarray(0, this.used);
  }

  isTaken(row: number): boolean {
    return this.takenRows[row] === 1;
  }

  canTake(row: number): boolean {
    if (this.isFull || this.takenRows[row] === 1) return false;
    if (this.takenGroups?.[this.groupOf(row)] === 1) return false;
    return this.quotas.admits(row, this.rows.length - this.used);
  }

  /** Takes the row where it may be taken; false where it may not. */
  offer(row: number, details: PickDetails = {}): boolean {
    if (!this.canTake(row)) return false;
    this.take(row, 'selector', details);
    return true;
  }

  /** Takes the row whatever the limits say. */
  take(row: number, reason: PickReason, details: PickDetails = {}): void {
    const at = this.used++;
    this.rows[at] = row;
    this.roundOf[at] = details.round ?? 0;
    this.scores[at] = details.score ?? NaN;
    this.reasons[at] = pickReasons.indexOf(reason);
    for (const tag of details.admittedBy ?? []) this.admittedTags.push(tag);
    this.admittedOffsets[this.used] = this.admittedTags.length;
    this.takenRows[row] = 1;
    if (this.takenGroups) this.takenGroups[this.groupOf(row)] = 1;
    this.quotas.count(row);
    if (this.used === this.nextPrefix) this.nextPrefix = this.tellPrefix();
  }

  /** The selection as it stands. */
  finish(isPrefixStable: boolean, rounds: number, notes: readonly string[]): Selection {
    const used = this.used;
    return {
      kind: 'selection',
      method: this.request.method,
      requested: this.request.count,
      seed: this.request.seed,
      rows: this.rows.slice(0, used),
      roundOf: this.roundOf.slice(0, used),
      scores: this.scores.slice(0, used),
      reasons: this.reasons.slice(0, used),
      admittedOffsets: this.admittedOffsets.slice(0, used + 1),
      admittedTags: Uint32Array.from(this.admittedTags),
      rounds,
      shortfall: this.request.count - used,
      isPrefixStable,
      notes: [...notes, ...this.quotas.unmet()],
    };
  }

  private groupOf(row: number): number {
    return this.data.duplicateOf?.[row] ?? row;
  }
}
