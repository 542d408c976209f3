/** What a slider's move would change, as data: the page words it. */
import type { MergeReason } from './audit';

/** One tag or pair whose fate would be another. */
export type PreviewChange =
  | { readonly kind: 'drop' | 'keep'; readonly tag: string; readonly count: number }
  | { readonly kind: 'merge' | 'part'; readonly from: string; readonly into: string; readonly reason: MergeReason };

/** A merge with its distance to the threshold. */
export interface PreviewedMerge {
  readonly from: string;
  readonly into: string;
  readonly reason: MergeReason;
  /** The nearest come first. */
  readonly gap: number;
}

/** Changes beyond these are left out. */
export const mostChanges = 50;

/** Merges that only one of the two has, nearest to the threshold first; ties by name. */
export function mergeChanges(before: readonly PreviewedMerge[], after: readonly PreviewedMerge[]): PreviewChange[] {
  const merged = new Set(before.map(({ from }) => from));
  const merging = new Set(after.map(({ from }) => from));
  const gone = after.filter(({ from }) => !merged.has(from)).map((merge) => ({ ...merge, kind: 'merge' as const }));
  const back = before.filter(({ from }) => !merging.has(from)).map((merge) => ({ ...merge, kind: 'part' as const }));
  return [...gone, ...back]
    .sort((left, right) => left.gap - right.gap || (left.from < right.from ? -1 : 1))
    .slice(0, mostChanges)
    .map(({ kind, from, into, reason }) => ({ kind, from, into, reason }));
}

/** Tags that a frequency between two thresholds loses or keeps; `isGone` where the threshold rose. */
export function dropChanges(
  tags: readonly { readonly name: string; readonly count: number }[],
  isGone: boolean,
): PreviewChange[] {
  return tags
    .slice(0, mostChanges)
    .map(({ name, count }) => ({ kind: isGone ? ('drop' as const) : ('keep' as const), tag: name, count }));
}
