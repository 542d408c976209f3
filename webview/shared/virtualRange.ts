/**
 * Scrolling in data units. Browsers cap the height of an element, so `rows × height` breaks at about a million rows;
 * here the position is a row number with a fraction, and only what is visible exists. Every function is O(1).
 */

export interface Viewport {
  readonly rowCount: number;
  readonly rowHeight: number;
  /** Height of the visible part in pixels. */
  readonly height: number;
}

export interface VisibleRange {
  readonly first: number;
  /** One past the last visible row. */
  readonly end: number;
  /** Where the first row stands, at most 0: how much of it is scrolled away. */
  readonly offsetPx: number;
}

export interface Thumb {
  readonly start: number;
  readonly length: number;
}

const shortestThumb = 24;

/** The largest scroll position: the last row then ends at the lower edge. */
export function maximumTop({ rowCount, rowHeight, height }: Viewport): number {
  return Math.max(0, rowCount - height / rowHeight);
}

export function clampTop(top: number, viewport: Viewport): number {
  return Math.min(Math.max(0, top), maximumTop(viewport));
}

export function visibleRange(top: number, viewport: Viewport): VisibleRange {
  const clamped = clampTop(top, viewport);
  const first = Math.floor(clamped);
  const end = Math.min(viewport.rowCount, Math.ceil(clamped + viewport.height / viewport.rowHeight));
  return { first, end: Math.max(first, end), offsetPx: -Math.round((clamped - first) * viewport.rowHeight) };
}

/** Rows that fit entirely, at least one: the step of Page Up and Page Down. */
export function pageStep({ height, rowHeight }: Viewport): number {
  return Math.max(1, Math.floor(height / rowHeight) - 1);
}

/** The position nearest to `top` at which a row is entirely visible. */
export function topToReveal(position: number, top: number, viewport: Viewport): number {
  const rowsInView = viewport.height / viewport.rowHeight;
  if (position < top) return clampTop(position, viewport);
  if (position + 1 > top + rowsInView) return clampTop(position + 1 - rowsInView, viewport);
  return clampTop(top, viewport);
}

/** The position at which a row stands in the middle: for jumps, where the surroundings matter. */
export function topToCentre(position: number, viewport: Viewport): number {
  return clampTop(position + 0.5 - viewport.height / viewport.rowHeight / 2, viewport);
}

/** The scrollbar's thumb in pixels of its track, or null when everything fits. */
export function thumbAt(top: number, viewport: Viewport): Thumb | null {
  const last = maximumTop(viewport);
  if (last <= 0 || viewport.height <= 0) return null;
  const share = viewport.height / (viewport.rowCount * viewport.rowHeight);
  const length = Math.min(viewport.height, Math.max(shortestThumb, viewport.height * share));
  return { start: (clampTop(top, viewport) / last) * (viewport.height - length), length };
}

/** The scroll position for a thumb that was dragged to `start`. */
export function topAtThumb(start: number, viewport: Viewport): number {
  const thumb = thumbAt(0, viewport);
  if (thumb === null) return 0;
  const free = viewport.height - thumb.length;
  return free <= 0 ? 0 : clampTop((start / free) * maximumTop(viewport), viewport);
}
