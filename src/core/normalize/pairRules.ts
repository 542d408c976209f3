/**
 * Rules between single tags, counted pair by pair over the transactions of each tag: what a slider needs once, for every
 * threshold above a low floor. The rules are those that FP-Growth finds with antecedents of one tag. Time O(sum of the
 * squared sizes of transactions); memory O(items + rules).
 */
import type { Transactions } from './fpGrowth';

/** Rules x → y, by x, then by y, as columns. */
export interface PairRules {
  readonly count: number;
  readonly from: Uint32Array;
  readonly into: Uint32Array;
  readonly support: Uint32Array;
  readonly confidence: Float64Array;
}

/** Transactions by item: item i is in `transactions[offsets[i]]` to `offsets[i + 1]`. */
export interface Occurrences {
  readonly offsets: Uint32Array;
  readonly transactions: Uint32Array;
}

export function occurrencesOf({ offsets, items, itemCount }: Transactions): Occurrences {
  const starts = new Uint32Array(itemCount + 1);
  for (const item of items) starts[item + 1]!++;
  for (let item = 0; item < itemCount; item++) starts[item + 1]! += starts[item]!;
  const next = starts.slice();
  const transactions = new Uint32Array(items.length);
  for (let transaction = 0; transaction + 1 < offsets.length; transaction++)
    for (let at = offsets[transaction]!; at < offsets[transaction + 1]!; at++)
      transactions[next[items[at]!]!++] = transaction;
  return { offsets: starts, transactions };
}

/** Prepared for sliders that stay at or above both thresholds. */
export function pairRules(
  transactions: Transactions,
  support: number,
  confidence: number,
  occurrences = occurrencesOf(transactions),
): PairRules {
  const { itemCount } = transactions;
  const together = new Uint32Array(itemCount);
  const rules: { from: number; into: number; support: number; confidence: number }[] = [];
  for (let from = 0; from < itemCount; from++) {
    const count = occurrences.offsets[from + 1]! - occurrences.offsets[from]!;
    const partners = countPartners(transactions, occurrences, from, together);
    // Of the many partners only the few that make a rule are put in order.
    const consequents = partners
      .filter((partner) => together[partner]! >= support && together[partner]! / count >= confidence)
      .sort((left, right) => left - right);
    for (const into of consequents) {
      const both = together[into]!;
      rules.push({ from, into, support: both, confidence: both / count });
    }
    for (const partner of partners) together[partner] = 0;
  }
  return {
    count: rules.length,
    from: Uint32Array.from(rules, (rule) => rule.from),
    into: Uint32Array.from(rules, (rule) => rule.into),
    support: Uint32Array.from(rules, (rule) => rule.support),
    confidence: Float64Array.from(rules, (rule) => rule.confidence),
  };
}

/** Adds up in `together`, which must be zero, how often each item occurs with `item`; returns those that do. */
function countPartners(
  { offsets, items }: Transactions,
  occurrences: Occurrences,
  item: number,
  together: Uint32Array,
): number[] {
  const partners: number[] = [];
  for (let at = occurrences.offsets[item]!; at < occurrences.offsets[item + 1]!; at++) {
    const transaction = occurrences.transactions[at]!;
    for (let place = offsets[transaction]!; place < offsets[transaction + 1]!; place++) {
      const partner = items[place]!;
      if (partner !== item && together[partner]!++ === 0) partners.push(partner);
    }
  }
  return partners;
}
