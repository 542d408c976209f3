/** The head of the panel: which dataset, and its measures with n, interval and the vocabulary they refer to. */
import type { InsightsSnapshot, Measures } from '../../src/protocol/insights';
import { button, dropdown, iconButton } from '../shared/controls';
import { element, setChildren } from '../shared/dom';
import { formatCount } from '../shared/format';
import { chartCsv } from './charts/chartCsv';
import { figureText } from './figures';
import { measuresData } from './measuresData';
import type { Words } from './words/english';

export interface MeasuresBarOptions {
  readonly words: Words;
  readonly onChooseDataset: (id: string) => void;
  /** `null` for all rows. */
  readonly onChooseEqualN: (n: number | null) => void;
  readonly onTagAll: () => void;
  readonly onNormalize: () => void;
  /** Shows all charts as tables, or as charts again. */
  readonly onToggleTables: (areTables: boolean) => void;
  readonly onSave: (name: string, csv: string) => void;
}

const roundSizes = [100, 250, 500, 1000, 2500, 5000, 10_000, 25_000, 50_000, 100_000];
const allRows = 'all';

export class MeasuresBar {
  readonly node = element('header', { class: 'measures', testId: 'insights-measures' });
  private readonly picker = element('div', { class: 'dataset-picker' });
  private readonly figures = element('div', { class: 'figures' });
  private readonly partial = element('p', { class: 'partial' });
  private readonly chartActions = element('div', { class: 'measures-actions' });
  private pickerBasis = '';
  private measures: Measures | undefined;

  constructor(private readonly options: MeasuresBarOptions) {
    const { words } = options;
    const save = iconButton({
      label: words.savePart(words.measures),
      icon: 'save',
      testId: 'save-measures',
      onClick: () => this.save(),
    });
    this.chartActions.append(this.makeTableToggle(), save);
    const normalize = button({ label: words.openNormalization, icon: 'settings', onClick: options.onNormalize });
    const actions = element('div', { class: 'measures-actions' }, this.chartActions, normalize);
    this.node.append(element('div', { class: 'measures-line' }, this.picker, this.figures, actions), this.partial);
  }

  show(snapshot: InsightsSnapshot, equalN: number | null): void {
    this.showPicker(snapshot);
    this.showMeasures(snapshot.measures, equalN);
  }

  showMeasures(measures: Measures | undefined, equalN: number | null): void {
    this.measures = measures;
    this.figures.hidden = this.chartActions.hidden = measures === undefined;
    this.partial.hidden = true;
    if (measures === undefined) return;
    setChildren(this.figures, ...this.figureNodes(measures), this.equalPicker(measures, equalN));
    this.showPartial(measures);
  }

  private makeTableToggle(): HTMLButtonElement {
    const { words, onToggleTables } = this.options;
    const toggle = iconButton({
      label: words.allAsTables,
      icon: 'table',
      testId: 'all-tables',
      onClick: () => {
        const areTables = toggle.getAttribute('aria-pressed') !== 'true';
        toggle.setAttribute('aria-pressed', String(areTables));
        onToggleTables(areTables);
      },
    });
    toggle.setAttribute('aria-pressed', 'false');
    return toggle;
  }

  private save(): void {
    if (this.measures) this.options.onSave('measures', chartCsv(measuresData(this.measures, this.options.words)));
  }

  private showPicker(snapshot: InsightsSnapshot): void {
    const basis = JSON.stringify([snapshot.dataset, snapshot.datasets]);
    if (basis === this.pickerBasis) return;
    this.pickerBasis = basis;
    const { words } = this.options;
    const choices = snapshot.datasets.map(({ id, name }) => ({ value: id, label: name }));
    if (snapshot.dataset === null || choices.length === 0) return setChildren(this.picker);
    if (choices.length === 1)
      return setChildren(this.picker, element('h1', { text: snapshot.dataset.name, direction: 'auto' }));
    const control = dropdown({
      label: words.dataset,
      choices,
      value: snapshot.dataset.id,
      testId: 'insights-dataset',
      onChange: this.options.onChooseDataset,
    });
    setChildren(this.picker, control.node);
  }

  private figureNodes(measures: Measures): HTMLElement[] {
    const { words } = this.options;
    const vocabulary = words.ofVocabulary(formatCount(measures.vocabularySize), measures.vocabularyLabel);
    const help = words.diversityHelp(
      formatCount(measures.tags),
      formatCount(measures.vocabularySize),
      measures.vocabularyLabel,
      formatCount(measures.resamples),
    );
    const equal = measures.equalN;
    const diversity = figureText(equal ? equal.diversity : measures.diversity);
    const complexity = figureText(measures.complexity);
    const isAll = measures.taggedRows === measures.rows;
    return [
      figureNode(
        words.diversity,
        diversity.value,
        diversity.margin,
        equal ? words.atEqualN(formatCount(equal.n)) : vocabulary,
        help,
      ),
      figureNode(
        words.complexity,
        complexity.value,
        complexity.margin,
        words.perRow,
        words.complexityHelp(formatCount(measures.taggedRows), formatCount(measures.resamples)),
      ),
      figureNode(words.tags, formatCount(measures.tags), '', words.distinctTags, vocabulary),
      figureNode(
        words.rows,
        formatCount(measures.rows),
        '',
        isAll ? words.allTagged : words.taggedOf(formatCount(measures.taggedRows)),
        '',
      ),
    ];
  }

  private equalPicker(measures: Measures, equalN: number | null): HTMLElement {
    const { words } = this.options;
    const sizes = roundSizes.filter((size) => size < measures.taggedRows);
    if (equalN !== null && !sizes.includes(equalN)) sizes.push(equalN);
    const control = dropdown({
      label: words.equalN,
      choices: [
        { value: allRows, label: words.allRows },
        ...sizes.map((size) => ({ value: String(size), label: formatCount(size) })),
      ],
      value: equalN === null ? allRows : String(equalN),
      testId: 'insights-equal-n',
      onChange: (value) => this.options.onChooseEqualN(value === allRows ? null : Number(value)),
    });
    return element(
      'div',
      { class: 'figure equal-n', title: words.equalNHelp },
      element('span', { class: 'figure-name quiet', text: words.equalN, aria: { hidden: 'true' } }),
      control.node,
    );
  }

  private showPartial(measures: Measures): void {
    this.partial.hidden = measures.taggedRows >= measures.rows;
    if (this.partial.hidden) return;
    const { words } = this.options;
    const text = words.notAllTagged(formatCount(measures.taggedRows), formatCount(measures.rows));
    const link = element('button', {
      class: 'link-button',
      text: words.tagAll,
      onClick: () => this.options.onTagAll(),
    });
    setChildren(this.partial, `${text} `, link);
  }
}

function figureNode(name: string, value: string, margin: string, below: string, help: string): HTMLElement {
  return element(
    'div',
    { class: 'figure', title: help },
    element('span', { class: 'figure-name quiet', text: name }),
    element(
      'span',
      { class: 'figure-value' },
      element('strong', { text: value }),
      margin === '' ? null : element('span', { class: 'figure-margin quiet', text: ` ${margin}` }),
    ),
    element('span', { class: 'figure-below quiet', text: below, direction: 'auto' }),
  );
}
