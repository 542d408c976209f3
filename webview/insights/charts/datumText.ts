/** A datum and a whole chart in words: tooltips, the live region of a screen reader, the label of a canvas. */
import { styledText } from '../figures';
import type { Words } from '../words/english';
import type { ChartAxis, ChartPoint, ChartSeries, ChartSpec } from './chartSpec';
import { isDrawable } from './chartSpec';

export interface DatumText {
  readonly heading: string;
  readonly lines: readonly string[];
}

/** What a tooltip says: the datum's name, then its values with the names of the axes. */
export function datumText(spec: ChartSpec, series: ChartSeries, point: ChartPoint): DatumText {
  const across = `${spec.x.label}: ${valueOnAxis(spec.x, point.x)}`;
  const isNamed = spec.series.filter((other) => other.drawing === series.drawing).length > 1 && !point.label;
  const up = `${isNamed ? series.name : spec.y.label}: ${valueOnAxis(spec.y, point.y)}`;
  if (spec.x.scale === 'category' && spec.x.label === '') return { heading: valueOnAxis(spec.x, point.x), lines: [up] };
  return point.label ? { heading: point.label, lines: [across, up] } : { heading: across, lines: [up] };
}

export function datumSentence(spec: ChartSpec, series: ChartSeries, point: ChartPoint): string {
  const { heading, lines } = datumText(spec, series, point);
  return [heading, ...lines].join(', ');
}

/** The chart for someone who does not see it: what it is, what is seen, how much of it. */
export function chartSummary(spec: ChartSpec, words: Words): string {
  if (!isDrawable(spec)) return `${spec.name}. ${spec.empty ?? ''}`;
  const basis = spec.basis ? [`${words.basis(styledText(spec.basis.rows, 'integer'))}`] : [];
  const remark = spec.remark ? [spec.remark] : [];
  const ranges = [rangeText(spec, 'x'), rangeText(spec, 'y')].filter((text) => text !== '');
  return [spec.name, spec.title, ...remark, ...ranges, ...basis].join('. ');
}

export function valueOnAxis(axis: ChartAxis, value: number): string {
  if (axis.scale === 'category') return axis.categories?.[value] ?? styledText(value, axis.style);
  return styledText(value, axis.style);
}

function rangeText(spec: ChartSpec, side: 'x' | 'y'): string {
  const axis = spec[side];
  if (axis.scale === 'category' || axis.label === '') return '';
  let low = Infinity;
  let high = -Infinity;
  for (const series of spec.series) {
    for (const point of series.points) {
      low = Math.min(low, point[side]);
      high = Math.max(high, point[side]);
    }
  }
  return low <= high ? `${axis.label}: ${valueOnAxis(axis, low)} – ${valueOnAxis(axis, high)}` : '';
}
