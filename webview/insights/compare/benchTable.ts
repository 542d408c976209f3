/** The bench as a table: methods side by side at equal n, the best of each column marked. */
import type { SelectorComparison, SelectorRow, SourceShare } from '../../../src/protocol/insights';
import { element } from '../../shared/dom';
import { formatCount, formatDecimal, formatPercent } from '../../shared/format';
import type { ChartTable, NumberStyle } from '../charts/chartSpec';
import { elapsedText } from '../figures';
import type { Words } from '../words/english';

interface Column {
  readonly name: string;
  readonly style: NumberStyle;
  readonly value: (row: SelectorRow) => number | string | undefined;
  readonly text: (row: SelectorRow) => string;
  /** Whether more or less is better; absent where neither is. */
  readonly better?: 'more' | 'less';
}

/** The columns that any row has something for. */
export function benchColumns(comparison: SelectorComparison, words: Words): readonly Column[] {
  const known = (value: number | undefined, write: (value: number) => string) =>
    value === undefined ? '–' : write(value);
  const all: readonly Column[] = [
    { name: words.selected, style: 'integer', value: (row) => row.selected, text: (row) => formatCount(row.selected) },
    {
      name: words.coverageColumn,
      style: 'percent',
      better: 'more',
      value: (row) => row.coverage,
      text: (row) => coverageText(row, words),
    },
    {
      name: words.meanTagsColumn,
      style: 'decimal',
      better: 'more',
      value: (row) => row.averageTags,
      text: (row) => formatDecimal(row.averageTags, 2),
    },
    {
      name: words.quality,
      style: 'decimal',
      better: 'more',
      value: (row) => row.meanQuality,
      text: (row) => known(row.meanQuality, (value) => formatDecimal(value, 2)),
    },
    {
      name: words.lengthColumn,
      style: 'integer',
      value: (row) => row.meanLength,
      text: (row) => formatCount(row.meanLength),
    },
    {
      name: words.nearDuplicates,
      style: 'percent',
      better: 'less',
      value: (row) => row.nearDuplicateShare,
      text: (row) => known(row.nearDuplicateShare, formatPercent),
    },
    {
      name: words.tagsLost,
      style: 'integer',
      better: 'less',
      value: (row) => row.tagsLost,
      text: (row) => formatCount(row.tagsLost),
    },
    {
      name: words.sourceMix,
      style: 'text',
      value: (row) => row.sources && sourceText(row.sources, row.sources.length),
      text: (row) => (row.sources === undefined ? '–' : sourceText(row.sources, shownSources)),
    },
    {
      name: words.time,
      style: 'decimal',
      value: (row) => row.seconds,
      text: (row) => known(row.seconds, (seconds) => elapsedText(seconds * 1000)),
    },
  ];
  return all.filter((column) => comparison.rows.some((row) => column.value(row) !== undefined));
}

const shownSources = 3;

/** `wizardlm 41 %, sharegpt 33 %, …`. */
function sourceText(sources: readonly SourceShare[], most: number): string {
  const shown = sources.slice(0, most).map(({ name, share }) => `${name} ${formatPercent(share)}`);
  return [...shown, ...(sources.length > most ? ['…'] : [])].join(', ');
}

function coverageText(row: SelectorRow, words: Words): string {
  const share = formatPercent(row.coverage);
  if (row.coverageInterval === undefined) return share;
  const [low, high] = row.coverageInterval;
  return `${share} (${words.interval(formatPercent(low), formatPercent(high))})`;
}

export function benchTable(comparison: SelectorComparison, words: Words, onUse: (method: string) => void): HTMLElement {
  const columns = benchColumns(comparison, words);
  const best = columns.map((column) => bestValue(comparison.rows, column));
  const head = element(
    'tr',
    {},
    headCell(words.method, ''),
    ...columns.map((column) => headCell(column.name, column.style === 'text' ? '' : 'number')),
  );
  const rows = comparison.rows.map((row) => {
    const cells = columns.map((column, index) => valueCell(column, row, best[index], words));
    return element('tr', { testId: `bench-${row.method}` }, methodCell(row, words, onUse), ...cells);
  });
  return element(
    'table',
    { class: 'data-table bench-table selectable', testId: 'bench-table', label: words.benchHeading },
    element('thead', {}, head),
    element('tbody', {}, ...rows),
  );
}

/** The same as a table of raw numbers, for CSV. */
export function benchData(comparison: SelectorComparison, words: Words): ChartTable {
  const columns = benchColumns(comparison, words);
  return {
    columns: [{ name: words.method, style: 'text' }, ...columns.map(({ name, style }) => ({ name, style }))],
    rows: comparison.rows.map((row) => [row.method, ...columns.map((column) => column.value(row) ?? '')]),
    targets: [],
  };
}

function bestValue(rows: readonly SelectorRow[], column: Column): number | undefined {
  if (column.better === undefined) return undefined;
  const values = rows.map((row) => column.value(row)).filter((value) => typeof value === 'number');
  if (new Set(values).size < 2) return undefined;
  return column.better === 'more' ? Math.max(...values) : Math.min(...values);
}

function headCell(text: string, name: string): HTMLElement {
  const cell = element('th', { text, class: name });
  cell.scope = 'col';
  return cell;
}

function methodCell(row: SelectorRow, words: Words, onUse: (method: string) => void): HTMLElement {
  const link = element('button', {
    class: 'link-button',
    text: row.label,
    title: words.benchUse(row.label),
    onClick: () => onUse(row.method),
  });
  link.type = 'button';
  const cell = element('th', { class: 'row-head' }, link);
  cell.scope = 'row';
  return cell;
}

function valueCell(column: Column, row: SelectorRow, best: number | undefined, words: Words): HTMLElement {
  const isBest = best !== undefined && column.value(row) === best;
  const kind = column.style === 'text' ? 'source-mix' : 'number';
  const cell = element('td', { class: isBest ? `${kind} best` : kind, text: column.text(row) });
  if (column.style === 'text') cell.title = String(column.value(row) ?? '');
  if (isBest) cell.title = words.best;
  return cell;
}

/** What selectors had to do without, one line each; null where there is nothing to say. */
export function benchNotes({ rows }: SelectorComparison): HTMLElement | null {
  const lines = rows.flatMap(({ label, note }) =>
    note === undefined ? [] : [element('li', { text: `${label}: ${note}` })],
  );
  return lines.length === 0 ? null : element('ul', { class: 'selection-notes bench-notes' }, ...lines);
}
