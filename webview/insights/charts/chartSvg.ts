/** A chart as SVG, drawn from the same spec as the canvas: title, legend, axes, data, and the words below. */
import { clip, formatCount } from '../../shared/format';
import type { Words } from '../words/english';
import type { ChartPalette } from './chartPalette';
import type { ChartSeries, ChartSpec } from './chartSpec';
import { labelBox } from './pointLabels';
import type { Box } from './pointLabels';
import { escapeXml, markPath, roundPixel, svgElement } from './svgMarkup';
import { svgScale } from './svgScale';
import type { SvgScale } from './svgScale';

export interface SvgSize {
  readonly width: number;
  readonly height: number;
}

const characterWidth = 6;

interface Frame extends SvgSize {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Writes the chart as an SVG document. O(points). */
export function chartSvg(spec: ChartSpec, palette: ChartPalette, words: Words, size: SvgSize): string {
  const legend = legendSeries(spec);
  const frame: Frame = {
    ...size,
    left: spec.isHorizontal ? 210 : 64,
    right: size.width - 20,
    top: legend.length > 0 ? 78 : 58,
    bottom: size.height - 58,
  };
  const across = spec.isHorizontal
    ? svgScale(spec, 'y', frame.left, frame.right)
    : svgScale(spec, 'x', frame.left, frame.right);
  const up = spec.isHorizontal
    ? svgScale(spec, 'x', frame.top, frame.bottom)
    : svgScale(spec, 'y', frame.bottom, frame.top);
  const body = [
    svgElement('rect', { width: size.width, height: size.height, fill: palette.background }),
    heading(spec, palette),
    ...legend.map((series, index) => legendEntry(series, index, palette)),
    axes(spec, across, up, frame, palette),
    ...spec.series.map((series) => drawSeries(spec, series, across, up, palette)),
    ...pointNames(spec, across, up, frame.right, palette),
    footer(spec, frame, palette, words),
  ];
  const root = { xmlns: 'http://www.w3.org/2000/svg', width: size.width, height: size.height };
  const view = { viewBox: `0 0 ${size.width} ${size.height}`, 'font-family': palette.fontFamily, role: 'img' };
  return svgElement('svg', { ...root, ...view, 'aria-label': spec.title }, body.join('\n')) + '\n';
}

function legendSeries(spec: ChartSpec): readonly ChartSeries[] {
  const unlabelled = spec.series.filter((series) => !series.isLabelled);
  return unlabelled.length > 1 ? unlabelled : [];
}

function heading(spec: ChartSpec, palette: ChartPalette): string {
  const title = text(spec.title, 16, 26, palette.text, { 'font-size': 15, 'font-weight': 600 });
  return title + text(spec.name, 16, 45, palette.quietText, { 'font-size': 12 });
}

function legendEntry(series: ChartSeries, index: number, palette: ChartPalette): string {
  const x = 16 + index * 170;
  const color = palette.tones[series.tone];
  const swatch =
    series.drawing === 'band'
      ? svgElement('rect', { x, y: 57, width: 22, height: 9, fill: color, 'fill-opacity': 0.25 })
      : svgElement('path', { d: `M${x} 62h22`, stroke: color, 'stroke-width': 2, ...dashOf(series) });
  return swatch + text(series.name, x + 28, 66, palette.quietText, { 'font-size': 11 });
}

function axes(spec: ChartSpec, across: SvgScale, up: SvgScale, frame: Frame, palette: ChartPalette): string {
  const line = { stroke: palette.quietText, 'stroke-width': 1, 'stroke-opacity': 0.18 };
  const small = { 'font-size': 11 };
  const isUpCategory = spec.isHorizontal === true;
  const isAcrossCategory = !spec.isHorizontal && spec.x.scale === 'category';
  const every = Math.ceil(across.ticks.length / 20);
  const below = across.ticks.map(({ at, label }, index) => {
    const grid = isAcrossCategory
      ? ''
      : svgElement('path', { d: `M${roundPixel(at)} ${frame.top}V${frame.bottom}`, ...line });
    const words =
      index % every === 0
        ? text(label, at, frame.bottom + 17, palette.quietText, { ...small, 'text-anchor': 'middle' })
        : '';
    return grid + words;
  });
  const beside = up.ticks.map(({ at, label }) => {
    const grid = isUpCategory
      ? ''
      : svgElement('path', { d: `M${frame.left} ${roundPixel(at)}H${frame.right}`, ...line });
    const shown = label.length > 30 ? `${label.slice(0, 29)}…` : label;
    return grid + text(shown, frame.left - 8, at + 4, palette.quietText, { ...small, 'text-anchor': 'end' });
  });
  const [acrossLabel, upLabel] = spec.isHorizontal ? [spec.y.label, spec.x.label] : [spec.x.label, spec.y.label];
  const middle = (frame.top + frame.bottom) / 2;
  const centred = { ...small, 'text-anchor': 'middle' };
  return [
    ...below,
    ...beside,
    text(acrossLabel, (frame.left + frame.right) / 2, frame.bottom + 36, palette.quietText, centred),
    upLabel === ''
      ? ''
      : text(upLabel, 16, middle, palette.quietText, { ...centred, transform: `rotate(-90 16 ${middle})` }),
  ].join('');
}

function drawSeries(
  spec: ChartSpec,
  series: ChartSeries,
  across: SvgScale,
  up: SvgScale,
  palette: ChartPalette,
): string {
  const color = palette.tones[series.tone];
  const at = (x: number, y: number) => `${roundPixel(across.place(x))} ${roundPixel(up.place(y))}`;
  switch (series.drawing) {
    case 'line': {
      const d = series.points.map((point, index) => `${index === 0 ? 'M' : 'L'}${at(point.x, point.y)}`).join('');
      return svgElement('path', { d, fill: 'none', stroke: color, 'stroke-width': 2, ...dashOf(series) });
    }
    case 'band': {
      const upper = series.points.map((point, index) => `${index === 0 ? 'M' : 'L'}${at(point.x, point.y)}`);
      const lower = [...series.points].reverse().map((point) => `L${at(point.x, point.low ?? point.y)}`);
      return svgElement('path', { d: [...upper, ...lower, 'Z'].join(''), fill: color, 'fill-opacity': 0.2 });
    }
    case 'bars':
      return bars(spec, series, across, up, color);
    case 'points':
    case 'ring':
      return points(series, across, up, color);
  }
}

function bars(spec: ChartSpec, series: ChartSeries, across: SvgScale, up: SvgScale, color: string): string {
  const names = spec.isHorizontal ? up : across;
  const values = spec.isHorizontal ? across : up;
  const step = Math.abs(names.place(1) - names.place(0)) || 20;
  const thick = Math.min(48, step * 0.8);
  const zero = values.place(0);
  return series.points
    .map((point) => {
      const middle = roundPixel(names.place(point.x) - thick / 2);
      const long = roundPixel(Math.abs(values.place(point.y) - zero));
      const start = roundPixel(Math.min(values.place(point.y), zero));
      const place = spec.isHorizontal
        ? { x: start, y: middle, width: long, height: roundPixel(thick) }
        : { x: middle, y: start, width: roundPixel(thick), height: long };
      return svgElement('rect', { ...place, fill: color, 'fill-opacity': 0.85 });
    })
    .join('');
}

function points(series: ChartSeries, across: SvgScale, up: SvgScale, color: string): string {
  const isRing = series.drawing === 'ring';
  const isCrowded = series.points.length > 300;
  const paint = isRing
    ? { fill: 'none', stroke: color, 'stroke-width': 2.5 }
    : { fill: color, 'fill-opacity': isCrowded ? 0.35 : 0.9 };
  const radius = isRing ? 8 : isCrowded ? 2.2 : 6;
  return series.points
    .map((point) => {
      const x = roundPixel(across.place(point.x));
      const y = roundPixel(up.place(point.y));
      return svgElement('path', { d: markPath(series.shape, x, y, radius), ...paint });
    })
    .join('');
}

/** Names beside the points of labelled series, out of each other's way; widths are estimated, for want of a canvas. */
function pointNames(
  spec: ChartSpec,
  across: SvgScale,
  up: SvgScale,
  rightEdge: number,
  palette: ChartPalette,
): readonly string[] {
  const taken: Box[] = [];
  return spec.series
    .filter((series) => series.isLabelled)
    .flatMap((series) => series.points)
    .map((point) => {
      const name = clip(point.label ?? '', 40);
      const at = { x: across.place(point.x), y: up.place(point.y) };
      const box = labelBox(at, name.length * characterWidth, rightEdge, taken);
      taken.push(box);
      return text(name, box.left, box.y + 4, palette.text, { 'font-size': 11 });
    });
}

function footer(spec: ChartSpec, frame: Frame, palette: ChartPalette, words: Words): string {
  const basis = spec.basis
    ? `${words.basis(formatCount(spec.basis.rows))}, ${spec.basis.isSampled ? words.sampled : words.exact}`
    : '';
  const remark = [basis, spec.remark ?? ''].filter((part) => part !== '').join(' · ');
  return text(remark, 16, frame.height - 8, palette.quietText, { 'font-size': 10 });
}

function text(
  content: string,
  x: number,
  y: number,
  fill: string,
  more: Readonly<Record<string, string | number>>,
): string {
  return content === ''
    ? ''
    : svgElement('text', { x: roundPixel(x), y: roundPixel(y), fill, ...more }, escapeXml(content));
}

function dashOf(series: ChartSeries): Readonly<Record<string, string>> {
  return series.dash.length > 0 ? { 'stroke-dasharray': series.dash.join(' ') } : {};
}
