/** The prefix tree of FP-Growth, on typed arrays; see `fpGrowth`. */
import type { PathSink, PathSource } from './fpPaths';

/** A prefix tree of item ranks; node 0 is the root. Nodes of one rank are chained through `next`. */
export class FpTree implements PathSource {
  private nodeCount = 1;
  private readonly rank: Int32Array;
  private readonly parent: Int32Array;
  private readonly weight: Float64Array;
  private readonly next: Int32Array;
  private readonly firstOfRank: Int32Array;
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

  /** The paths above every node of `rank`. */
  gather(rank: number, paths: PathSink): void {
    for (let node = this.firstOfRank[rank]!; node > 0; node = this.next[node]!) {
      const weight = this.weight[node]!;
      for (let above = this.parent[node]!; above > 0; above = this.parent[above]!) paths.add(this.rank[above]!, weight);
      paths.end(weight);
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
