/** Datasets against each other, as the page shows them: all pairs, and what the second adds to the first. */
import { alignProfiles } from '../../core/measure/alignProfiles';
import { compareDatasets, jaccardMatrix, recallMatrix, type TagProfile } from '../../core/measure/compareDatasets';
import type { DatasetComparison } from '../../protocol/insights';

export function comparisonOf(asTheyAre: readonly TagProfile[]): DatasetComparison {
  const profiles = alignProfiles(asTheyAre);
  const [first, second] = profiles;
  const difference =
    first === undefined || second === undefined ? { gained: [], lost: [], shifts: [] } : compareDatasets(first, second);
  return {
    names: profiles.map(({ name }) => name),
    recall: recallMatrix(profiles),
    jaccard: jaccardMatrix(profiles),
    gained: difference.gained,
    lost: difference.lost,
    shifts: difference.shifts.map(({ tag, shareA, shareB, isSignificant }) => ({
      tag,
      first: shareA,
      second: shareB,
      isSignificant,
    })),
  };
}
