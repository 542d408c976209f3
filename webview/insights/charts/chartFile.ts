/** A chart as the file that the host saves: text for SVG and CSV, base64 for PNG. */
import type { Words } from '../words/english';
import { chartCsv } from './chartCsv';
import type { ChartPalette } from './chartPalette';
import type { ChartSpec } from './chartSpec';
import { chartSvg } from './chartSvg';

export type ChartFormat = 'png' | 'svg' | 'csv';

export interface ChartFile {
  readonly name: string;
  readonly format: ChartFormat;
  readonly content: string;
}

/** A drawing with its size in pixels. */
export interface Picture {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

const size = { width: 900, height: 560 };

/** Writes the chart in a format; the PNG is our SVG at twice its size, so that all three show the same. */
export async function chartFile(
  spec: ChartSpec,
  format: ChartFormat,
  palette: ChartPalette,
  words: Words,
): Promise<ChartFile> {
  switch (format) {
    case 'csv':
      return { name: spec.id, format, content: chartCsv(spec.table) };
    case 'svg':
    case 'png':
      return pictureFile(spec.id, format, { svg: chartSvg(spec, palette, words, size), ...size });
  }
}

/** The drawing itself, or its pixels at twice its size. */
export async function pictureFile(name: string, format: 'png' | 'svg', picture: Picture): Promise<ChartFile> {
  return { name, format, content: format === 'svg' ? picture.svg : await rasterize(picture) };
}

async function rasterize({ svg, width, height }: Picture): Promise<string> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = width * 2;
  canvas.height = height * 2;
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  const url = canvas.toDataURL('image/png');
  return url.slice(url.indexOf(',') + 1);
}
