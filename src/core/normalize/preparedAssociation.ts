/**
 * Merges by association for sliders: the same as `associationMerges`, from rules and occurrences prepared once. The first
 * round reads the prepared rules. A later round can only fire rules of the tags that grew in the round before, so those
 * alone are counted anew, over the transactions that hold them. Time O(rules + tags in those transactions) per answer;
 * memory O(tags). Tie-breaking as in `associationMerge`.
 */
import { chooseRules, endOf, type AssociationMerge, type AssociationMergeOptions } from './associationMerge';
import { strength, type AssociationRule } from './associationRules';
import type { Transactions } from './fpGrowth';
import { occurrencesOf, pairRules, type Occurrences, type PairRules } from './pairRules';

export interface PreparedAssociation {
  /** The merges, or undefined where a threshold lies below those prepared for. */
  readonly merges: (options: AssociationMergeOptions) => AssociationMerge[] | undefined;
}

interface Floor {
  readonly support: number;
  readonly confidence: number;
}

/** Prepares for thresholds at or above those of `floor`. */
export function prepareAssociation(transactions: Transactions, floor: Floor): PreparedAssociation {
  const occurrences = occurrencesOf(transactions);
  const rules = pairRules(transactions, floor.support, floor.confidence, occurrences);
  return {
    merges: (options) =>
      options.support < floor.support || options.confidence < floor.confidence
        ? undefined
        : new AssociationRounds(transactions, occurrences, options).run(rules),
  };
}

/** One answer: groups, their counts, and what each round fires. */
class AssociationRounds {
  private readonly parent: Uint32Array;
  private readonly counts: Uint32Array;
  private readonly members = new Map<number, number[]>();
  private readonly transactionCount: number;
  /** Stamps: the last transaction that was visited for a group, and the last in which an item's group was seen. */
  private readonly visited: Int32Array;
  private readonly seen: Int32Array;
  private groupStamp = 0;
  private transactionStamp = 0;

  constructor(
    private readonly transactions: Transactions,
    private readonly occurrences: Occurrences,
    private readonly options: AssociationMergeOptions,
  ) {
    const { itemCount, offsets } = transactions;
    this.transactionCount = offsets.length - 1;
    this.parent = Uint32Array.from({ length: itemCount }, (_, item) => item);
    this.counts = Uint32Array.from({ length: itemCount }, (_, item) => this.occurrenceCount(item));
    this.visited = new Int32Array(this.transactionCount).fill(-1);
    this.seen = new Int32Array(itemCount).fill(-1);
  }

  run(prepared: PairRules): AssociationMerge[] {
    const fired: Omit<AssociationMerge, 'into'>[] = [];
    let rules = this.firstRules(prepared);
    for (let round = 1; rules.length > 0; round++) {
      const chosen = chooseRules(rules, this.counts, this.options);
      if (chosen.length === 0) break;
      for (const rule of chosen) fired.push({ from: rule.antecedent[0]!, rule, round });
      rules = this.rulesOfGrown(this.merge(chosen));
    }
    return fired.map((merge) => ({ ...merge, into: endOf(this.parent, merge.from) }));
  }

  private occurrenceCount(item: number): number {
    return this.occurrences.offsets[item + 1]! - this.occurrences.offsets[item]!;
  }

  private firstRules(prepared: PairRules): AssociationRule[] {
    const rules: AssociationRule[] = [];
    for (let at = 0; at < prepared.count; at++)
      this.addRule(rules, prepared.from[at]!, prepared.into[at]!, prepared.support[at]!);
    return rules;
  }

  private addRule(rules: AssociationRule[], from: number, into: number, support: number): void {
    const confidence = support / this.counts[from]!;
    if (support < this.options.support || confidence < this.options.confidence) return;
    const share = this.counts[into]! / this.transactionCount;
    rules.push({ antecedent: [from], consequent: into, support, confidence, ...strength(confidence, share) });
  }

  /** Follows the rules; returns the groups that grew. */
  private merge(chosen: readonly AssociationRule[]): Set<number> {
    for (const rule of chosen) this.parent[rule.antecedent[0]!] = rule.consequent;
    const grown = new Set<number>();
    for (const rule of chosen) {
      const from = rule.antecedent[0]!;
      const into = endOf(this.parent, from);
      this.members.set(into, [...this.membersOf(into), ...this.membersOf(from)]);
      this.members.delete(from);
      grown.add(into);
    }
    return grown;
  }

  private membersOf(group: number): readonly number[] {
    return this.members.get(group) ?? [group];
  }

  private rulesOfGrown(grown: ReadonlySet<number>): AssociationRule[] {
    const together = new Map<number, Map<number, number>>();
    for (const group of grown) together.set(group, this.countAnew(group));
    const rules: AssociationRule[] = [];
    for (const [group, partners] of together)
      for (const [partner, support] of partners) {
        this.addRule(rules, group, partner, support);
        if (!grown.has(partner)) this.addRule(rules, partner, group, support);
      }
    return rules;
  }

  /** Counts a group and what occurs with it; only partners that reach the support are returned. */
  private countAnew(group: number): Map<number, number> {
    const together = new Uint32Array(this.counts.length);
    const run = ++this.groupStamp;
    let count = 0;
    for (const member of this.membersOf(group))
      for (let at = this.occurrences.offsets[member]!; at < this.occurrences.offsets[member + 1]!; at++) {
        const transaction = this.occurrences.transactions[at]!;
        if (this.visited[transaction] === run) continue;
        this.visited[transaction] = run;
        count++;
        this.countPartners(transaction, together);
      }
    this.counts[group] = count;
    together[group] = 0;
    const partners = new Map<number, number>();
    together.forEach((support, partner) => {
      if (support >= this.options.support) partners.set(partner, support);
    });
    return partners;
  }

  private countPartners(transaction: number, together: Uint32Array): void {
    const { offsets, items } = this.transactions;
    const run = ++this.transactionStamp;
    for (let at = offsets[transaction]!; at < offsets[transaction + 1]!; at++) {
      const partner = endOf(this.parent, items[at]!);
      if (this.seen[partner] === run) continue;
      this.seen[partner] = run;
      together[partner]!++;
    }
  }
}
