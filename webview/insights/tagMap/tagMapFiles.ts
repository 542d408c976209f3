/** The whole tag map as a picture and as a table. */
import type { TagMap } from '../../../src/protocol/insights';
import { clip } from '../../shared/format';
import { chartCsv } from '../charts/chartCsv';
import type { Picture } from '../charts/chartFile';
import { withAlpha, type ChartPalette } from '../charts/chartPalette';
import { escapeXml, roundPixel, svgElement } from '../charts/svgMarkup';
import type { Words } from '../words/english';
import { dotRadius, fitView, labelsThatFit, toPixel, toUnitLayout } from './tagMapGeometry';

const size = { width: 1400, height: 1000 };
const margin = { edge: 48, title: 40 };
const labelHeight = 14;
const characterWidth = 6;

/** Every dot, and the names that fit, most frequent first; tags of `chosen` stand out. */
export function tagMapPicture(map: TagMap, title: string, chosen: ReadonlySet<number>, palette: ChartPalette): Picture {
  const layout = toUnitLayout(map.x, map.y);
  const view = fitView(layout, size.width, size.height - margin.title, margin.edge);
  const moved = { ...view, top: view.top + margin.title };
  const pixels = layout.points.map((point) => toPixel(point, moved));
  const order = map.tags.map((_, index) => index).sort((a, b) => map.rows[b]! - map.rows[a]! || a - b);
  const mostRows = map.rows[order[0] ?? 0] ?? 1;
  const radiusOf = (tag: number) => dotRadius(map.rows[tag] ?? 1, mostRows);
  const dots = order.map((tag) => {
    const isChosen = chosen.has(tag);
    const color = isChosen ? palette.tones.orange : palette.tones.blue;
    const { x, y } = pixels[tag]!;
    const fill = withAlpha(color, isChosen ? 0.75 : chosen.size > 0 ? 0.15 : 0.45);
    return svgElement('circle', { cx: roundPixel(x), cy: roundPixel(y), r: roundPixel(radiusOf(tag)), fill });
  });
  const texts = order.map((tag) => clip(map.tags[tag]!, 28));
  const boxes = order.map((tag, index) => {
    const left = pixels[tag]!.x + radiusOf(tag) + 3;
    const top = pixels[tag]!.y - labelHeight / 2;
    return { left, right: left + texts[index]!.length * characterWidth, top, bottom: top + labelHeight };
  });
  const names = labelsThatFit(boxes)
    .filter((index) => boxes[index]!.right <= size.width)
    .map((index) => {
      const { left, bottom } = boxes[index]!;
      const at = { x: roundPixel(left), y: roundPixel(bottom - 3), fill: palette.text, 'font-size': 11 };
      return svgElement('text', at, escapeXml(texts[index]!));
    });
  const heading = { x: margin.edge, y: 30, fill: palette.text, 'font-size': 15, 'font-weight': 600 };
  const body = [
    svgElement('rect', { ...size, fill: palette.background }),
    svgElement('text', heading, escapeXml(title)),
    ...dots,
    ...names,
  ];
  const root = { xmlns: 'http://www.w3.org/2000/svg', ...size, viewBox: `0 0 ${size.width} ${size.height}` };
  const attributes = { ...root, 'font-family': palette.fontFamily, role: 'img', 'aria-label': title };
  return { svg: `${svgElement('svg', attributes, body.join('\n'))}\n`, ...size };
}

/** Tags with their rows and places. */
export function tagMapCsv(map: TagMap, tags: readonly number[], words: Words): string {
  return chartCsv({
    columns: [
      { name: words.tag, style: 'text' },
      { name: words.rows, style: 'integer' },
      { name: 'x', style: 'decimal' },
      { name: 'y', style: 'decimal' },
    ],
    rows: tags.map((tag) => [map.tags[tag]!, map.rows[tag]!, map.x[tag]!, map.y[tag]!]),
    targets: [],
  });
}
