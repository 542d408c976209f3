/** A chart with its title, basis, table view, ways to save it, and its keyboard. */
import { iconButton } from '../../shared/controls';
import { element, setChildren, setText } from '../../shared/dom';
import { formatCount } from '../../shared/format';
import { icon } from '../../shared/icons';
import { openMenu } from '../../shared/menu';
import { placeBelow } from '../../shared/popover';
import type { Words } from '../words/english';
import { moveCursor } from './chartCursor';
import type { ChartDrawing, CreateDrawing, Datum } from './chartDrawing';
import { chartFile } from './chartFile';
import type { ChartFile, ChartFormat } from './chartFile';
import { legendEntries } from './chartLegend';
import type { ChartPalette } from './chartPalette';
import { isDrawable } from './chartSpec';
import type { ChartSpec, ChartTarget } from './chartSpec';
import { chartTableView } from './chartTableView';
import { chartSummary, datumSentence } from './datumText';

/** What cards need from the panel. */
export interface ChartCardContext {
  readonly words: Words;
  readonly createDrawing: CreateDrawing;
  palette(): ChartPalette;
  follow(target: ChartTarget): void;
  save(file: Promise<ChartFile>): void;
}

export interface ChartCardOptions {
  readonly spec: ChartSpec;
  readonly isTable: boolean;
  readonly onDidToggle: (isTable: boolean) => void;
}

const formats: readonly ChartFormat[] = ['png', 'svg', 'csv'];

/** One chart on the page. Lives as long as the panel; `show` gives it new data. */
export class ChartCard {
  readonly node: HTMLElement;
  private readonly title = element('h3', { class: 'card-title', direction: 'auto' });
  private readonly about = element('p', { class: 'card-about quiet' });
  private readonly legend = element('div', { class: 'chart-legend quiet' });
  private readonly body = element('div', { class: 'chart-body' });
  private readonly live = element('div', { class: 'visually-hidden', aria: { live: 'polite' } });
  private readonly toggle: HTMLButtonElement;
  private readonly saveButton: HTMLButtonElement;
  private canvas: HTMLCanvasElement | null = null;
  private drawing: ChartDrawing | null = null;
  private cursor: Datum | null = null;
  private spec: ChartSpec;
  private shown = '';
  private isTable: boolean;

  constructor(
    private readonly context: ChartCardContext,
    private readonly options: ChartCardOptions,
  ) {
    const { words } = context;
    this.spec = options.spec;
    this.isTable = options.isTable;
    this.toggle = iconButton({ label: words.tableView, icon: 'table', onClick: () => this.setTable(!this.isTable) });
    this.saveButton = iconButton({ label: words.save, icon: 'save', onClick: () => this.openSaveMenu() });
    this.saveButton.setAttribute('aria-haspopup', 'menu');
    const actions = element('div', { class: 'card-actions' }, this.toggle, this.saveButton);
    const head = element(
      'header',
      { class: 'card-head' },
      element('div', { class: 'card-words' }, this.title, this.about),
      actions,
    );
    this.node = element(
      'section',
      { class: 'card', testId: `chart-${options.spec.id}` },
      head,
      this.legend,
      this.body,
      this.live,
    );
    this.show(options.spec);
  }

  /** Draws new data; data that is what it was is left alone, and so are a tooltip and the place of the keyboard in it. */
  show(spec: ChartSpec): void {
    const shown = JSON.stringify(spec);
    if (shown === this.shown) return;
    this.shown = shown;
    this.spec = spec;
    this.render();
  }

  private render(): void {
    const { spec } = this;
    this.cursor = null;
    const { words } = this.context;
    const isShown = isDrawable(spec);
    this.node.setAttribute('aria-label', spec.name);
    setText(this.title, spec.title);
    this.title.title = spec.title;
    setChildren(this.about, ...aboutParts(spec, words));
    const toggleLabel = this.isTable ? words.showAsChart(spec.name) : words.showAsTable(spec.name);
    this.toggle.title = toggleLabel;
    this.toggle.setAttribute('aria-label', toggleLabel);
    this.toggle.setAttribute('aria-pressed', String(this.isTable));
    this.saveButton.title = words.saveChart(spec.name);
    this.saveButton.setAttribute('aria-label', words.saveChart(spec.name));
    this.toggle.disabled = this.saveButton.disabled = !isShown;
    setChildren(this.legend, ...(isShown && !this.isTable ? legendEntries(spec, this.context.palette()) : []));
    if (!isShown) this.showEmpty(spec.empty ?? '');
    else if (this.isTable) this.showTable();
    else this.showCanvas();
  }

  /** Draws again in the theme's colours. */
  restyle(): void {
    this.render();
  }

  dispose(): void {
    this.drawing?.dispose();
    this.drawing = null;
    this.canvas = null;
  }

  private showEmpty(reason: string): void {
    this.dispose();
    setChildren(this.body, element('p', { class: 'chart-empty quiet', text: reason }));
  }

  private showTable(): void {
    this.dispose();
    setChildren(
      this.body,
      chartTableView(this.spec, this.context.words, (target) => this.context.follow(target)),
    );
  }

  private showCanvas(): void {
    const { words } = this.context;
    const palette = this.context.palette();
    if (this.canvas && this.drawing) {
      this.drawing.update(this.spec, palette);
    } else {
      this.canvas = this.makeCanvas();
      setChildren(this.body, element('div', { class: 'chart-frame' }, this.canvas));
      this.drawing = this.context.createDrawing(this.canvas, this.spec, palette, (datum) => this.pick(datum));
    }
    this.canvas.setAttribute('aria-label', `${chartSummary(this.spec, words)}. ${words.chartHint}`);
  }

  private makeCanvas(): HTMLCanvasElement {
    const canvas = element('canvas', { role: 'img', tabIndex: 0 });
    canvas.addEventListener('keydown', (event) => this.onKey(event));
    canvas.addEventListener('blur', () => this.moveTo(null));
    return canvas;
  }

  private onKey(event: KeyboardEvent): void {
    if (event.key === 'Enter' && this.cursor) {
      event.preventDefault();
      this.pick(this.cursor);
      return;
    }
    if (event.key === 'Escape') this.moveTo(null);
    const next = moveCursor(this.spec, this.cursor, event.key);
    if (!next) return;
    event.preventDefault();
    this.moveTo(next);
  }

  private moveTo(datum: Datum | null): void {
    if (datum === null && this.cursor === null) return;
    this.cursor = datum;
    this.drawing?.highlight(datum);
    const series = datum && this.spec.series[datum.series];
    const point = series?.points[datum?.point ?? -1];
    this.live.textContent = series && point ? datumSentence(this.spec, series, point) : '';
  }

  private pick(datum: Datum): void {
    const target = this.spec.series[datum.series]?.points[datum.point]?.target;
    if (target) this.context.follow(target);
  }

  /** Shows the table or the chart. */
  setTable(isTable: boolean): void {
    if (isTable === this.isTable) return;
    this.isTable = isTable;
    this.options.onDidToggle(isTable);
    this.render();
  }

  private openSaveMenu(): void {
    const { words } = this.context;
    openMenu({
      label: words.saveChart(this.spec.name),
      place: placeBelow(this.saveButton),
      entries: formats.map((format) => ({
        kind: 'action',
        label: format.toUpperCase(),
        testId: `save-${format}`,
        run: () => this.context.save(chartFile(this.spec, format, this.context.palette(), words)),
      })),
    });
  }
}

/** `Tags per row · n = 3,422 · exact`, and what the chart has to remark. */
function aboutParts(spec: ChartSpec, words: Words): (Node | string)[] {
  const parts: (Node | string)[] = [spec.name];
  if (spec.basis) {
    const { isSampled, rows } = spec.basis;
    const badge = element(
      'span',
      { class: isSampled ? 'basis sampled' : 'basis', title: isSampled ? words.sampledHelp : words.exactHelp },
      isSampled ? icon('symbol-numeric') : null,
      isSampled ? words.sampled : words.exact,
    );
    parts.push(` · ${words.basis(formatCount(rows))} · `, badge);
  }
  if (spec.remark && isDrawable(spec)) parts.push(element('span', { class: 'card-remark', text: spec.remark }));
  return parts;
}
