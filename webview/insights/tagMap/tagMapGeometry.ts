/** Geometry of the tag map: placing tags in a box, zooming about a point, what lies in a lasso, which names fit. */

export interface MapPoint {
  readonly x: number;
  readonly y: number;
}

/** From map units (0 to 1, y up) to pixels: `pixel = unit × scale + offset`, y turned over by the caller's fit. */
export interface MapView {
  readonly scale: number;
  readonly left: number;
  readonly top: number;
}

/** Coordinates scaled into the unit square, keeping their proportions; a single point lies in the middle. */
export function toUnitSquare(x: readonly number[], y: readonly number[]): readonly MapPoint[] {
  const [left, right] = rangeOf(x);
  const [bottom, top] = rangeOf(y);
  const span = Math.max(right - left, top - bottom) || 1;
  const padX = (1 - (right - left) / span) / 2;
  const padY = (1 - (top - bottom) / span) / 2;
  return x.map((value, index) => ({ x: (value - left) / span + padX, y: 1 - ((y[index]! - bottom) / span + padY) }));
}

function rangeOf(values: readonly number[]): readonly [number, number] {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low <= high ? [low, high] : [0, 0];
}

/** The view that shows the whole unit square within a box. */
export function fitView(width: number, height: number, margin: number): MapView {
  const scale = Math.max(1, Math.min(width, height) - 2 * margin);
  return { scale, left: (width - scale) / 2, top: (height - scale) / 2 };
}

/** Zooms by a factor so that what lies under `at` stays there. */
export function zoomView(view: MapView, factor: number, at: MapPoint, smallest: number): MapView {
  const scale = Math.min(smallest * 60, Math.max(smallest * 0.5, view.scale * factor));
  const ratio = scale / view.scale;
  return { scale, left: at.x - (at.x - view.left) * ratio, top: at.y - (at.y - view.top) * ratio };
}

export function toPixel(point: MapPoint, view: MapView): MapPoint {
  return { x: point.x * view.scale + view.left, y: point.y * view.scale + view.top };
}

/** Even-odd rule: counts crossings of a ray to the right. O(corners). */
export function isInside(point: MapPoint, polygon: readonly MapPoint[]): boolean {
  let isIn = false;
  for (let index = 0, before = polygon.length - 1; index < polygon.length; before = index++) {
    const a = polygon[index]!;
    const b = polygon[before]!;
    const crosses = a.y > point.y !== b.y > point.y && point.x < ((b.x - a.x) * (point.y - a.y)) / (b.y - a.y) + a.x;
    if (crosses) isIn = !isIn;
  }
  return isIn;
}

/** Radius of a tag's dot: area in proportion to its rows. */
export function dotRadius(rows: number, mostRows: number): number {
  return 2 + 12 * Math.sqrt(rows / Math.max(1, mostRows));
}

export interface LabelBox {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Chooses, in the order given, the boxes that touch no earlier one. A grid of cells keeps it near O(boxes). */
export function labelsThatFit(boxes: readonly LabelBox[], cell = 64): readonly number[] {
  const taken = new Map<string, LabelBox[]>();
  const chosen: number[] = [];
  boxes.forEach((box, index) => {
    const cells = cellsOf(box, cell);
    const isFree = cells.every((key) => !(taken.get(key) ?? []).some((other) => touches(box, other)));
    if (!isFree) return;
    chosen.push(index);
    for (const key of cells) taken.set(key, [...(taken.get(key) ?? []), box]);
  });
  return chosen;
}

function cellsOf(box: LabelBox, cell: number): string[] {
  const keys: string[] = [];
  for (let column = Math.floor(box.left / cell); column <= Math.floor(box.right / cell); column++) {
    for (let row = Math.floor(box.top / cell); row <= Math.floor(box.bottom / cell); row++)
      keys.push(`${column} ${row}`);
  }
  return keys;
}

function touches(a: LabelBox, b: LabelBox): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
