/** How the heads of one cluster become one group, as far as decisions by hand allow. */
import type { DecisionIndex } from './decisionIndex';
import type { Grouping } from './grouping';

/** The pairs [from, into] of one cluster: all go into the head that names the group; split, pinned and rejected ones stay. */
export function clusterMerges(cluster: readonly number[], grouping: Grouping): [from: number, into: number][] {
  const { decisions } = grouping;
  const ordered = cluster.filter((head) => !decisions.split.has(head)).sort(grouping.compareHeads);
  const [leader, ...others] = ordered;
  if (leader === undefined) return [];
  const joined = new Set([leader]);
  const merges: [number, number][] = [];
  for (const head of others) {
    if (decisions.pinned.has(head) || isApart(grouping, head, joined)) continue;
    joined.add(head);
    merges.push([head, leader]);
  }
  return merges;
}

/** True where a raw tag of `head` was rejected with a raw tag of one of `others`. */
export function isApart(
  { decisions, heads }: { readonly decisions: DecisionIndex; readonly heads: Int32Array },
  head: number,
  others: ReadonlySet<number>,
): boolean {
  for (const [tag, partners] of decisions.apart) {
    if (heads[tag] !== head) continue;
    for (const partner of partners) if (others.has(heads[partner]!)) return true;
  }
  return false;
}
