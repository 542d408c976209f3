/** Curves over the number of rows: coverage of a selection's prefixes, of random draws, and growth of unique tags. */
import type { SelectionData } from '../select/selector';
import type { Curve } from './measures';

/** Coverage after the first x rows of `rows`, at `pointCount` positions from 1 to all. Exact. */
export function selectionCurve(data: SelectionData, rows: Uint32Array, pointCount: number): Curve {
  throw new Error(`Not built yet: ${data.tagNames.length} ${rows.length} ${pointCount}`);
}

/** Coverage of random draws of x candidates: exact expectation and the 95 % band of seeded draws. */
export function randomCurve(data: SelectionData, maximumRows: number, pointCount: number, seed: number): Curve {
  throw new Error(`Not built yet: ${data.tagNames.length} ${maximumRows} ${pointCount} ${seed}`);
}

/** Expected number of distinct tags in x rows drawn without replacement. Exact (hypergeometric). */
export function growthCurve(data: SelectionData, pointCount: number): Curve {
  throw new Error(`Not built yet: ${data.tagNames.length} ${pointCount}`);
}
