/**
 * Frequent itemsets by FP-Growth (J. Han, J. Pei, Y. Yin, "Mining frequent patterns without candidate generation",
 * SIGMOD 2000) on typed arrays. Items are ranked by frequency, ties by id, so that paths share long prefixes. Time
 * O(transactions' items + work per frequent itemset); memory O(nodes of the largest tree). An explicit stack stands
 * in for the recursion over conditional trees.
 */

/** Transactions as columns: t holds `items[offsets[t]]` to `offsets[t + 1]`, distinct ids below `itemCount`. */
export interface Transactions {
  readonly offsets: Uint32Array;
  readonly items: Uint32Array;
  readonly itemCount: number;
}

/** Itemset s holds `items[offsets[s]]` to `offsets[s + 1]`, ascending ids, and occurs in `support[s]` transactions. */
export interface Itemsets {
  readonly count: number;
  readonly offsets: Uint32Array;
  readonly items: Uint32Array;
  readonly support: Uint32Array;
}

export interface FpGrowthOptions {
  /** Transactions that must hold the itemset; at least 1. */
  readonly support: number;
  /** Largest itemset; any size where absent. */
  readonly maximumSize?: number | undefined;
}

/** Every itemset that at least `support` transactions hold, in no particular order. */
export function fpGrowth(transactions: Transactions, { support, maximumSize = Infinity }: FpGrowthOptions): Itemsets {
  if (!(support >= 1)) throw new RangeError(`Support must be at least 1, got ${support}.`);
  const found = new ItemsetList();
  const tree = treeOf(transactions, support);
  const pending: Frame[] = [{ tree, suffix: [], rank: tree.itemOfRank.length }];
  for (let frame = pending.at(-1); frame !== undefined; frame = pending.at(-1)) {
    if (frame.rank === 0) {
      pending.pop();
      continue;
    }
    const rank = --frame.rank;
    const itemset = [...frame.suffix, frame.tree.itemOfRank[rank]!];
    found.add(itemset, frame.tree.countOfRank[rank]!);
    if (rank === 0 || itemset.length >= maximumSize) continue;
    const conditional = conditionalTree(frame.tree, rank, support);
    if (conditional !== undefined)
      pending.push({ tree: conditional, suffix: itemset, rank: conditional.itemOfRank.length });
  }
  return found.finish();
}

/** A conditional tree under way: ranks from `rank` up are done. */
interface Frame {
  readonly tree: FpTree;
  readonly suffix: readonly number[];
  rank: number;
}

/** Grows; itemsets are sorted as they come in. */
class ItemsetList {
  private readonly offsets: number[] = [0];
  private readonly items: number[] = [];
  private readonly support: number[] = [];

  add(itemset: readonly number[], support: number): void {
    for (const item of [...itemset].sort((left, right) => left - right)) this.items.push(item);
    this.offsets.push(this.items.length);
    this.support.push(support);
  }

  finish(): Itemsets {
    return {
      count: this.support.length,
      offsets: Uint32Array.from(this.offsets),
      items: Uint32Array.from(this.items),
      support: Uint32Array.from(this.support),
    };
  }
}

/** A prefix tree of item ranks; node 0 is the root. Nodes of one rank are chained through `next`. */
class FpTree {
  nodeCount = 1;
  readonly rank: Int32Array;
  readonly parent: Int32Array;
  readonly weight: Float64Array;
  readonly next: Int32Array;
  readonly firstOfRank: Int32Array;
  /** Children by open addressing on (parent, rank); -1 is empty. */
  private readonly slots: Int32Array;
  private readonly slotMask: number;

  constructor(
    readonly itemOfRank: Int32Array,
    readonly countOfRank: Float64Array,
    mostNodes: number,
  ) {
    this.rank = new Int32Array(mostNodes + 1).fill(-1);
    this.parent = new Int32Array(mostNodes + 1);
    this.weight = new Float64Array(mostNodes + 1);
    this.next = new Int32Array(mostNodes + 1);
    this.firstOfRank = new Int32Array(itemOfRank.length);
    let slotCount = 8;
    while (slotCount < 2 * mostNodes) slotCount *= 2;
    this.slots = new Int32Array(slotCount).fill(-1);
    this.slotMask = slotCount - 1;
  }

  /** Adds a path of ascending ranks, `ranks[0]` to `ranks[length - 1]`. */
  add(ranks: Int32Array, length: number, weight: number): void {
    let node = 0;
    for (let at = 0; at < length; at++) {
      node = this.child(node, ranks[at]!);
      this.weight[node]! += weight;
    }
  }

  private child(parent: number, rank: number): number {
    let slot = (Math.imul(parent, 0x9e3779b1) ^ Math.imul(rank, 0x85ebca6b)) & this.slotMask;
    for (let node = this.slots[slot]!; node >= 0; node = this.slots[slot]!) {
      if (this.parent[node] === parent && this.rank[node] === rank) return node;
      slot = (slot + 1) & this.slotMask;
    }
    const node = this.nodeCount++;
    this.slots[slot] = node;
    this.rank[node] = rank;
    this.parent[node] = parent;
    this.next[node] = this.firstOfRank[rank]!;
    this.firstOfRank[rank] = node;
    return node;
  }
}

/** Rank by key (item or outer rank), -1 where rare; and the keys by rank, most frequent first. */
function ranking(counts: ArrayLike<number>, support: number): { rankOf: Int32Array; keys: number[] } {
  const keys: number[] = [];
  for (let key = 0; key < counts.length; key++) if (counts[key]! >= support) keys.push(key);
  keys.sort((left, right) => counts[right]! - counts[left]! || left - right);
  const rankOf = new Int32Array(counts.length).fill(-1);
  keys.forEach((key, rank) => (rankOf[key] = rank));
  return { rankOf, keys };
}

function treeOf({ offsets, items, itemCount }: Transactions, support: number): FpTree {
  const counts = new Float64Array(itemCount);
  for (const item of items) counts[item]!++;
  const { rankOf, keys } = ranking(counts, support);
  let frequentItems = 0;
  for (const item of items) if (rankOf[item]! >= 0) frequentItems++;
  const tree = new FpTree(
    Int32Array.from(keys),
    Float64Array.from(keys, (item) => counts[item]!),
    frequentItems,
  );
  let path = new Int32Array(64);
  for (let transaction = 0; transaction + 1 < offsets.length; transaction++) {
    const end = offsets[transaction + 1]!;
    if (end - offsets[transaction]! > path.length) path = new Int32Array(2 * (end - offsets[transaction]!));
    let length = 0;
    for (let at = offsets[transaction]!; at < end; at++) {
      const rank = rankOf[items[at]!]!;
      if (rank >= 0) length = insertSorted(path, length, rank);
    }
    tree.add(path, length, 1);
  }
  return tree;
}

/** Insertion keeps short paths sorted without a call to sort. */
function insertSorted(path: Int32Array, length: number, rank: number): number {
  let at = length;
  for (; at > 0 && path[at - 1]! > rank; at--) path[at] = path[at - 1]!;
  path[at] = rank;
  return length + 1;
}

/** The tree of prefixes before `rank`, or `undefined` where none is frequent. */
function conditionalTree(tree: FpTree, rank: number, support: number): FpTree | undefined {
  const counts = new Float64Array(rank);
  for (let node = tree.firstOfRank[rank]!; node > 0; node = tree.next[node]!)
    for (let above = tree.parent[node]!; above > 0; above = tree.parent[above]!)
      counts[tree.rank[above]!]! += tree.weight[node]!;
  const { rankOf, keys } = ranking(counts, support);
  if (keys.length === 0) return undefined;
  const itemOfRank = Int32Array.from(keys, (key) => tree.itemOfRank[key]!);
  const mostNodes = frequentAncestors(tree, rank, rankOf);
  const conditional = new FpTree(
    itemOfRank,
    Float64Array.from(keys, (key) => counts[key]!),
    mostNodes,
  );
  const path = new Int32Array(rank);
  for (let node = tree.firstOfRank[rank]!; node > 0; node = tree.next[node]!) {
    let length = 0;
    for (let above = tree.parent[node]!; above > 0; above = tree.parent[above]!) {
      const inner = rankOf[tree.rank[above]!]!;
      if (inner >= 0) length = insertSorted(path, length, inner);
    }
    conditional.add(path, length, tree.weight[node]!);
  }
  return conditional;
}

function frequentAncestors(tree: FpTree, rank: number, rankOf: Int32Array): number {
  let count = 0;
  for (let node = tree.firstOfRank[rank]!; node > 0; node = tree.next[node]!)
    for (let above = tree.parent[node]!; above > 0; above = tree.parent[above]!)
      if (rankOf[tree.rank[above]!]! >= 0) count++;
  return count;
}
