/** The active row and the selected ones, as positions in the view. */
import { hasPosition, countPositions, listPositions, singleRange, togglePosition, uniteRanges } from './positionRanges';
import type { PositionRanges } from './positionRanges';

export class RowSelection {
  active = 0;
  private anchor = 0;
  private ranges: PositionRanges = [];

  /** Makes a row active: alone, together with those from the anchor, or added to or taken from the selected ones. */
  press(position: number, how: 'alone' | 'extend' | 'toggle'): void {
    this.active = position;
    if (how === 'extend') {
      this.ranges = singleRange(this.anchor, position);
      return;
    }
    this.anchor = position;
    this.ranges = how === 'toggle' ? togglePosition(this.ranges, position) : singleRange(position, position);
  }

  selectAll(rowCount: number): void {
    this.ranges = rowCount === 0 ? [] : singleRange(0, rowCount - 1);
  }

  /** Leaves only the active row; false where that was so already. */
  collapse(): boolean {
    const wasLarger = countPositions(this.ranges) > 1;
    this.press(this.active, 'alone');
    return wasLarger;
  }

  /** Another view: positions mean other rows. */
  reset(active: number): void {
    this.active = active;
    this.anchor = active;
    this.ranges = [];
  }

  get count(): number {
    return countPositions(this.ranges);
  }

  has(position: number): boolean {
    return hasPosition(this.ranges, position);
  }

  /** Selected positions, or the active one where fewer than two are selected. */
  positions(limit: number): number[] {
    return this.count > 1 ? listPositions(uniteRanges(this.ranges, []), limit) : [this.active];
  }
}
