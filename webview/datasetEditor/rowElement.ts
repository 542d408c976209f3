/** One recycled row of the table: made once, filled for whatever position scrolls into its place. */
import type { RowSummary, TagPill } from '../../src/protocol/datasetEditor';
import { element, setText } from '../shared/dom';
import { formatCount } from '../shared/format';
import { icon } from '../shared/icons';
import type { Column } from './columns';
import { countFitting } from './pillFit';
import { pillElement } from './pills';
import type { PillActions } from './pills';
import { words } from './text';

export interface RowLook {
  readonly isActive: boolean;
  readonly isSelected: boolean;
}

export interface RowElementOptions {
  readonly columns: readonly Column[];
  readonly pillActions: PillActions;
  readonly measure: (text: string) => number;
  /** Width in pixels of the tags column. */
  readonly tagsWidth: () => number;
  readonly tagRow: (row: number) => void;
}

export class RowElement {
  readonly node: HTMLElement;
  position = -1;
  private shown: RowSummary | undefined;
  private readonly cells = new Map<string, HTMLElement>();

  constructor(private readonly options: RowElementOptions) {
    this.node = element('div', { class: 'row', role: 'row', tabIndex: -1 });
    options.columns.forEach((column, index) => {
      const cell = element('div', {
        class: column.isNumber ? 'cell number' : 'cell',
        role: 'gridcell',
        aria: { colindex: String(index + 1) },
      });
      this.cells.set(column.id, cell);
      this.node.append(cell);
    });
    this.cell('query').dir = 'auto';
    this.cell('tags').classList.add('tags-cell');
  }

  /** Shows a row, or a placeholder while it is being read. */
  show(position: number, row: RowSummary | undefined, look: RowLook): void {
    if (position !== this.position) {
      this.position = position;
      this.node.setAttribute('aria-rowindex', String(position + 2));
    }
    this.node.classList.toggle('active', look.isActive);
    this.node.classList.toggle('selected', look.isSelected);
    this.node.setAttribute('aria-selected', String(look.isSelected || look.isActive));
    this.node.tabIndex = look.isActive ? 0 : -1;
    if (row === this.shown && row !== undefined) return;
    this.shown = row;
    if (row === undefined) this.fillPlaceholder();
    else this.fill(row);
  }

  /** Fills the row again, as after a column was resized. */
  invalidate(): void {
    this.shown = undefined;
  }

  place(y: number): void {
    this.node.style.transform = `translateY(${y}px)`;
  }

  pills(): HTMLElement[] {
    return [...this.cell('tags').querySelectorAll<HTMLElement>('.pill, .link-button')];
  }

  private cell(id: string): HTMLElement {
    const cell = this.cells.get(id);
    if (cell === undefined) throw new Error(`There is no column "${id}".`);
    return cell;
  }

  private fillPlaceholder(): void {
    this.node.classList.add('placeholder');
    this.node.removeAttribute('data-testid');
    for (const cell of this.cells.values()) cell.replaceChildren();
  }

  private fill(row: RowSummary): void {
    this.node.dataset['testid'] = `row-${row.row}`;
    this.node.className = [
      'row',
      ...rowClasses(row),
      ...['active', 'selected'].filter((look) => this.node.classList.contains(look)),
    ].join(' ');
    this.fillNumber(row);
    this.fillQuery(row);
    this.fillTags(row);
    setText(this.cell('tagCount'), row.tagCount === 0 ? '' : formatCount(row.tagCount));
    setText(this.cell('turns'), row.isInvalid === true ? '' : formatCount(row.turns));
    setText(this.cell('length'), row.isInvalid === true ? '' : formatCount(row.length));
    row.extras?.forEach((value, index) => {
      const cell = this.cells.get(`extra${index}`);
      if (cell !== undefined) setText(cell, value);
    });
  }

  private fillNumber(row: RowSummary): void {
    const cell = this.cell('row');
    cell.replaceChildren(...markOf(row), formatCount(row.row));
  }

  private fillQuery(row: RowSummary): void {
    const cell = this.cell('query');
    if (row.problem === undefined) {
      setText(cell, row.query === '' ? words.row.noQuery : row.query);
      cell.classList.toggle('quiet', row.query === '');
      return;
    }
    cell.classList.remove('quiet');
    cell.replaceChildren(
      icon('warning', words.row.invalid),
      element('span', { class: row.isInvalid === true ? '' : 'row-problem', text: row.problem }),
      ...(row.query === '' ? [] : [element('span', { class: 'quiet', text: row.query })]),
    );
  }

  private fillTags(row: RowSummary): void {
    const cell = this.cell('tags');
    if (row.pills.length > 0) {
      cell.replaceChildren(...this.pillsThatFit(row.pills, Math.max(row.tagCount, row.pills.length)));
      return;
    }
    cell.replaceChildren(...(row.isInvalid === true ? [] : this.withoutTags(row)));
  }

  private pillsThatFit(pills: readonly TagPill[], total: number): HTMLElement[] {
    const names = pills.map((pill) => pill.name);
    const count = countFitting(names, total, this.options.tagsWidth() - 12, this.options.measure);
    const shown = pills
      .slice(0, count)
      .map((pill) => pillElement(pill, this.options.pillActions, { isTabStop: false }));
    const rest = total - count;
    if (rest <= 0) return shown;
    const others = names.slice(count).join(' · ');
    return [
      ...shown,
      element('span', {
        class: 'more-pills quiet',
        text: `+${rest}`,
        title: others,
        label: `${words.pill.more(rest)}: ${others}`,
      }),
    ];
  }

  private withoutTags(row: RowSummary): HTMLElement[] {
    switch (row.tagState) {
      case 'running':
        return [element('span', { class: 'quiet', text: words.tag.running })];
      case 'tagged':
        return [element('span', { class: 'quiet', text: '–' })];
      case 'failed':
        return [icon('error', words.filters.states.failed), this.tagLink(row.row, words.tag.retry)];
      case 'untagged':
        return row.query === ''
          ? []
          : [element('span', { class: 'quiet', text: '–' }), this.tagLink(row.row, words.tag.link)];
    }
  }

  private tagLink(row: number, label: string): HTMLElement {
    const link = element('button', { class: 'link-button tag-link', text: label, tabIndex: -1, title: words.tag.row });
    link.type = 'button';
    link.addEventListener('click', (event) => {
      event.stopPropagation();
      this.options.tagRow(row);
    });
    return link;
  }
}

function rowClasses(row: RowSummary): string[] {
  return [
    ...(row.isInvalid === true ? ['invalid'] : []),
    ...(row.mark === undefined ? [] : [row.mark]),
    ...(row.tagState === 'running' ? ['running'] : []),
  ];
}

function markOf(row: RowSummary): HTMLElement[] {
  if (row.mark === 'pinned') return [icon('pinned', words.row.pinned)];
  if (row.mark === 'excluded') return [icon('circle-slash', words.row.excluded)];
  if (row.selectionRank === undefined) return [];
  return [icon('target', words.row.selected(formatCount(row.selectionRank)))];
}
