/** A spec in the terms of chart.js. */
import type { ChartConfiguration, ChartDataset, ChartOptions } from 'chart.js';
import { tickText } from '../figures';
import { clip } from '../../shared/format';
import { withAlpha } from './chartPalette';
import type { ChartPalette } from './chartPalette';
import type { ChartAxis, ChartSeries, ChartSpec } from './chartSpec';
import { datumText } from './datumText';
import { isPowerOfTen } from './ticks';

type Kind = 'line' | 'bar' | 'scatter';
type Dataset = ChartDataset<Kind>;

export interface DrawnChart {
  readonly configuration: ChartConfiguration<Kind>;
  /** Series behind each dataset of chart.js; undefined where it only helps to draw (the lower edge of a band). */
  readonly seriesOf: readonly (number | undefined)[];
}

export function chartConfiguration(spec: ChartSpec, palette: ChartPalette): DrawnChart {
  const datasets: Dataset[] = [];
  const seriesOf: (number | undefined)[] = [];
  spec.series.forEach((series, index) => {
    const made = datasetsOf(spec, series, palette);
    datasets.push(...made);
    seriesOf.push(...made.map(() => (series.drawing === 'band' ? undefined : index)));
  });
  const configuration: ChartConfiguration<Kind> = {
    type: baseKind(spec),
    data: { labels: [...(spec.x.categories ?? [])], datasets },
    options: chartOptions(spec, palette, seriesOf),
  };
  return { configuration, seriesOf };
}

function baseKind(spec: ChartSpec): Kind {
  if (spec.x.scale === 'category') return 'bar';
  return spec.series.some((series) => series.drawing === 'line') ? 'line' : 'scatter';
}

function datasetsOf(spec: ChartSpec, series: ChartSeries, palette: ChartPalette): Dataset[] {
  const color = palette.tones[series.tone];
  switch (series.drawing) {
    case 'bars':
      return [barDataset(spec, series, color, palette)];
    case 'line':
      return [lineDataset(spec, series, color)];
    case 'points':
    case 'ring':
      return [pointDataset(series, color, palette)];
    case 'band':
      return bandDatasets(series, color, palette);
  }
}

function barDataset(spec: ChartSpec, series: ChartSeries, color: string, palette: ChartPalette): Dataset {
  return {
    type: 'bar',
    label: series.name,
    data: series.points.map((point) => point.y),
    backgroundColor: withAlpha(color, palette.hasEdges ? 0.35 : 0.8),
    hoverBackgroundColor: color,
    borderColor: color,
    borderWidth: palette.hasEdges ? 1 : 0,
    borderRadius: 2,
    minBarLength: 2,
    categoryPercentage: 0.9,
    barPercentage: 0.9,
    maxBarThickness: spec.isHorizontal ? 14 : 48,
  };
}

/** How far marks may reach over the edge of the plot, in pixels: a ring at 100 % is whole. */
const markReach = 12;

function lineDataset(spec: ChartSpec, series: ChartSeries, color: string): Dataset {
  const showsPoints = spec.x.scale === 'logarithmic' && series.points.length <= 400;
  return {
    type: 'line',
    label: series.name,
    data: series.points.map(({ x, y }) => ({ x, y })),
    borderColor: color,
    backgroundColor: color,
    borderWidth: series.tone === 'quiet' ? 1.5 : 2,
    borderDash: [...series.dash],
    borderJoinStyle: 'round',
    clip: markReach,
    pointStyle: series.shape,
    pointRadius: showsPoints ? 2.5 : 0,
    pointHoverRadius: 5,
    pointHitRadius: 6,
    fill: false,
  };
}

function pointDataset(series: ChartSeries, color: string, palette: ChartPalette): Dataset {
  const isRing = series.drawing === 'ring';
  const isCrowded = series.points.length > 300;
  return {
    type: 'scatter',
    label: series.name,
    data: series.points.map(({ x, y }) => ({ x, y })),
    borderColor: isRing || palette.hasEdges ? color : palette.background,
    backgroundColor: isRing ? 'transparent' : withAlpha(color, isCrowded ? 0.35 : 0.9),
    borderWidth: isRing ? 2.5 : isCrowded ? 0 : 1,
    clip: markReach,
    pointStyle: series.shape,
    pointRadius: isRing ? 8 : isCrowded ? 2.5 : 6,
    pointHoverRadius: isRing ? 9 : isCrowded ? 5 : 7,
    pointHoverBackgroundColor: isRing ? 'transparent' : color,
    pointHoverBorderColor: isRing ? color : palette.text,
    pointHitRadius: 4,
  };
}

/** A band is its lower edge, drawn as nothing, and its upper edge filled down to it. */
function bandDatasets(series: ChartSeries, color: string, palette: ChartPalette): Dataset[] {
  const edge = {
    type: 'line' as const,
    label: series.name,
    borderWidth: palette.hasEdges ? 1 : 0,
    borderColor: withAlpha(color, 0.6),
    pointRadius: 0,
    pointHitRadius: 0,
    pointHoverRadius: 0,
  };
  return [
    { ...edge, data: series.points.map((point) => ({ x: point.x, y: point.low ?? point.y })), fill: false },
    { ...edge, data: series.points.map(({ x, y }) => ({ x, y })), fill: '-1', backgroundColor: withAlpha(color, 0.2) },
  ];
}

function chartOptions(
  spec: ChartSpec,
  palette: ChartPalette,
  seriesOf: readonly (number | undefined)[],
): ChartOptions<Kind> {
  const across = axisOptions(spec.x, palette, spec.isHorizontal === true);
  const up = axisOptions(spec.y, palette, spec.isHorizontal === true);
  const isPlane = baseKind(spec) === 'scatter';
  return {
    animation: false,
    responsive: true,
    maintainAspectRatio: false,
    indexAxis: spec.isHorizontal ? 'y' : 'x',
    normalized: true,
    layout: { padding: { top: 8, right: markReach } },
    interaction: isPlane
      ? { mode: 'nearest', intersect: true }
      : { mode: 'nearest', axis: categoryAxis(spec), intersect: false },
    scales: spec.isHorizontal ? { x: up, y: across } : { x: across, y: up },
    onHover: (_event, elements, chart) => {
      const series = elements.map((element) => seriesOf[element.datasetIndex]).find((index) => index !== undefined);
      const point = series === undefined ? undefined : spec.series[series]?.points[elements[0]!.index];
      chart.canvas.style.cursor = point?.target ? 'pointer' : 'default';
    },
    plugins: { tooltip: tooltipOptions(spec, palette, seriesOf) },
  };
}

function categoryAxis(spec: ChartSpec): 'x' | 'y' {
  return spec.isHorizontal ? 'y' : 'x';
}

type AxisOptions = NonNullable<NonNullable<ChartOptions<Kind>['scales']>[string]>;

function axisOptions(axis: ChartAxis, palette: ChartPalette, isHorizontalChart: boolean): AxisOptions {
  const font = { family: palette.fontFamily, size: 11 };
  const isCategory = axis.scale === 'category';
  const options = {
    type: axis.scale,
    ...(axis.minimum !== undefined && !isCategory && { min: axis.minimum }),
    ...(axis.maximum !== undefined && !isCategory && { max: axis.maximum }),
    ...(axis.headroom !== undefined && { grace: `${axis.headroom * 100}%` }),
    title: {
      display: axis.label !== '',
      text: axis.label,
      color: palette.quietText,
      font,
      padding: { top: 4, bottom: 0 },
    },
    grid: { display: !isCategory, color: palette.grid, drawTicks: false },
    border: { display: isCategory && !isHorizontalChart, color: palette.grid },
    ticks: {
      color: palette.quietText,
      font,
      padding: 6,
      maxRotation: 0,
      autoSkip: !(isCategory && isHorizontalChart),
      autoSkipPadding: 12,
      maxTicksLimit: isCategory ? 20 : 6,
      callback(this: { readonly chart: { readonly width: number } }, value: string | number, index: number) {
        // Beside lying bars, names get at most half of the width.
        return tickLabel(axis, Number(value), index, Math.floor((this.chart.width * 0.5) / 6.5));
      },
    },
  };
  return options;
}

function tickLabel(axis: ChartAxis, value: number, index: number, room: number): string | null {
  if (axis.scale === 'category') return clip(axis.categories?.[value] ?? String(index), Math.max(8, room));
  if (axis.scale === 'logarithmic' && !isPowerOfTen(value)) return null;
  if (axis.style === 'integer' && !Number.isInteger(value)) return null;
  return tickText(value, axis.style);
}

function tooltipOptions(spec: ChartSpec, palette: ChartPalette, seriesOf: readonly (number | undefined)[]) {
  const textAt = (item: { readonly datasetIndex: number; readonly dataIndex: number } | undefined) => {
    const series = item && spec.series[seriesOf[item.datasetIndex] ?? -1];
    const point = series?.points[item?.dataIndex ?? -1];
    return series && point ? datumText(spec, series, point) : { heading: '', lines: [] };
  };
  const font = { family: palette.fontFamily, size: 12 };
  return {
    filter: (item: { readonly datasetIndex: number }) => seriesOf[item.datasetIndex] !== undefined,
    displayColors: false,
    backgroundColor: palette.tooltipBackground,
    titleColor: palette.tooltipText,
    bodyColor: palette.tooltipText,
    borderColor: palette.tooltipBorder,
    borderWidth: 1,
    cornerRadius: 3,
    padding: 8,
    titleFont: { ...font, weight: 600 },
    bodyFont: font,
    callbacks: {
      title: (items: readonly { readonly datasetIndex: number; readonly dataIndex: number }[]) =>
        clip(textAt(items[0]).heading, 80),
      label: (item: { readonly datasetIndex: number; readonly dataIndex: number }) => [...textAt(item).lines],
    },
  };
}
