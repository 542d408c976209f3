/** How many rows a selection takes where nobody has said. */

/** A selection of nearly everything shows nothing: of fewer than twice the wanted rows, a tenth. At least one. */
export function usualSize(wanted: number, candidateCount: number): number {
  return candidateCount >= 2 * wanted ? wanted : Math.max(1, Math.ceil(candidateCount / 10));
}
