/** Step 4: tags that practically never come without a broader one go into it (InsTag, section 3.2; see `associationMerge`). */
import { associationMerges, type AssociationMerge, type AssociationMergeOptions } from './associationMerge';
import type { Transactions } from './fpGrowth';
import type { Grouping, ProposedMerge } from './grouping';
import { compareText, forEachTaggedQuery } from './tagGroups';

interface Thresholds {
  readonly support: number;
  readonly confidence: number;
}

/** Merges by association; what a person pinned, split or rejected stays. */
export function associationStep(grouping: Grouping, parameters: Thresholds): void {
  const heads = grouping.headsByName();
  const transactions = transactionsOf(grouping, heads);
  const associate: Associate = (rules) => associationMerges(transactions, { ...parameters, ...rules });
  grouping.apply('association', proposedMerges(grouping, heads, associate), new Map());
}

/** Merges at the thresholds in question, as names and decisions by hand let them. */
export type Associate = (
  rules: Required<Pick<AssociationMergeOptions, 'compareNames' | 'mayMerge'>>,
) => readonly AssociationMerge[];

/** What would merge; items of `associate` are indices into `heads`. */
export function proposedMerges(grouping: Grouping, heads: readonly number[], associate: Associate): ProposedMerge[] {
  return allowedMerges(grouping, heads, associate).map(({ from, into, rule, round }): ProposedMerge => {
    const { support, confidence, lift, conviction } = rule;
    return {
      from: heads[from]!,
      into: heads[into]!,
      reason: { kind: 'association', support, confidence, lift, conviction, round },
    };
  });
}

/** Merges once more without each one that would bring together what a person keeps apart. */
function allowedMerges(
  grouping: Grouping,
  heads: readonly number[],
  associate: Associate,
): readonly AssociationMerge[] {
  const { decisions, table } = grouping;
  const stays = new Set<number>();
  heads.forEach((head, item) => {
    if (decisions.pinned.has(head) || decisions.split.has(head)) stays.add(item);
  });
  for (;;) {
    const merges = associate({
      compareNames: (left, right) => compareNames(table.names[heads[left]!]!, table.names[heads[right]!]!),
      mayMerge: (from, into) => !stays.has(from) && !decisions.split.has(heads[into]!),
    });
    const forbidden = forbiddenMerge(grouping, heads, merges);
    if (forbidden === undefined) return merges;
    stays.add(forbidden);
  }
}

/** Shorter, then alphabetical. */
function compareNames(left: string, right: string): number {
  return left.length - right.length || compareText(left, right);
}

function forbiddenMerge(
  grouping: Grouping,
  heads: readonly number[],
  merges: readonly AssociationMerge[],
): number | undefined {
  if (grouping.decisions.apart.size === 0) return undefined;
  const into = new Map(merges.map((merge) => [heads[merge.from]!, heads[merge.into]!]));
  const after = grouping.heads.map((head) => into.get(head) ?? head);
  for (const [tag, partners] of grouping.decisions.apart)
    for (const partner of partners) {
      if (after[tag]! < 0 || after[tag] !== after[partner]) continue;
      const moved = [grouping.heads[tag]!, grouping.heads[partner]!].find((head) => into.has(head));
      if (moved !== undefined) return heads.indexOf(moved);
    }
  return undefined;
}

/** Each tagged query's groups as indices into `heads`. */
export function transactionsOf(grouping: Grouping, heads: readonly number[]): Transactions {
  const { table } = grouping;
  const itemOf = new Int32Array(table.names.length).fill(-1);
  heads.forEach((head, item) => (itemOf[head] = item));
  const offsets: number[] = [0];
  const items = new Uint32Array(table.tagIds.length);
  const last = new Int32Array(heads.length).fill(-1);
  let used = 0;
  forEachTaggedQuery(table, (start, end) => {
    for (let at = start; at < end; at++) {
      const head = grouping.heads[table.tagIds[at]!]!;
      const item = head < 0 ? -1 : itemOf[head]!;
      if (item < 0 || last[item] === offsets.length) continue;
      last[item] = offsets.length;
      items[used++] = item;
    }
    offsets.push(used);
  });
  return { offsets: Uint32Array.from(offsets), items: items.slice(0, used), itemCount: heads.length };
}
