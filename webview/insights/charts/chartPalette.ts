/** The colours a chart is drawn in, read from the theme. */
import { isHighContrast, themeColor } from '../../shared/theme';
import type { Tone } from './chartSpec';

export interface ChartPalette {
  readonly tones: Readonly<Record<Tone, string>>;
  readonly text: string;
  readonly quietText: string;
  readonly grid: string;
  readonly background: string;
  readonly focus: string;
  readonly tooltipBackground: string;
  readonly tooltipText: string;
  readonly tooltipBorder: string;
  readonly fontFamily: string;
  /** High contrast: bars get edges and no translucent fills. */
  readonly hasEdges: boolean;
}

/** Reads the palette of the theme in force; read again after the theme changes. */
export function readPalette(): ChartPalette {
  const text = themeColor('foreground', '#cccccc');
  return {
    tones: {
      blue: themeColor('charts.blue', '#3794ff'),
      orange: themeColor('charts.orange', '#d18616'),
      green: themeColor('charts.green', '#89d185'),
      purple: themeColor('charts.purple', '#b180d7'),
      red: themeColor('charts.red', '#f14c4c'),
      yellow: themeColor('charts.yellow', '#cca700'),
      quiet: themeColor('descriptionForeground', '#9d9d9d'),
    },
    text,
    quietText: themeColor('descriptionForeground', '#9d9d9d'),
    grid: withAlpha(text, isHighContrast() ? 0.3 : 0.09),
    background: themeColor('editor.background', '#1f1f1f'),
    focus: themeColor('focusBorder', '#0078d4'),
    tooltipBackground: themeColor('editorHoverWidget.background', '#202020'),
    tooltipText: themeColor('editorHoverWidget.foreground', text),
    tooltipBorder: themeColor('editorHoverWidget.border', '#454545'),
    fontFamily: themeColor('font-family', 'sans-serif'),
    hasEdges: isHighContrast(),
  };
}

/** The colour with an opacity; colours that are not `#rrggbb` or `rgb()` are mixed by the browser. */
export function withAlpha(color: string, alpha: number): string {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})/i.exec(color);
  if (hex) return `rgba(${parseInt(hex[1]!, 16)}, ${parseInt(hex[2]!, 16)}, ${parseInt(hex[3]!, 16)}, ${alpha})`;
  const rgb = /^rgba?\(\s*([\d.]+)[,\s]+([\d.]+)[,\s]+([\d.]+)/.exec(color);
  return rgb
    ? `rgba(${rgb[1]}, ${rgb[2]}, ${rgb[3]}, ${alpha})`
    : `color-mix(in srgb, ${color} ${alpha * 100}%, transparent)`;
}
