/** The selected rows in the order they were taken, each with why; only the rows in sight exist as elements. */
import type { PreviewRow, SelectionSummary } from '../../../src/protocol/insights';
import type { RowMark } from '../../../src/protocol/datasetEditor';
import { element, setChildren, setText } from '../../shared/dom';
import { formatCount } from '../../shared/format';
import type { Words } from '../words/english';
import { PreviewPages } from './previewPages';
import type { ReadPreview } from './previewPages';
import { previewRow } from './previewRow';
import type { PreviewRowActions } from './previewRow';

const rowHeight = 22;
const overscan = 6;

export interface PreviewTableOptions {
  readonly words: Words;
  readonly read: ReadPreview;
  readonly onOpen: (row: number) => void;
  readonly onMark: (row: number, mark: RowMark | null) => void;
  readonly onTag: (tag: string) => void;
}

export class PreviewTable {
  readonly node: HTMLElement;
  private readonly pages: PreviewPages;
  private readonly actions: PreviewRowActions;
  private readonly viewport: HTMLElement;
  private readonly content = element('div', { class: 'preview-content', role: 'rowgroup' });
  private readonly status = element('p', { class: 'preview-status quiet' });
  private rowCount = 0;
  private active = -1;
  private frame = 0;

  constructor(private readonly options: PreviewTableOptions) {
    const { words } = options;
    this.pages = new PreviewPages(options.read, () => this.render());
    this.actions = {
      words,
      onOpen: options.onOpen,
      onMark: options.onMark,
      onTag: options.onTag,
      onFocus: (position) => this.activate(position, false),
      // The pills' column is three tenths of what the fixed columns leave.
      shownPills: () => Math.max(1, Math.floor(((this.viewport.clientWidth - 216) * 0.3) / 120)),
    };
    this.viewport = element(
      'div',
      {
        class: 'preview-viewport',
        role: 'grid',
        tabIndex: 0,
        label: words.previewHeading,
        testId: 'selection-preview',
      },
      previewHead(words),
      this.content,
    );
    this.viewport.title = '';
    this.viewport.addEventListener('scroll', () => this.schedule());
    this.viewport.addEventListener('keydown', (event) => this.onKey(event));
    this.node = element('div', { class: 'preview' }, this.status, this.viewport);
    if (typeof ResizeObserver !== 'undefined') new ResizeObserver(() => this.schedule()).observe(this.viewport);
  }

  /** Shows another selection; the scroll position stays where the new one is long enough. */
  show(selection: SelectionSummary | undefined): void {
    this.rowCount = selection?.selected ?? 0;
    this.active = Math.min(this.active, this.rowCount - 1);
    this.pages.reset();
    this.content.style.height = `${this.rowCount * rowHeight}px`;
    this.viewport.setAttribute('aria-rowcount', String(this.rowCount + 1));
    this.viewport.hidden = this.rowCount === 0;
    this.showStatus();
    this.render();
  }

  get scrollTop(): number {
    return this.viewport.scrollTop;
  }

  set scrollTop(value: number) {
    this.viewport.scrollTop = value;
  }

  private showStatus(): void {
    const { words } = this.options;
    if (this.rowCount === 0) return setText(this.status, words.previewEmpty);
    if (!this.pages.hasFailed()) {
      setText(this.status, `${words.previewCount(formatCount(this.rowCount))} ${words.previewHint}`);
      return;
    }
    const retry = element('button', { class: 'link-button', text: words.retry, onClick: () => this.pages.retry() });
    setChildren(this.status, `${words.readFailed} `, retry);
  }

  private schedule(): void {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.render());
  }

  private render(): void {
    const top = this.viewport.scrollTop;
    const first = Math.max(0, Math.floor(top / rowHeight) - overscan);
    const last = Math.min(
      this.rowCount,
      Math.ceil((top + Math.max(this.viewport.clientHeight, rowHeight)) / rowHeight) + overscan,
    );
    const rows: HTMLElement[] = [];
    for (let position = first; position < last; position++) {
      const row = previewRow(this.pages.rowAt(position), position, position === this.active, this.actions);
      row.style.transform = `translateY(${position * rowHeight}px)`;
      rows.push(row);
    }
    setChildren(this.content, ...rows);
    this.showStatus();
  }

  private onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || this.rowCount === 0) return;
    const next = this.positionAfter(event.key);
    const row = this.active >= 0 ? this.pages.rowAt(this.active) : undefined;
    if (next !== null) this.activate(next, true);
    else if (!row || !this.actOn(row, event.key)) return;
    event.preventDefault();
  }

  private positionAfter(key: string): number | null {
    const page = Math.max(1, Math.floor(this.viewport.clientHeight / rowHeight) - 2);
    switch (key) {
      case 'ArrowDown':
        return this.active + 1;
      case 'ArrowUp':
        return this.active - 1;
      case 'PageDown':
        return this.active + page;
      case 'PageUp':
        return this.active - page;
      case 'Home':
        return 0;
      case 'End':
        return this.rowCount - 1;
      default:
        return null;
    }
  }

  private actOn(row: PreviewRow, key: string): boolean {
    switch (key.toLowerCase()) {
      case 'enter':
        this.options.onOpen(row.row);
        return true;
      case 'p':
        this.options.onMark(row.row, row.mark === 'pinned' ? null : 'pinned');
        return true;
      case 'x':
        this.options.onMark(row.row, row.mark === 'excluded' ? null : 'excluded');
        return true;
      default:
        return false;
    }
  }

  private activate(position: number, isRevealed: boolean): void {
    this.active = Math.min(this.rowCount - 1, Math.max(0, position));
    this.viewport.setAttribute('aria-activedescendant', `preview-${this.active}`);
    if (isRevealed) this.reveal(this.active);
    this.render();
  }

  /** Scrolls just far enough; the head covers the first row's height. */
  private reveal(position: number): void {
    const top = position * rowHeight;
    const seen = this.viewport.clientHeight - rowHeight;
    if (top < this.viewport.scrollTop) this.viewport.scrollTop = top;
    else if (top + rowHeight > this.viewport.scrollTop + seen) this.viewport.scrollTop = top + rowHeight - seen;
  }
}

function previewHead(words: Words): HTMLElement {
  const cell = (name: string, text: string) => element('div', { class: `cell ${name}`, role: 'columnheader', text });
  return element(
    'div',
    { class: 'preview-head', role: 'row' },
    cell('rank number', words.rank),
    cell('row-number number', '#'),
    cell('why', words.why),
    cell('count number', 'n'),
    cell('pills', words.tags),
    cell('query', words.query),
    cell('marks', ''),
  );
}
