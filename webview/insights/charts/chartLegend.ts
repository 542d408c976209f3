/** The legend of a chart: colour and shape or dash of each series, drawn as small pictures. */
import { element } from '../../shared/dom';
import type { ChartPalette } from './chartPalette';
import type { ChartSeries, ChartSpec } from './chartSpec';
import { markPath } from './svgMarkup';

const svgNamespace = 'http://www.w3.org/2000/svg';

/** Entries for charts of several series; labelled points and single series need none. */
export function legendEntries(spec: ChartSpec, palette: ChartPalette): HTMLElement[] {
  const series = spec.series.filter((entry) => !entry.isLabelled);
  if (series.length < 2) return [];
  return series.map((entry) =>
    element(
      'span',
      { class: 'legend-entry' },
      swatch(entry, palette),
      element('span', { text: entry.name, direction: 'auto' }),
    ),
  );
}

function swatch(series: ChartSeries, palette: ChartPalette): Element {
  const color = palette.tones[series.tone];
  const svg = svgNode('svg', { width: '22', height: '10', viewBox: '0 0 22 10', 'aria-hidden': 'true' });
  svg.append(swatchMark(series, color));
  return svg;
}

function swatchMark(series: ChartSeries, color: string): Element {
  switch (series.drawing) {
    case 'band':
      return svgNode('rect', { x: '0', y: '1', width: '22', height: '8', fill: color, 'fill-opacity': '0.25' });
    case 'line':
      return svgNode('path', {
        d: 'M0 5h22',
        stroke: color,
        'stroke-width': '2',
        'stroke-dasharray': series.dash.join(' '),
      });
    case 'bars':
    case 'points':
    case 'ring':
      return svgNode('path', { d: markPath(series.shape, 11, 5, 4), fill: color });
  }
}

function svgNode(name: string, attributes: Readonly<Record<string, string>>): Element {
  const made = document.createElementNS(svgNamespace, name);
  for (const [key, value] of Object.entries(attributes)) if (value !== '') made.setAttribute(key, value);
  return made;
}
