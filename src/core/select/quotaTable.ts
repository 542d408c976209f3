/**
 * Quotas while rows are taken. Maxima: a row of a full category is refused. Minima: slots are reserved, so that a row
 * is refused when the slots left after it could not hold what is still missing. Sources and languages partition the
 * rows, so what is missing adds up; tags overlap, so the largest single deficit is the bound, and a combination of tag
 * minima may stay unmet, which is then said. Per row O(quotas on it) for maxima, O(quotas) where there are minima.
 */
import type { Quota, SelectionData } from './selector';

/** A quota with its category resolved to an id. */
export interface ResolvedQuota {
  readonly by: Quota['by'];
  readonly value: string;
  readonly id: number;
  readonly minimum: number;
  readonly maximum: number;
}

export class QuotaTable {
  private readonly counts: Uint32Array;
  private readonly hasMinima: boolean;

  constructor(
    private readonly data: SelectionData,
    private readonly quotas: readonly ResolvedQuota[],
  ) {
    this.counts = new Uint32Array(quotas.length);
    this.hasMinima = quotas.some((quota) => quota.minimum > 0);
  }

  /** True where taking the row keeps every maximum and leaves room for every minimum. */
  admits(row: number, slotsLeft: number): boolean {
    if (this.quotas.length === 0) return true;
    const isIn = this.quotas.map((quota) => belongs(this.data, quota, row));
    if (this.quotas.some((quota, q) => isIn[q] && this.counts[q]! >= quota.maximum)) return false;
    return !this.hasMinima || this.missingAfter(isIn) <= slotsLeft - 1;
  }

  /** Counts a row that was taken. */
  count(row: number): void {
    this.quotas.forEach((quota, q) => {
      if (belongs(this.data, quota, row)) this.counts[q]!++;
    });
  }

  /** One sentence per minimum that was not reached. */
  unmet(): string[] {
    return this.quotas.flatMap((quota, q) =>
      this.counts[q]! < quota.minimum
        ? [`Quota not reached: ${quota.by} "${quota.value}" has ${this.counts[q]} of at least ${quota.minimum} rows.`]
        : [],
    );
  }

  private missingAfter(isIn: readonly boolean[]): number {
    const missing = { source: 0, language: 0, tag: 0 };
    this.quotas.forEach((quota, q) => {
      const deficit = Math.max(0, quota.minimum - this.counts[q]! - (isIn[q] ? 1 : 0));
      missing[quota.by] = quota.by === 'tag' ? Math.max(missing.tag, deficit) : missing[quota.by] + deficit;
    });
    return Math.max(missing.source, missing.language, missing.tag);
  }
}

/** True where the row is of the quota's source or language, or carries its tag. */
export function belongs(data: SelectionData, quota: ResolvedQuota, row: number): boolean {
  switch (quota.by) {
    case 'source':
      return data.source?.ids[row] === quota.id;
    case 'language':
      return data.language?.ids[row] === quota.id;
    case 'tag':
      return carries(data, row, quota.id);
  }
}

/** True where the row carries the tag. */
export function carries(data: SelectionData, row: number, tag: number): boolean {
  const { offsets, tagIds } = data.tags;
  for (let at = offsets[row]!; at < offsets[row + 1]!; at++) if (tagIds[at] === tag) return true;
  return false;
}
