/** Quality as selectors use it: never negative, never missing; what was done to it is said. */
import type { SelectorRun } from './selectorRun';

/**
 * Quality per row. Without a column every row counts 1. Negative values would turn "better" round where quality is a
 * factor, so all values are then shifted until the lowest candidate has 0. Rows without a value count as the lowest.
 */
export function usableQuality({ data, candidates, note }: SelectorRun): Float64Array {
  if (!data.quality) {
    note('There is no quality column: every row counts the same.');
    return new Float64Array(data.tags.offsets.length - 1).fill(1);
  }
  const values = candidates.reduce((found, row) => found + (Number.isFinite(data.quality![row]!) ? 1 : 0), 0);
  let lowest = Infinity;
  for (const row of candidates) if (data.quality[row]! < lowest) lowest = data.quality[row]!;
  if (values < candidates.length) {
    note(`${candidates.length - values} of ${candidates.length} rows have no quality; they count as the lowest.`);
  }
  if (lowest < 0) note(`Quality goes down to ${lowest}; all values were shifted so that the lowest is 0.`);
  const shift = lowest < 0 ? -lowest : 0;
  const missing = lowest < 0 || lowest === Infinity ? 0 : lowest;
  return data.quality.map((value) => (Number.isFinite(value) ? value + shift : missing));
}
