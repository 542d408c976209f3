/** A matrix of shares as a picture and as a table. */
import { clip, formatPercent } from '../../shared/format';
import type { Picture } from '../charts/chartFile';
import { withAlpha, type ChartPalette } from '../charts/chartPalette';
import { chartCsv } from '../charts/chartCsv';
import { escapeXml, svgElement } from '../charts/svgMarkup';

export interface MatrixData {
  readonly title: string;
  readonly names: readonly string[];
  readonly values: readonly (readonly number[])[];
}

const cell = { width: 76, height: 30 };
const side = { left: 190, top: 96, margin: 20 };
const nameCharacters = 26;

/** Drawn as on the page: the larger the share, the stronger the shade. */
export function matrixPicture({ title, names, values }: MatrixData, palette: ChartPalette): Picture {
  const width = side.left + names.length * cell.width + side.margin;
  const height = side.top + names.length * cell.height + side.margin;
  const text = (x: number, y: number, body: string, more: Readonly<Record<string, string | number>> = {}) =>
    svgElement('text', { x, y, fill: palette.text, 'font-size': 12, ...more }, escapeXml(body));
  const column = (name: string, index: number) =>
    text(0, 0, clip(name, 14), {
      transform: `translate(${side.left + (index + 0.5) * cell.width} ${side.top - 8}) rotate(-30)`,
      fill: palette.quietText,
    });
  const row = (name: string, index: number) =>
    text(side.left - 8, side.top + (index + 0.65) * cell.height, clip(name, nameCharacters), { 'text-anchor': 'end' });
  const body = [
    svgElement('rect', { width, height, fill: palette.background }),
    text(side.margin, 28, title, { 'font-size': 15, 'font-weight': 600 }),
    ...names.map(column),
    ...names.map(row),
    ...names.flatMap((_, at) => names.map((__, to) => cellMarkup(values[at]?.[to], at, to, palette))),
  ];
  const root = { xmlns: 'http://www.w3.org/2000/svg', width, height, viewBox: `0 0 ${width} ${height}` };
  const svg = svgElement(
    'svg',
    { ...root, 'font-family': palette.fontFamily, role: 'img', 'aria-label': title },
    body.join('\n'),
  );
  return { svg: `${svg}\n`, width, height };
}

function cellMarkup(value: number | undefined, row: number, column: number, palette: ChartPalette): string {
  const x = side.left + column * cell.width;
  const y = side.top + row * cell.height;
  const share = value !== undefined && Number.isFinite(value) ? value : 0;
  const fill = withAlpha(palette.tones.blue, row === column ? 0 : 0.05 + 0.45 * share);
  const box = svgElement('rect', {
    x,
    y,
    width: cell.width,
    height: cell.height,
    fill,
    stroke: palette.grid,
  });
  const at = { x: x + cell.width - 8, y: y + cell.height * 0.65 };
  const words = value === undefined || !Number.isFinite(value) ? '–' : formatPercent(value);
  return (
    box + svgElement('text', { ...at, fill: palette.text, 'font-size': 12, 'text-anchor': 'end' }, escapeXml(words))
  );
}

/** Raw shares, one line per name. */
export function matrixCsv({ title, names, values }: MatrixData): string {
  return chartCsv({
    columns: [{ name: title, style: 'text' }, ...names.map((name) => ({ name, style: 'percent' as const }))],
    rows: names.map((name, row) => [name, ...names.map((_, column) => values[row]?.[column] ?? NaN)]),
    targets: [],
  });
}
