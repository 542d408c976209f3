/** The audit: every drop and merge as a row of a virtual list, filtered by step and text, near-threshold ones first. */
import type { AuditEvent, StepName } from '../../src/protocol/normalization';
import { textField } from '../shared/controls';
import { element, setChildren, setText } from '../shared/dom';
import { formatCount } from '../shared/format';
import { createScrollbar } from '../shared/scrollbar';
import { clampTop, pageStep, topToReveal, visibleRange } from '../shared/virtualRange';
import type { Viewport } from '../shared/virtualRange';
import type { EventPages } from './eventPages';
import { eventRow } from './eventRow';
import { words } from './text';

const rowHeight = 24;

export interface EventListOptions {
  readonly pages: EventPages;
  readonly onChoose: (event: AuditEvent | undefined) => void;
  readonly onStep: (step: StepName | 'all') => void;
  readonly onText: (text: string) => void;
}

export class EventList {
  readonly node: HTMLElement;
  private readonly body = element('div', {
    class: 'event-body',
    role: 'listbox',
    label: words.events.title,
    tabIndex: 0,
    testId: 'audit-list',
  });
  private readonly steps = element('div', { class: 'event-steps', role: 'tablist' });
  private readonly empty = element('p', { class: 'quiet event-empty', isHidden: true });
  private readonly scrollbar = createScrollbar((top) => this.scrollTo(top));
  private readonly field;
  private top = 0;
  private height = 0;
  private frame = 0;
  private active = 0;
  private shown: AuditEvent | undefined;

  constructor(private readonly options: EventListOptions) {
    this.field = textField({
      label: words.events.filter,
      placeholder: words.events.filter,
      testId: 'audit-filter',
      onInput: options.onText,
    });
    const head = element('div', { class: 'event-head' }, this.steps, this.field.node);
    const table = element('div', { class: 'event-table' }, this.body, this.scrollbar.node, this.empty);
    this.node = element('section', { class: 'events', label: words.events.title }, head, table);
    this.body.addEventListener('wheel', (event) => this.onWheel(event), { passive: false });
    this.body.addEventListener('keydown', (event) => this.onKey(event));
    new ResizeObserver(() => {
      this.height = this.body.clientHeight;
      this.draw();
    }).observe(this.body);
  }

  /** Shows which step is chosen and how many events each has. */
  showSteps(counts: Readonly<Record<StepName, number>>, chosen: StepName | 'all'): void {
    const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
    const names: readonly StepName[] = ['frequency', 'rules', 'semantic', 'association', 'manual'];
    const tab = (step: StepName | 'all', count: number) => this.stepTab(step, count, step === chosen);
    setChildren(this.steps, tab('all', all), ...names.map((name) => tab(name, counts[name])));
    setText(this.empty, chosen !== 'all' && counts[chosen] === 0 ? words.events.noneYet : words.events.none);
  }

  showText(text: string): void {
    if (this.field.value() !== text) this.field.setValue(text);
  }

  focusFilter(): void {
    this.field.focus();
  }

  focus(): void {
    this.body.focus();
  }

  /** Starts at the top again, as after another question. */
  rewind(): void {
    this.top = 0;
    this.active = 0;
    this.draw();
  }

  draw(): void {
    if (this.frame !== 0) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      this.drawNow();
    });
  }

  private stepTab(step: StepName | 'all', count: number, isChosen: boolean): HTMLElement {
    const made = element(
      'button',
      {
        class: 'event-step',
        role: 'tab',
        testId: `audit-step-${step}`,
        aria: { selected: String(isChosen) },
        onClick: () => this.options.onStep(step),
      },
      words.steps[step],
      element('span', { class: 'quiet number', text: formatCount(count) }),
    );
    made.type = 'button';
    return made;
  }

  private viewport(): Viewport {
    return { rowCount: Math.max(0, this.options.pages.total), rowHeight, height: this.height };
  }

  private drawNow(): void {
    if (this.height === 0) this.height = this.body.clientHeight;
    const viewport = this.viewport();
    this.top = clampTop(this.top, viewport);
    this.active = Math.max(0, Math.min(this.active, viewport.rowCount - 1));
    const range = visibleRange(this.top, viewport);
    const rows: HTMLElement[] = [];
    for (let index = range.first; index < range.end; index++) {
      const row = eventRow(this.options.pages.at(index), index === this.active, () => this.activate(index));
      row.id = `event-${index}`;
      row.setAttribute('aria-posinset', String(index + 1));
      row.setAttribute('aria-setsize', String(viewport.rowCount));
      row.style.transform = `translateY(${range.offsetPx + (index - range.first) * rowHeight}px)`;
      rows.push(row);
    }
    setChildren(this.body, ...rows);
    this.body.setAttribute('aria-activedescendant', `event-${this.active}`);
    this.empty.hidden = this.options.pages.total !== 0;
    this.scrollbar.update(this.top, viewport);
    this.options.pages.want(range.first, range.end);
    this.tellActive();
  }

  private tellActive(): void {
    const event = this.options.pages.at(this.active);
    if (event === this.shown) return;
    this.shown = event;
    this.options.onChoose(event);
  }

  private activate(index: number): void {
    this.active = Math.max(0, Math.min(index, this.options.pages.total - 1));
    this.top = topToReveal(this.active, this.top, this.viewport());
    this.body.focus();
    this.draw();
  }

  private scrollTo(top: number): void {
    this.top = clampTop(top, this.viewport());
    this.draw();
  }

  private onWheel(event: WheelEvent): void {
    if (event.ctrlKey) return;
    event.preventDefault();
    this.scrollTo(this.top + event.deltaY / rowHeight);
  }

  private onKey(event: KeyboardEvent): void {
    const target = this.target(event.key);
    if (target === null || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    this.activate(target);
  }

  private target(key: string): number | null {
    switch (key) {
      case 'ArrowUp':
        return this.active - 1;
      case 'ArrowDown':
        return this.active + 1;
      case 'PageUp':
        return this.active - pageStep(this.viewport());
      case 'PageDown':
        return this.active + pageStep(this.viewport());
      case 'Home':
        return 0;
      case 'End':
        return this.options.pages.total - 1;
      default:
        return null;
    }
  }
}
