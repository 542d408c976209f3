/** Groups of raw tags while the steps run: every raw tag points to the head of its group, whose name the group bears. */
import type { TagTable } from './tagTable';
import { rowCountOf } from './tagTable';

/** Head (a raw id) by raw id; -1 where the tag was dropped. */
export type Heads = Int32Array;

/** Calls `visit` with each tagged query's range in `tagIds`. */
export function forEachTaggedQuery(table: TagTable, visit: (start: number, end: number) => void): void {
  for (let row = 0; row < rowCountOf(table); row++) {
    if (table.isTagged?.[row] === 0) continue;
    const end = table.queryOffsets[row + 1]!;
    for (let query = table.queryOffsets[row]!; query < end; query++)
      visit(table.tagOffsets[query]!, table.tagOffsets[query + 1]!);
  }
}

/** Queries of tagged rows. */
export function taggedQueryCount(table: TagTable): number {
  let count = 0;
  forEachTaggedQuery(table, () => count++);
  return count;
}

/** Queries that carry each group, by head; a query counts once however many of its tags are in the group. */
export function queryCounts(table: TagTable, heads: Heads): Uint32Array {
  const counts = new Uint32Array(heads.length);
  const lastQuery = new Int32Array(heads.length).fill(-1);
  let query = 0;
  forEachTaggedQuery(table, (start, end) => {
    for (let at = start; at < end; at++) {
      const head = heads[table.tagIds[at]!]!;
      if (head < 0 || lastQuery[head] === query) continue;
      lastQuery[head] = query;
      counts[head]!++;
    }
    query++;
  });
  return counts;
}

/** Heads that some raw tag points to, ascending. */
export function liveHeads(heads: Heads): number[] {
  const isLive = new Uint8Array(heads.length);
  for (const head of heads) if (head >= 0) isLive[head] = 1;
  return [...isLive.keys()].filter((id) => isLive[id] === 1);
}

/** Raw members of each group by head; a member list is empty where the id heads no group. */
export function membersByHead(heads: Heads): ReadonlyMap<number, readonly number[]> {
  const members = new Map<number, number[]>();
  heads.forEach((head, raw) => {
    if (head < 0) return;
    const known = members.get(head);
    if (known === undefined) members.set(head, [raw]);
    else known.push(raw);
  });
  return members;
}

/** Plain order of code units, the same on every machine. */
export function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Which of two raw tags names a group: the more frequent, then the shorter, then the first in the alphabet. */
export function nameOrder(
  names: readonly string[],
  counts: ArrayLike<number>,
): (left: number, right: number) => number {
  return (left, right) =>
    counts[right]! - counts[left]! ||
    names[left]!.length - names[right]!.length ||
    compareText(names[left]!, names[right]!);
}
