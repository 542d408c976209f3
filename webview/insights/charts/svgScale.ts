/** Scales of the SVG drawing: from values to pixels, with their ticks. */
import { tickText } from '../figures';
import type { ChartAxis, ChartSpec } from './chartSpec';
import { linearTicks, logTicks } from './ticks';

export interface SvgScale {
  readonly place: (value: number) => number;
  readonly ticks: readonly { readonly at: number; readonly label: string }[];
}

/** A scale over what the series hold on that side, within the axis's own ends where it has them. */
export function svgScale(spec: ChartSpec, side: 'x' | 'y', from: number, to: number): SvgScale {
  const axis = spec[side];
  if (axis.scale === 'category') return categoryScale(axis, from, to);
  const { low, high } = extent(spec, side);
  return axis.scale === 'logarithmic'
    ? logarithmicScale(axis, Math.max(low, 1e-9), Math.max(high, low * 1.01), from, to)
    : linearScale(axis, low, high, from, to);
}

function categoryScale(axis: ChartAxis, from: number, to: number): SvgScale {
  const names = axis.categories ?? [];
  const step = (to - from) / Math.max(1, names.length);
  const place = (value: number) => from + (value + 0.5) * step;
  return { place, ticks: names.map((label, index) => ({ at: place(index), label })) };
}

function linearScale(axis: ChartAxis, low: number, high: number, from: number, to: number): SvgScale {
  const top = axis.maximum ?? linearTop(low, high);
  const place = (value: number) => from + ((value - low) / (top - low || 1)) * (to - from);
  const ticks = linearTicks(low, top).filter((value) => axis.style !== 'integer' || Number.isInteger(value));
  return { place, ticks: ticks.map((value) => ({ at: place(value), label: tickText(value, axis.style) })) };
}

/** The first round number at or above the highest value. */
function linearTop(low: number, high: number): number {
  const ticks = linearTicks(low, high);
  const step = ticks.length > 1 ? ticks[1]! - ticks[0]! : 1;
  return low + Math.max(1, Math.ceil((high - low) / step - 1e-9)) * step;
}

function logarithmicScale(axis: ChartAxis, low: number, high: number, from: number, to: number): SvgScale {
  const span = Math.log10(high / low) || 1;
  const place = (value: number) => from + (Math.log10(Math.max(value, low) / low) / span) * (to - from);
  return {
    place,
    ticks: logTicks(low, high).map((value) => ({ at: place(value), label: tickText(value, axis.style) })),
  };
}

function extent(spec: ChartSpec, side: 'x' | 'y'): { readonly low: number; readonly high: number } {
  const axis = spec[side];
  let low = axis.minimum ?? Infinity;
  let high = axis.maximum ?? -Infinity;
  for (const series of spec.series) {
    for (const point of series.points) {
      low = Math.min(low, point[side]);
      high = Math.max(high, point[side]);
    }
  }
  return low <= high ? { low, high: high + (high - low) * (axis.headroom ?? 0) } : { low: 0, high: 1 };
}
