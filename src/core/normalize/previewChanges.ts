/** What a slider's move would change, as lines: `−` for tags that would go, `+` for tags that would stay. */

/** A merge as the lines tell it. */
export interface PreviewedMerge {
  readonly from: string;
  readonly into: string;
  /** Why, in a few words. */
  readonly note: string;
  /** Distance to the threshold: the nearest come first. */
  readonly gap: number;
}

/** Lines beyond these are left out. */
export const mostChanges = 50;

/** Merges that only one of the two has, nearest to the threshold first; ties by name. */
export function mergeChanges(before: readonly PreviewedMerge[], after: readonly PreviewedMerge[]): string[] {
  const merged = new Set(before.map(({ from }) => from));
  const merging = new Set(after.map(({ from }) => from));
  const gone = after.filter(({ from }) => !merged.has(from)).map((merge) => ({ ...merge, isGone: true }));
  const back = before.filter(({ from }) => !merging.has(from)).map((merge) => ({ ...merge, isGone: false }));
  return [...gone, ...back]
    .sort((left, right) => left.gap - right.gap || (left.from < right.from ? -1 : 1))
    .slice(0, mostChanges)
    .map(({ from, into, note, isGone }) => (isGone ? `− ${from} → ${into}` : `+ ${from} ≠ ${into}`) + ` · ${note}`);
}

/** Tags that a frequency between two thresholds loses or keeps; `isGone` where the threshold rose. */
export function dropChanges(tags: readonly { name: string; count: number }[], isGone: boolean): string[] {
  return tags.slice(0, mostChanges).map(({ name, count }) => `${isGone ? '−' : '+'} ${name} · ${queries(count)}`);
}

function queries(count: number): string {
  return count === 1 ? 'in 1 query' : `in ${count.toLocaleString('en-US')} queries`;
}
