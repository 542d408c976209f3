/** The lists and tables of a comparison of datasets. */
import type { DatasetComparison } from '../../../src/protocol/insights';
import { element } from '../../shared/dom';
import { formatCount, formatPercent } from '../../shared/format';
import type { ChartTable } from '../charts/chartSpec';
import type { Words } from '../words/english';

type TagCount = DatasetComparison['gained'][number];
type Shift = DatasetComparison['shifts'][number];

const listLimit = 100;
const shiftLimit = 50;

/** Tags with their rows as a quiet list; each leads to its rows. */
export function changeList(tags: readonly TagCount[], words: Words, onFollow: (tag: string) => void): HTMLElement {
  if (tags.length === 0) return element('p', { class: 'quiet chart-empty', text: words.nothingGained });
  const pills = tags
    .slice(0, listLimit)
    .map(({ tag, rows }) =>
      element(
        'button',
        { class: 'pill', title: `${tag}: ${formatCount(rows)}`, onClick: () => onFollow(tag) },
        element('span', { text: tag, direction: 'auto' }),
        element('span', { class: 'pill-count quiet', text: formatCount(rows) }),
      ),
    );
  const more =
    tags.length > listLimit
      ? element('span', { class: 'quiet', text: words.moreRows(formatCount(tags.length - listLimit)) })
      : null;
  return element('div', { class: 'pill-list' }, ...pills, more);
}

/** Shares of tags in the first two datasets, largest change first; significance is a dot and a word. */
export function shiftTable(comparison: DatasetComparison, words: Words, onFollow: (tag: string) => void): HTMLElement {
  const [first = '', second = ''] = comparison.names;
  const columns = [words.tag, first, second, words.change, ''];
  const head = element('tr', {}, ...columns.map((text, index) => headCell(text, index > 0 && index < 4)));
  const rows = byChange(comparison.shifts)
    .slice(0, shiftLimit)
    .map((shift) => shiftRow(shift, words, onFollow));
  const table = element(
    'table',
    { class: 'data-table selectable', label: words.shiftsHeading },
    element('thead', {}, head),
    element('tbody', {}, ...rows),
  );
  return element('div', { class: 'chart-table', tabIndex: 0, role: 'region', label: words.shiftsHeading }, table);
}

export function tagCountsData(tags: readonly TagCount[], words: Words): ChartTable {
  return {
    columns: [
      { name: words.tag, style: 'text' },
      { name: words.rows, style: 'integer' },
    ],
    rows: tags.map(({ tag, rows }) => [tag, rows]),
    targets: [],
  };
}

export function shiftsData(comparison: DatasetComparison, words: Words): ChartTable {
  const [first = '', second = ''] = comparison.names;
  return {
    columns: [
      { name: words.tag, style: 'text' },
      { name: first, style: 'percent' },
      { name: second, style: 'percent' },
      { name: words.significant, style: 'text' },
    ],
    rows: byChange(comparison.shifts).map((shift) => [
      shift.tag,
      shift.first,
      shift.second,
      String(shift.isSignificant),
    ]),
    targets: [],
  };
}

function byChange(shifts: readonly Shift[]): readonly Shift[] {
  return [...shifts].sort((a, b) => Math.abs(b.second - b.first) - Math.abs(a.second - a.first));
}

function shiftRow(shift: Shift, words: Words, onFollow: (tag: string) => void): HTMLElement {
  const link = element('button', {
    class: 'link-button',
    text: shift.tag,
    direction: 'auto',
    onClick: () => onFollow(shift.tag),
  });
  const change = shift.second - shift.first;
  const sign = change > 0 ? '+' : change < 0 ? '−' : '';
  return element(
    'tr',
    {},
    element('td', {}, link),
    element('td', { class: 'number', text: formatPercent(shift.first) }),
    element('td', { class: 'number', text: formatPercent(shift.second) }),
    element('td', { class: 'number', text: `${sign}${formatPercent(Math.abs(change))}` }),
    element('td', { class: 'quiet', text: shift.isSignificant ? `● ${words.significant}` : '' }),
  );
}

function headCell(text: string, isNumber: boolean): HTMLElement {
  const cell = element('th', { text, class: isNumber ? 'number' : '' });
  cell.scope = 'col';
  return cell;
}
