/** The table view of a chart: the same data for reading, copying and screen readers. */
import { formatCount } from '../../shared/format';
import { element } from '../../shared/dom';
import { styledText } from '../figures';
import type { Words } from '../words/english';
import type { ChartSpec, ChartTarget } from './chartSpec';

const shownRows = 200;

/** Rows that lead somewhere are buttons in their first cell. */
export function chartTableView(spec: ChartSpec, words: Words, onFollow: (target: ChartTarget) => void): HTMLElement {
  const { columns, rows, targets } = spec.table;
  const head = element(
    'tr',
    {},
    ...columns.map((column) => {
      const cell = element('th', { text: column.name, class: column.style === 'text' ? '' : 'number' });
      cell.scope = 'col';
      return cell;
    }),
  );
  const body = rows.slice(0, shownRows).map((cells, index) => {
    const target = targets[index];
    const texts = cells.map((cell, at) => styledText(cell, columns[at]?.style ?? 'text'));
    return element(
      'tr',
      {},
      ...texts.map((text, at) =>
        tableCell(text, columns[at]?.style !== 'text', at === 0 ? target : undefined, onFollow),
      ),
    );
  });
  const more =
    rows.length > shownRows
      ? element('p', { class: 'quiet', text: words.moreRows(formatCount(rows.length - shownRows)) })
      : null;
  const table = element(
    'table',
    { class: 'data-table selectable', label: spec.name },
    element('thead', {}, head),
    element('tbody', {}, ...body),
  );
  return element('div', { class: 'chart-table', tabIndex: 0, role: 'region', label: spec.name }, table, more);
}

function tableCell(
  text: string,
  isNumber: boolean,
  target: ChartTarget | undefined,
  onFollow: (target: ChartTarget) => void,
): HTMLElement {
  const cell = element('td', { class: isNumber ? 'number' : '' });
  if (target === undefined) {
    cell.textContent = text;
    return cell;
  }
  const link = element('button', { class: 'link-button', text, direction: 'auto', onClick: () => onFollow(target) });
  link.type = 'button';
  cell.append(link);
  return cell;
}
