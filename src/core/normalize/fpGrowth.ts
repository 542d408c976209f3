/**
 * Frequent itemsets by FP-Growth (J. Han, J. Pei, Y. Yin, "Mining frequent patterns without candidate generation",
 * SIGMOD 2000) on typed arrays. Items are ranked by frequency, ties by id, so that paths share long prefixes. The first
 * tree is left out: tag sets are short, so it would hold nearly as many nodes as there are tags, and paths are read
 * from the ranked rows instead (as H-Mine does, J. Pei et al., ICDM 2001). Time O(transactions' items + work per frequent
 * itemset); memory O(items). An explicit stack stands in for the recursion over conditional trees.
 */
import { ConditionalPaths, type PathSource } from './fpPaths';
import { rankedRows } from './fpRows';
import { FpTree } from './fpTree';

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
  const rows = rankedRows(transactions, support);
  const paths = new ConditionalPaths(rows.itemOfRank.length);
  const pending: Frame[] = [{ source: rows, suffix: [], rank: rows.itemOfRank.length }];
  for (let frame = pending.at(-1); frame !== undefined; frame = pending.at(-1)) {
    if (frame.rank === 0) {
      pending.pop();
      continue;
    }
    const { source } = frame;
    const rank = --frame.rank;
    const itemset = [...frame.suffix, source.itemOfRank[rank]!];
    found.add(itemset, source.countOfRank[rank]!);
    if (rank === 0 || itemset.length >= maximumSize) continue;
    paths.gather(source, rank);
    const keys = paths.frequentKeys(support);
    if (keys.length === 1 || itemset.length + 1 >= maximumSize)
      for (const key of keys) found.add([...itemset, source.itemOfRank[key]!], paths.countOf(key));
    else if (keys.length > 1) pending.push({ source: treeOf(paths, source, keys), suffix: itemset, rank: keys.length });
  }
  return found.finish();
}

/** A conditional database under way: ranks from `rank` up are done. */
interface Frame {
  readonly source: PathSource;
  readonly suffix: readonly number[];
  rank: number;
}

/** The tree of the gathered paths, as far as they are frequent. */
function treeOf(paths: ConditionalPaths, source: PathSource, keys: readonly number[]): FpTree {
  const itemOfRank = Int32Array.from(keys, (key) => source.itemOfRank[key]!);
  const countOfRank = Float64Array.from(keys, (key) => paths.countOf(key));
  const tree = new FpTree(itemOfRank, countOfRank, paths.itemCountOf(keys));
  paths.forEachReranked(keys, (ranks, length, weight) => tree.add(ranks, length, weight));
  return tree;
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
