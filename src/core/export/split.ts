/**
 * Splits rows into train and validation so that every tag keeps its share: iterative stratification (Sechidis,
 * Tsoumakas and Vlahavas 2011). Always the tag with the fewest rows left (ties: lowest id) is dealt out, each of its
 * rows to the side that lacks more rows of that tag, then to the side that lacks more rows in all, then by the seed.
 * A side that is full takes no more, so the sizes are exact. Rows without tags fill up. Time O(tags² + occurrences)
 * in the worst case, a few milliseconds for thousands of tags; memory O(occurrences).
 */
import type { RowTags } from '../normalize/tagTable';
import { randomOf, shuffle, type Random } from '../select/random';
import { invert } from '../select/tagIndex';

export interface Split {
  /** Row numbers in the order of the selection. */
  readonly train: Uint32Array;
  readonly validation: Uint32Array;
}

/** `validationShare` of the rows, rounded, go to validation; at least one stays for training. */
export function splitByTags(
  tags: RowTags,
  tagCount: number,
  rows: Uint32Array,
  validationShare: number,
  seed: number,
): Split {
  const sideOf = new Dealer(tags, tagCount, rows, validationShare, seed).deal();
  return { train: rows.filter((_, at) => sideOf[at] === 0), validation: rows.filter((_, at) => sideOf[at] === 1) };
}

/** Deals positions of `rows` to side 0 (train) or 1 (validation). */
class Dealer {
  private readonly sideOf: Int8Array;
  private readonly room: [number, number];
  /** How many rows of each tag each side still lacks. */
  private readonly lacking: readonly [Float64Array, Float64Array];
  private readonly left: Uint32Array;
  private readonly random: Random;

  constructor(
    private readonly tags: RowTags,
    private readonly tagCount: number,
    private readonly rows: Uint32Array,
    share: number,
    seed: number,
  ) {
    const validation = Math.max(0, Math.min(Math.round(rows.length * share), rows.length - 1));
    this.sideOf = new Int8Array(rows.length).fill(-1);
    this.room = [rows.length - validation, validation];
    this.random = randomOf(seed);
    const { offsets } = invert(tags, tagCount, rows);
    this.left = Uint32Array.from({ length: tagCount }, (_, tag) => offsets[tag + 1]! - offsets[tag]!);
    this.lacking = [
      Float64Array.from(this.left, (count) => count * (1 - share)),
      Float64Array.from(this.left, (count) => count * share),
    ];
  }

  deal(): Int8Array {
    const index = invert(this.tags, this.tagCount, this.rows);
    for (let tag = this.rarestTag(); tag >= 0; tag = this.rarestTag()) {
      for (const position of index.rows.subarray(index.offsets[tag], index.offsets[tag + 1])) {
        if (this.sideOf[position] === -1) this.put(position, this.sideFor(tag));
      }
    }
    const untagged = Uint32Array.from(this.rows.keys()).filter((position) => this.sideOf[position] === -1);
    for (const position of shuffle(untagged, this.random)) this.put(position, this.room[1] > 0 ? 1 : 0);
    return this.sideOf;
  }

  private rarestTag(): number {
    let rarest = -1;
    for (let tag = 0; tag < this.left.length; tag++) {
      if (this.left[tag]! > 0 && (rarest < 0 || this.left[tag]! < this.left[rarest]!)) rarest = tag;
    }
    return rarest;
  }

  private sideFor(tag: number): 0 | 1 {
    if (this.room[0] === 0) return 1;
    if (this.room[1] === 0) return 0;
    const difference = this.lacking[1][tag]! - this.lacking[0][tag]! || this.room[1] - this.room[0];
    if (difference !== 0) return difference > 0 ? 1 : 0;
    return this.random.below(2) === 1 ? 1 : 0;
  }

  private put(position: number, side: 0 | 1): void {
    const row = this.rows[position]!;
    this.sideOf[position] = side;
    this.room[side]--;
    for (let at = this.tags.offsets[row]!; at < this.tags.offsets[row + 1]!; at++) {
      this.left[this.tags.tagIds[at]!]!--;
      this.lacking[side][this.tags.tagIds[at]!]!--;
    }
  }
}
