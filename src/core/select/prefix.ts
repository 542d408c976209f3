/** The first rows of a selection as the selection of that size, where its order does not depend on n. */
import type { Selection } from './selector';

/** The last round in which a row was taken. */
export function roundsOf({ roundOf }: Pick<Selection, 'roundOf'>): number {
  return roundOf.reduce((most, round) => Math.max(most, round), 0);
}

/** Only for selections that are `isPrefixStable`. Time O(n). Arrays are views of the whole. */
export function prefixOf(whole: Selection, count: number): Selection {
  const used = Math.min(count, whole.rows.length);
  const roundOf = whole.roundOf.subarray(0, used);
  return {
    ...whole,
    requested: count,
    rows: whole.rows.subarray(0, used),
    roundOf,
    scores: whole.scores.subarray(0, used),
    reasons: whole.reasons.subarray(0, used),
    admittedOffsets: whole.admittedOffsets.subarray(0, used + 1),
    rounds: used === whole.rows.length ? whole.rounds : roundsOf({ roundOf }),
    shortfall: count - used,
  };
}
