/** Moving through the data of a chart by keyboard. */
import type { Datum } from './chartDrawing';
import type { ChartSpec } from './chartSpec';

/** The datum after a key, or null where the key does not move. Bands are context and are passed over. */
export function moveCursor(spec: ChartSpec, at: Datum | null, key: string): Datum | null {
  const reachable = spec.series.flatMap((series, index) =>
    series.drawing === 'band' || series.points.length === 0 ? [] : [index],
  );
  if (reachable.length === 0) return null;
  const order = reachable.flatMap((series) => spec.series[series]!.points.map((_, point) => ({ series, point })));
  if (at === null) return isMove(key) ? startDatum(order, key) : null;
  const place = order.findIndex((datum) => datum.series === at.series && datum.point === at.point);
  const stride = Math.max(1, Math.round(spec.series[at.series]!.points.length / 10));
  switch (key) {
    case 'ArrowRight':
      return clampedAt(order, place + 1);
    case 'ArrowLeft':
      return clampedAt(order, place - 1);
    case 'PageDown':
      return clampedAt(order, place + stride);
    case 'PageUp':
      return clampedAt(order, place - stride);
    case 'Home':
      return clampedAt(order, 0);
    case 'End':
      return clampedAt(order, order.length - 1);
    case 'ArrowUp':
    case 'ArrowDown':
      return besides(spec, reachable, at, key === 'ArrowUp' ? -1 : 1);
    default:
      return null;
  }
}

function isMove(key: string): boolean {
  return /^(Arrow(Left|Right|Up|Down)|Page(Up|Down)|Home|End)$/.test(key);
}

function startDatum(order: readonly Datum[], key: string): Datum | null {
  return clampedAt(order, key === 'End' ? order.length - 1 : 0);
}

function clampedAt(order: readonly Datum[], index: number): Datum | null {
  return order[Math.min(order.length - 1, Math.max(0, index))] ?? null;
}

/** The datum at the same place in the next series, or the next datum where there is one series only (lying bars). */
function besides(spec: ChartSpec, reachable: readonly number[], at: Datum, step: number): Datum {
  if (reachable.length === 1) {
    const last = spec.series[at.series]!.points.length - 1;
    return { series: at.series, point: Math.min(last, Math.max(0, at.point + step)) };
  }
  const position = Math.min(reachable.length - 1, Math.max(0, reachable.indexOf(at.series) + step));
  const series = reachable[position]!;
  return { series, point: Math.min(at.point, spec.series[series]!.points.length - 1) };
}
