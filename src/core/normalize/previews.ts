/**
 * Figures that sliders redraw while they move: each is prepared once (a pass over the data) and then read in O(1) or
 * O(edges). They show one step on the groups it acts on; the whole run follows when the slider rests.
 */
import { rootOf, unite } from './dbscan';
import type { NeighbourPairs } from './neighbours';
import type { RowTags } from './tagTable';

/** What each α would leave; index = α, up to one above the highest count (everything gone). */
export interface FrequencyCurve {
  readonly tagsKept: Uint32Array;
  readonly rowsWithoutTags: Uint32Array;
}

/** All α at once: a row keeps a tag as long as its most frequent tag is kept. Time O(tags of rows + highest count). */
export function frequencyCurve(rows: RowTags, queryCounts: Uint32Array, isTagged?: Uint8Array): FrequencyCurve {
  const highest = queryCounts.reduce((most, count) => Math.max(most, count), 0);
  const tagsKept = new Uint32Array(highest + 2);
  const rowsWithoutTags = new Uint32Array(highest + 2);
  for (const count of queryCounts) if (count > 0) tagsKept[count]!++;
  for (let row = 0; row + 1 < rows.offsets.length; row++) {
    if (isTagged?.[row] === 0) continue;
    let best = 0;
    for (let at = rows.offsets[row]!; at < rows.offsets[row + 1]!; at++)
      best = Math.max(best, queryCounts[rows.tagIds[at]!]!);
    rowsWithoutTags[best + 1]!++;
  }
  for (let alpha = highest; alpha >= 0; alpha--) tagsKept[alpha]! += tagsKept[alpha + 1]!;
  for (let alpha = 1; alpha < rowsWithoutTags.length; alpha++) rowsWithoutTags[alpha]! += rowsWithoutTags[alpha - 1]!;
  return { tagsKept, rowsWithoutTags };
}

/** Pairs by ascending distance, and the tags left once all up to each pair are joined (min_samples 1 or 2). */
export interface SemanticCurve {
  readonly pairs: NeighbourPairs;
  /** `tagsLeft[k]`: groups after the first k pairs. */
  readonly tagsLeft: Uint32Array;
}

/** Time O(pairs · log pairs). */
export function semanticCurve(tagCount: number, pairs: NeighbourPairs): SemanticCurve {
  const byDistance = sortedPairs(pairs);
  const parent = Uint32Array.from({ length: tagCount }, (_, tag) => tag);
  const tagsLeft = new Uint32Array(byDistance.count + 1);
  tagsLeft[0] = tagCount;
  for (let at = 0; at < byDistance.count; at++) {
    const joins = rootOf(parent, byDistance.left[at]!) !== rootOf(parent, byDistance.right[at]!);
    unite(parent, byDistance.left[at]!, byDistance.right[at]!);
    tagsLeft[at + 1] = tagsLeft[at]! - (joins ? 1 : 0);
  }
  return { pairs: byDistance, tagsLeft };
}

/** The pairs by ascending distance, then by their vectors. */
export function sortedPairs(pairs: NeighbourPairs): NeighbourPairs {
  const order = Uint32Array.from({ length: pairs.count }, (_, at) => at);
  order.sort(
    (first, second) =>
      pairs.distance[first]! - pairs.distance[second]! ||
      pairs.left[first]! - pairs.left[second]! ||
      pairs.right[first]! - pairs.right[second]!,
  );
  return {
    count: pairs.count,
    left: Uint32Array.from(order, (at) => pairs.left[at]!),
    right: Uint32Array.from(order, (at) => pairs.right[at]!),
    distance: Float64Array.from(order, (at) => pairs.distance[at]!),
  };
}

/** Tags left at `epsilon`. Time O(log pairs). */
export function tagsLeftAt(curve: SemanticCurve, epsilon: number): number {
  return curve.tagsLeft[pairsWithin(curve.pairs, epsilon)]!;
}

/** How many of the sorted pairs lie within `epsilon`. */
export function pairsWithin(pairs: NeighbourPairs, epsilon: number): number {
  let [low, high] = [0, pairs.count];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (pairs.distance[middle]! <= epsilon) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A pair of tags whose fate a small move of ε would change. */
export interface NearPair {
  readonly left: number;
  readonly right: number;
  readonly distance: number;
  readonly isWithin: boolean;
}

/** Up to `limit` of the sorted pairs, nearest to the threshold first, both sides of it. Time O(limit). */
export function pairsNearThreshold(pairs: NeighbourPairs, epsilon: number, limit: number): NearPair[] {
  let above = pairsWithin(pairs, epsilon);
  let below = above - 1;
  const near: NearPair[] = [];
  while (near.length < limit && (below >= 0 || above < pairs.count)) {
    const gapBelow = below >= 0 ? epsilon - pairs.distance[below]! : Infinity;
    const gapAbove = above < pairs.count ? pairs.distance[above]! - epsilon : Infinity;
    const at = gapBelow <= gapAbove ? below-- : above++;
    const distance = pairs.distance[at]!;
    near.push({ left: pairs.left[at]!, right: pairs.right[at]!, distance, isWithin: distance <= epsilon });
  }
  return near;
}
