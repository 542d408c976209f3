/** Transactions with their frequent items ranked, and where each rank occurs: the first database of `fpGrowth`. */
import type { Transactions } from './fpGrowth';
import type { PathSink, PathSource } from './fpPaths';

/** Time O(items + distinct items · log). */
export function rankedRows(transactions: Transactions, support: number): PathSource {
  const counts = new Float64Array(transactions.itemCount);
  for (const item of transactions.items) counts[item]!++;
  const items = [...counts.keys()].filter((item) => counts[item]! >= support);
  items.sort((left, right) => counts[right]! - counts[left]! || left - right);
  const rankOf = new Int32Array(counts.length).fill(-1);
  items.forEach((item, rank) => (rankOf[item] = rank));
  const countOfRank = Float64Array.from(items, (item) => counts[item]!);
  const { ranks, starts } = sortedRows(transactions, rankOf, countOfRank);
  const { offsets, positions, rowStarts } = occurrences(ranks, starts, countOfRank);
  return {
    itemOfRank: Int32Array.from(items),
    countOfRank,
    gather: (rank: number, paths: PathSink) => {
      for (let at = offsets[rank]!; at < offsets[rank + 1]!; at++) {
        const position = positions[at]!;
        for (let before = rowStarts[at]!; before < position; before++) paths.add(ranks[before]!, 1);
        paths.end(1);
      }
    },
  };
}

/** Frequent ranks of each row, ascending, one row after the other; and for each where its row starts. */
function sortedRows(
  { offsets, items }: Transactions,
  rankOf: Int32Array,
  countOfRank: Float64Array,
): { ranks: Int32Array; starts: Uint32Array } {
  const total = countOfRank.reduce((sum, count) => sum + count, 0);
  const ranks = new Int32Array(total);
  const starts = new Uint32Array(total);
  let used = 0;
  for (let row = 0; row + 1 < offsets.length; row++) {
    const start = used;
    for (let at = offsets[row]!; at < offsets[row + 1]!; at++) {
      const rank = rankOf[items[at]!]!;
      if (rank < 0) continue;
      // Insertion keeps short rows sorted without a call to sort.
      let place = used++;
      for (; place > start && ranks[place - 1]! > rank; place--) ranks[place] = ranks[place - 1]!;
      ranks[place] = rank;
    }
    starts.fill(start, start, used);
  }
  return { ranks, starts };
}

interface Occurrences {
  /** Rank r occurs at `positions[offsets[r]]` to `offsets[r + 1]`. */
  readonly offsets: Uint32Array;
  readonly positions: Uint32Array;
  /** Where the row of each occurrence starts, beside its position so that reading both takes one look at memory. */
  readonly rowStarts: Uint32Array;
}

/** Positions of each rank, by counting sort. */
function occurrences(ranks: Int32Array, starts: Uint32Array, countOfRank: Float64Array): Occurrences {
  const offsets = new Uint32Array(countOfRank.length + 1);
  countOfRank.forEach((count, rank) => (offsets[rank + 1] = offsets[rank]! + count));
  const next = offsets.slice();
  const positions = new Uint32Array(ranks.length);
  const rowStarts = new Uint32Array(ranks.length);
  for (let position = 0; position < ranks.length; position++) {
    const at = next[ranks[position]!]!++;
    positions[at] = position;
    rowStarts[at] = starts[position]!;
  }
  return { offsets, positions, rowStarts };
}
