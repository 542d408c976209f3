/** A square table of shares, shaded by value: overlap, recall, Jaccard. */
import { element } from '../../shared/dom';
import { formatPercent } from '../../shared/format';

export interface MatrixOptions {
  readonly names: readonly string[];
  readonly values: readonly (readonly number[])[];
  readonly label: string;
  /** A cell in words, as its tooltip. */
  readonly cellWords: (row: string, column: string, share: string) => string;
}

const shades = 5;

export function matrixTable(options: MatrixOptions): HTMLElement {
  const { names, values } = options;
  const corner = element('td');
  const head = element('tr', {}, corner, ...names.map((name) => headCell(name, 'col')));
  const rows = names.map((name, row) =>
    element(
      'tr',
      {},
      headCell(name, 'row'),
      ...names.map((column, at) => valueCell(options, name, column, values[row]?.[at], row === at)),
    ),
  );
  const table = element(
    'table',
    { class: 'matrix selectable', label: options.label },
    element('thead', {}, head),
    element('tbody', {}, ...rows),
  );
  return element('div', { class: 'table-scroll', tabIndex: 0, role: 'region', label: options.label }, table);
}

/** Which of the shades a share gets, 0 for the faintest. */
export function shadeOf(share: number): number {
  return Math.min(shades - 1, Math.max(0, Math.floor(share * shades)));
}

function headCell(text: string, scope: 'row' | 'col'): HTMLElement {
  const cell = element('th', { title: text }, element('span', { text, direction: 'auto' }));
  cell.scope = scope;
  return cell;
}

function valueCell(
  options: MatrixOptions,
  row: string,
  column: string,
  value: number | undefined,
  isDiagonal: boolean,
): HTMLElement {
  if (value === undefined || !Number.isFinite(value)) return element('td', { class: 'number', text: '–' });
  const text = formatPercent(value);
  const shade = isDiagonal ? 'diagonal' : `shade-${shadeOf(value)}`;
  return element('td', { class: `number ${shade}`, text, title: options.cellWords(row, column, text) });
}
