/**
 * Step 4: merges by association (InsTag, section 3.2, as decided in method.md section 2). A rule x → y of one tag each
 * merges x into y, the broader tag; where both directions fire the more frequent stays. Pointers are followed to a
 * fixed point and the merged transactions mined again until no rule fires. Rules are never united as edges: x → y and
 * x → z do not join y with z. Of several consequents the surest wins, then the one of greatest lift (the narrowest),
 * then the first by name. Time O(rounds · (tags + pairs counted)).
 */
import { mineRules, type AssociationRule } from './associationRules';
import type { Transactions } from './fpGrowth';

export interface AssociationMerge {
  readonly from: number;
  /** Where `from` ends up after all rounds. */
  readonly into: number;
  /** The rule that fired. */
  readonly rule: AssociationRule;
  /** Counted from 1. */
  readonly round: number;
}

export interface AssociationMergeOptions {
  readonly support: number;
  readonly confidence: number;
  /** Order of names between equally frequent items: negative where the first stays. */
  readonly compareNames: (left: number, right: number) => number;
  /** False where a person forbade that `from` goes into `into`. */
  readonly mayMerge?: (from: number, into: number) => boolean;
}

/** The merges, in the order they fired; `into` is never itself merged away. */
export function associationMerges(transactions: Transactions, options: AssociationMergeOptions): AssociationMerge[] {
  const parent = Uint32Array.from({ length: transactions.itemCount }, (_, item) => item);
  const fired: Omit<AssociationMerge, 'into'>[] = [];
  let current = transactions;
  for (let round = 1; ; round++) {
    const chosen = chosenRules(current, options);
    if (chosen.length === 0) break;
    for (const rule of chosen) {
      const from = rule.antecedent[0]!;
      parent[from] = rule.consequent;
      fired.push({ from, rule, round });
    }
    current = mergedTransactions(transactions, parent);
  }
  return fired.map((merge) => ({ ...merge, into: endOf(parent, merge.from) }));
}

function chosenRules(transactions: Transactions, options: AssociationMergeOptions): AssociationRule[] {
  const counts = new Uint32Array(transactions.itemCount);
  for (const item of transactions.items) counts[item]!++;
  return chooseRules(mineRules(transactions, { ...options, largestAntecedent: 1 }), counts, options);
}

/** At most one rule per antecedent; pointers run up the order of `stays`, so they cannot form a circle. */
export function chooseRules(
  rules: readonly AssociationRule[],
  counts: Uint32Array,
  options: AssociationMergeOptions,
): AssociationRule[] {
  const stays = (item: number, other: number): boolean =>
    (counts[item]! - counts[other]! || options.compareNames(other, item)) > 0;
  const best = new Map<number, AssociationRule>();
  for (const rule of rules) {
    const from = rule.antecedent[0]!;
    // A rule towards a rarer tag is surer the other way round, so both fire and the more frequent stays.
    if (!stays(rule.consequent, from) || options.mayMerge?.(from, rule.consequent) === false) continue;
    const known = best.get(from);
    if (known === undefined || isBetter(rule, known, options)) best.set(from, rule);
  }
  return [...best.values()];
}

function isBetter(rule: AssociationRule, known: AssociationRule, options: AssociationMergeOptions): boolean {
  const difference = rule.confidence - known.confidence || rule.lift - known.lift;
  return difference > 0 || (difference === 0 && options.compareNames(rule.consequent, known.consequent) < 0);
}

/** Where an item ends up: pointers followed to their end. */
export function endOf(parent: Uint32Array, item: number): number {
  let at = item;
  while (parent[at] !== at) at = parent[at]!;
  return at;
}

/** Transactions with each item replaced by where it went, repeats removed. */
function mergedTransactions({ offsets, items, itemCount }: Transactions, parent: Uint32Array): Transactions {
  const end = Uint32Array.from(parent.keys(), (item) => endOf(parent, item));
  const mergedOffsets = new Uint32Array(offsets.length);
  const merged = new Uint32Array(items.length);
  const last = new Int32Array(itemCount).fill(-1);
  let used = 0;
  for (let transaction = 0; transaction + 1 < offsets.length; transaction++) {
    for (let at = offsets[transaction]!; at < offsets[transaction + 1]!; at++) {
      const item = end[items[at]!]!;
      if (last[item] === transaction) continue;
      last[item] = transaction;
      merged[used++] = item;
    }
    mergedOffsets[transaction + 1] = used;
  }
  return { offsets: mergedOffsets, items: merged.slice(0, used), itemCount };
}
