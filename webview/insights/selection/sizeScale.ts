/** The scale of the size slider: equal steps multiply, so that 50 and 50,000 are both easy to hit, and sizes are round. */

/** Positions of the slider, from 0. */
export const sizeSteps = 400;

/** The size at a position: two significant digits, and exactly the maximum at the end. */
export function sizeAt(position: number, maximum: number): number {
  if (position >= sizeSteps) return maximum;
  const smallest = smallestSize(maximum);
  const size = smallest * (maximum / smallest) ** (Math.max(0, position) / sizeSteps);
  return Math.min(maximum, Math.max(1, roundToTwoDigits(size)));
}

/** The position nearest to a size. */
export function positionOf(size: number, maximum: number): number {
  const smallest = smallestSize(maximum);
  if (size >= maximum) return sizeSteps;
  const share = Math.log(Math.max(size, smallest) / smallest) / Math.log(maximum / smallest);
  // The last position means everything, and belongs to nothing less.
  return Math.min(sizeSteps - 1, Math.round(share * sizeSteps));
}

function smallestSize(maximum: number): number {
  return maximum > 50 ? 10 : 1;
}

function roundToTwoDigits(value: number): number {
  return Number(value.toPrecision(2));
}
