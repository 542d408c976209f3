/**
 * Picks the few tags to show: best first, skipping those that say nearly the same as one already picked (a hard form of
 * maximal marginal relevance, Carbonell and Goldstein 1998), until scores fall too far behind the best.
 */
import type { ScoredTag } from './scoreTags';

export interface ChoiceLimits {
  readonly fewest: number;
  readonly most: number;
  /** A tag is taken while its score is at least this share of the best score. */
  readonly shareOfBest: number;
  /** Two tags at this cosine or more are not both taken. */
  readonly sameMeaning: number;
}

export const choiceLimits: ChoiceLimits = { fewest: 2, most: 6, shareOfBest: 0.72, sameMeaning: 0.8 };

/** `similarity` gives the cosine of two tags of the vocabulary. Time O(candidates × most). */
export function chooseTags(
  scored: Iterable<ScoredTag>,
  similarity: (left: number, right: number) => number,
  limits: ChoiceLimits = choiceLimits,
): ScoredTag[] {
  const chosen: ScoredTag[] = [];
  let bar = Infinity;
  for (const candidate of scored) {
    // The best score counts at most 0.8: a certain form tag must not push everything else below the bar.
    if (bar === Infinity) bar = Math.min(candidate.score, 0.8) * limits.shareOfBest;
    if (chosen.length >= limits.most) break;
    if (candidate.score < bar && chosen.length >= limits.fewest) break;
    if (chosen.some(({ tag }) => similarity(tag, candidate.tag) >= limits.sameMeaning)) continue;
    chosen.push(candidate);
  }
  return chosen;
}
