/** Tags that occur in the same rows. */
import type { SelectionData } from '../select/selector';

export interface TagPair {
  readonly first: number;
  readonly second: number;
  readonly rows: number;
  /** Observed over expected under independence. */
  readonly lift: number;
}

/** The `limit` most frequent pairs; ties by lower tag ids. Exact. */
export function topPairs(data: SelectionData, limit: number): TagPair[] {
  throw new Error(`Not built yet: ${data.tagNames.length} ${limit}`);
}

/** Tags that occur with `tag`, as pairs with `first = tag`; most rows first, ties by higher lift. Exact. */
export function tagsBeside(data: SelectionData, tag: number, limit: number): TagPair[] {
  throw new Error(`Not built yet: ${data.tagNames.length} ${tag} ${limit}`);
}
