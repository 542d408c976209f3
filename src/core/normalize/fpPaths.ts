/** The paths before one item, gathered, counted and ranked anew: one step of FP-Growth. Buffers are used again and again. */

/** Takes ranks one by one; `end` closes a path of the given weight. */
export interface PathSink {
  add(rank: number, weight: number): void;
  end(weight: number): void;
}

/** A database of weighted paths of ranks. */
export interface PathSource {
  readonly itemOfRank: Int32Array;
  readonly countOfRank: Float64Array;
  /** Hands over the ranks that stand before each occurrence of `rank`. */
  gather(rank: number, paths: PathSink): void;
}

export class ConditionalPaths implements PathSink {
  private ranks = new Int32Array(1024);
  private used = 0;
  private ends = new Uint32Array(256);
  private weights = new Float64Array(256);
  private pathCount = 0;
  private readonly counts: Float64Array;
  private readonly newRank: Int32Array;
  /** Ranks whose count is not 0, `touchedCount` of them. */
  private readonly touched: Int32Array;
  private touchedCount = 0;

  constructor(rankCount: number) {
    this.counts = new Float64Array(rankCount);
    this.newRank = new Int32Array(rankCount).fill(-1);
    this.touched = new Int32Array(rankCount);
  }

  gather(source: PathSource, rank: number): void {
    for (let at = 0; at < this.touchedCount; at++) this.counts[this.touched[at]!] = 0;
    this.touchedCount = 0;
    this.used = 0;
    this.pathCount = 0;
    source.gather(rank, this);
  }

  add(rank: number, weight: number): void {
    if (this.used === this.ranks.length) this.ranks = doubled(this.ranks, new Int32Array(2 * this.used));
    this.ranks[this.used++] = rank;
    const count = this.counts[rank]!;
    if (count === 0) this.touched[this.touchedCount++] = rank;
    this.counts[rank] = count + weight;
  }

  end(weight: number): void {
    const before = this.pathCount === 0 ? 0 : this.ends[this.pathCount - 1]!;
    if (this.used === before) return;
    if (this.pathCount === this.ends.length) {
      this.ends = doubled(this.ends, new Uint32Array(2 * this.pathCount));
      this.weights = doubled(this.weights, new Float64Array(2 * this.pathCount));
    }
    this.ends[this.pathCount] = this.used;
    this.weights[this.pathCount++] = weight;
  }

  countOf(rank: number): number {
    return this.counts[rank]!;
  }

  /** Ranks that are frequent in the gathered paths, most frequent first. */
  frequentKeys(support: number): number[] {
    const { counts } = this;
    return [...this.touched.subarray(0, this.touchedCount)]
      .filter((rank) => counts[rank]! >= support)
      .sort((left, right) => counts[right]! - counts[left]! || left - right);
  }

  /** How many gathered ranks are among `keys`: a bound for the nodes of their tree. */
  itemCountOf(keys: readonly number[]): number {
    this.rerank(keys);
    let count = 0;
    for (let at = 0; at < this.used; at++) if (this.newRank[this.ranks[at]!]! >= 0) count++;
    this.forget(keys);
    return count;
  }

  /** Calls `visit` with each path in the ranks that `keys` give, ascending; the array is overwritten by the next path. */
  forEachReranked(keys: readonly number[], visit: (ranks: Int32Array, length: number, weight: number) => void): void {
    this.rerank(keys);
    const path = new Int32Array(keys.length);
    let at = 0;
    for (let index = 0; index < this.pathCount; index++) {
      let length = 0;
      for (; at < this.ends[index]!; at++) {
        const rank = this.newRank[this.ranks[at]!]!;
        if (rank >= 0) length = insertSorted(path, length, rank);
      }
      if (length > 0) visit(path, length, this.weights[index]!);
    }
    this.forget(keys);
  }

  private rerank(keys: readonly number[]): void {
    keys.forEach((key, rank) => (this.newRank[key] = rank));
  }

  private forget(keys: readonly number[]): void {
    for (const key of keys) this.newRank[key] = -1;
  }
}

function doubled<Column extends Int32Array | Uint32Array | Float64Array>(column: Column, larger: Column): Column {
  larger.set(column);
  return larger;
}

/** Insertion keeps short paths sorted without a call to sort. */
function insertSorted(path: Int32Array, length: number, rank: number): number {
  let at = length;
  for (; at > 0 && path[at - 1]! > rank; at--) path[at] = path[at - 1]!;
  path[at] = rank;
  return length + 1;
}
