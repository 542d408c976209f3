/**
 * Association rules X → y from frequent itemsets (R. Agrawal, R. Srikant, VLDB 1994): antecedents of one to three tags, one
 * consequent. Confidence = support(X ∪ y) / support(X); lift = confidence / share(y); conviction = (1 - share(y)) /
 * (1 - confidence), infinite for rules that always hold. Time O(itemsets · size).
 */
import { fpGrowth, type Itemsets, type Transactions } from './fpGrowth';

export interface AssociationRule {
  /** Item ids, ascending. */
  readonly antecedent: readonly number[];
  readonly consequent: number;
  /** Transactions that hold antecedent and consequent. */
  readonly support: number;
  readonly confidence: number;
  readonly lift: number;
  readonly conviction: number;
}

export interface RuleThresholds {
  readonly support: number;
  readonly confidence: number;
  /** 1 to 3; 3 where absent. */
  readonly largestAntecedent?: number | undefined;
}

/** Rules that meet both thresholds, by antecedent (size, then ids), then consequent. */
export function mineRules(transactions: Transactions, thresholds: RuleThresholds): AssociationRule[] {
  const largest = Math.min(3, Math.max(1, thresholds.largestAntecedent ?? 3));
  const itemsets = fpGrowth(transactions, { support: thresholds.support, maximumSize: largest + 1 });
  return rulesOf(itemsets, transactions.offsets.length - 1, thresholds.confidence);
}

/** The rules in `itemsets`, which must hold every subset of each itemset. */
export function rulesOf(itemsets: Itemsets, transactionCount: number, leastConfidence: number): AssociationRule[] {
  const supportOf = supportByKey(itemsets);
  const rules: AssociationRule[] = [];
  for (let itemset = 0; itemset < itemsets.count; itemset++) {
    const items = itemsOf(itemsets, itemset);
    if (items.length < 2) continue;
    const support = itemsets.support[itemset]!;
    for (const consequent of items) {
      const antecedent = items.filter((item) => item !== consequent);
      const confidence = support / supportOf.get(antecedent.join())!;
      if (confidence < leastConfidence) continue;
      const share = supportOf.get(String(consequent))! / transactionCount;
      rules.push({ antecedent, consequent, support, confidence, ...strength(confidence, share) });
    }
  }
  return rules.sort(compareRules);
}

function itemsOf(itemsets: Itemsets, itemset: number): number[] {
  return [...itemsets.items.subarray(itemsets.offsets[itemset], itemsets.offsets[itemset + 1])];
}

function supportByKey(itemsets: Itemsets): Map<string, number> {
  const supportOf = new Map<string, number>();
  for (let itemset = 0; itemset < itemsets.count; itemset++)
    supportOf.set(itemsOf(itemsets, itemset).join(), itemsets.support[itemset]!);
  return supportOf;
}

/** Lift and conviction of a rule whose consequent is in `share` of all transactions. */
export function strength(confidence: number, share: number): { lift: number; conviction: number } {
  return { lift: confidence / share, conviction: confidence === 1 ? Infinity : (1 - share) / (1 - confidence) };
}

function compareRules(left: AssociationRule, right: AssociationRule): number {
  if (left.antecedent.length !== right.antecedent.length) return left.antecedent.length - right.antecedent.length;
  for (let at = 0; at < left.antecedent.length; at++)
    if (left.antecedent[at] !== right.antecedent[at]) return left.antecedent[at]! - right.antecedent[at]!;
  return left.consequent - right.consequent;
}
