/** Selected positions as disjoint ascending ranges, so that "select all" of ten million rows is one pair of numbers. */

export interface PositionRange {
  readonly first: number;
  readonly last: number;
}

export type PositionRanges = readonly PositionRange[];

export function singleRange(one: number, other: number): PositionRanges {
  return [{ first: Math.min(one, other), last: Math.max(one, other) }];
}

export function countPositions(ranges: PositionRanges): number {
  return ranges.reduce((sum, range) => sum + range.last - range.first + 1, 0);
}

export function hasPosition(ranges: PositionRanges, position: number): boolean {
  return ranges.some((range) => range.first <= position && position <= range.last);
}

/** Both sets together; time O(n log n) in the number of ranges. */
export function uniteRanges(one: PositionRanges, other: PositionRanges): PositionRanges {
  const sorted = [...one, ...other].sort((a, b) => a.first - b.first);
  const merged: PositionRange[] = [];
  for (const range of sorted) {
    const last = merged.at(-1);
    if (last === undefined || range.first > last.last + 1) merged.push(range);
    else merged[merged.length - 1] = { first: last.first, last: Math.max(last.last, range.last) };
  }
  return merged;
}

/** Adds a position that is missing, removes one that is there. */
export function togglePosition(ranges: PositionRanges, position: number): PositionRanges {
  if (!hasPosition(ranges, position)) return uniteRanges(ranges, singleRange(position, position));
  return ranges.flatMap(({ first, last }) => {
    if (position < first || position > last) return [{ first, last }];
    const parts = [
      { first, last: position - 1 },
      { first: position + 1, last },
    ];
    return parts.filter((part) => part.first <= part.last);
  });
}

/** The first `limit` positions, ascending. */
export function listPositions(ranges: PositionRanges, limit: number): number[] {
  const positions: number[] = [];
  for (const { first, last } of ranges) {
    for (let position = first; position <= last && positions.length < limit; position++) positions.push(position);
  }
  return positions;
}
