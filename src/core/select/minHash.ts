/** Near-duplicates of texts by MinHash. */
import type { LongWork } from '../ports';

export interface NearDuplicateOptions {
  /** Estimated Jaccard similarity of word shingles from which two texts are near-duplicates; 0.8 by default. */
  readonly similarity?: number;
  /** Words per shingle; 3 by default. */
  readonly shingleWords?: number;
  readonly seed?: number;
}

/** Per text the lowest index of its near-duplicate group: itself where it has none before it. */
export function duplicateGroups(
  texts: Iterable<string>,
  options: NearDuplicateOptions = {},
  work: LongWork = {},
): Uint32Array {
  throw new Error(`Not built yet ${typeof texts} ${typeof options} ${typeof work}`);
}
