/** Figures as the panel writes them: never more digits than are known. */
import type { Figure } from '../../src/protocol/insights';
import { formatCount, formatDecimal, formatPercent } from '../shared/format';
import type { NumberStyle } from './charts/chartSpec';

/** A number with at most so many decimals, and no zeros that say nothing. */
export function decimalText(value: number, digits = 2): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: digits }).replace('-', '−');
}

/** A value of an axis or a column in its style. */
export function styledText(value: number | string, style: NumberStyle): string {
  if (typeof value === 'string') return value;
  if (!Number.isFinite(value)) return '–';
  switch (style) {
    case 'integer':
      return formatCount(value);
    case 'percent':
      return formatPercent(value);
    case 'decimal':
    case 'text':
      return decimalText(value);
  }
}

export interface FigureText {
  readonly value: string;
  /** `±0.01`, or empty where the interval is a point. */
  readonly margin: string;
}

/** A figure with as many digits as its interval supports: one significant digit of the half width. */
export function figureText(figure: Figure): FigureText {
  const margin = (figure.high - figure.low) / 2;
  if (!(margin > 0)) return { value: decimalText(figure.value), margin: '' };
  const digits = Math.min(4, Math.max(0, -Math.floor(Math.log10(margin))));
  return { value: formatDecimal(figure.value, digits), margin: `±${formatDecimal(margin, digits)}` };
}

/** Short form for axis ticks: `1,500`, `20 k`, `1.2 M`, `60 %`. */
export function tickText(value: number, style: NumberStyle): string {
  if (style === 'percent') return `${decimalText(value * 100, 1)} %`;
  if (Math.abs(value) >= 1e6) return `${decimalText(value / 1e6, 1)} M`;
  if (Math.abs(value) >= 1e4) return `${decimalText(value / 1e3, 1)} k`;
  return decimalText(value, Math.abs(value) < 1 ? 2 : 1);
}

/** Milliseconds as a person says them: `180 ms`, `2.4 s`. */
export function elapsedText(milliseconds: number): string {
  return milliseconds < 1000 ? `${formatCount(milliseconds)} ms` : `${decimalText(milliseconds / 1000, 1)} s`;
}
