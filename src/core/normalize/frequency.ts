/** Step 1: tags that occur in fewer than α queries are dropped (InsTag, section 3.2). Time O(tags). */
import type { Heads } from './tagGroups';

/** Heads after the filter; groups whose head `isProtected` stay whatever their count. */
export function dropRareTags(
  heads: Heads,
  counts: Uint32Array,
  minimum: number,
  isProtected: (head: number) => boolean = () => false,
): Heads {
  return heads.map((head) => (head >= 0 && counts[head]! < minimum && !isProtected(head) ? -1 : head));
}
