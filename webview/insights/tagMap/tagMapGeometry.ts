/** Geometry of the tag map: placing tags in a box, zooming about a point, what lies in a lasso, which names fit. */

export interface MapPoint {
  readonly x: number;
  readonly y: number;
}

/** From map units to pixels: `pixel = unit × scale + offset`. */
export interface MapView {
  readonly scale: number;
  readonly left: number;
  readonly top: number;
}

/** A layout with its longer side scaled to 1, its proportions kept, and y growing downwards. */
export interface UnitLayout {
  readonly points: readonly MapPoint[];
  readonly width: number;
  readonly height: number;
}

/** Scales coordinates so that their longer side is 1. */
export function toUnitLayout(x: readonly number[], y: readonly number[]): UnitLayout {
  const [left, right] = rangeOf(x);
  const [bottom, top] = rangeOf(y);
  const span = Math.max(right - left, top - bottom) || 1;
  const points = x.map((value, index) => ({ x: (value - left) / span, y: (top - y[index]!) / span }));
  return { points, width: (right - left) / span, height: (top - bottom) / span };
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

/** The view that shows the whole layout in the middle of a box. */
export function fitView(layout: UnitLayout, width: number, height: number, margin: number): MapView {
  const across = (width - 2 * margin) / (layout.width || 1);
  const down = (height - 2 * margin) / (layout.height || 1);
  const scale = Math.max(1, Math.min(across, down));
  return { scale, left: (width - layout.width * scale) / 2, top: (height - layout.height * scale) / 2 };
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
