/** The controls of a selection: method, size, seed, padding, constraints. They edit one settings object. */
import type { InsightsSnapshot, SelectionSettings } from '../../../src/protocol/insights';
import { button, checkbox, dropdown, slider, textField } from '../../shared/controls';
import { applyProperties, element, setChildren, setText } from '../../shared/dom';
import { formatCount } from '../../shared/format';
import { openPopover, placeBelow } from '../../shared/popover';
import type { Words } from '../words/english';
import { constraintCount, withNumber } from './constraints';
import { constraintsForm, labelled, numberField } from './constraintsForm';
import { judgingMode, modelOf } from './judgingWords';
import { positionOf, sizeAt, sizeSteps } from './sizeScale';

export interface SelectionControlsOptions {
  readonly words: Words;
  readonly snapshot: InsightsSnapshot;
  readonly settings: SelectionSettings;
  readonly onChange: (settings: SelectionSettings) => void;
  /** Lets a model judge rows. */
  readonly onJudge: () => void;
}

export class SelectionControls {
  readonly node = element('div', { class: 'selection-controls' });
  private readonly targets = element('div', { class: 'selection-targets' });
  private readonly source = element('span', { class: 'method-source quiet' });
  private readonly problem = element('span', { class: 'field-problem', role: 'alert' });
  private readonly size: ReturnType<typeof textField>;
  private readonly sizeSlider: ReturnType<typeof slider>;
  private readonly constraints: HTMLElement;
  private settings: SelectionSettings;
  private readonly maximum: number;

  constructor(private readonly options: SelectionControlsOptions) {
    const { words, snapshot } = options;
    this.settings = options.settings;
    this.maximum = Math.max(1, snapshot.maximumN);
    this.sizeSlider = this.makeSlider();
    this.size = textField({
      label: words.sizeExact,
      value: formatCount(this.settings.n),
      testId: 'selection-n-exact',
      onInput: (typed) => this.readSize(typed),
      onEnter: () => this.size.setValue(formatCount(this.settings.n)),
    });
    applyProperties(this.size.node, { class: 'size-field' });
    this.constraints = button({
      label: words.constraints,
      icon: 'filter',
      testId: 'selection-constraints',
      onClick: () => this.openConstraints(),
    });
    setChildren(
      this.node,
      element('div', { class: 'method-line' }, labelled(words.method, this.makeMethod()), this.source),
      element(
        'div',
        { class: 'size-line' },
        labelled(
          words.size,
          element('div', { class: 'size-inputs' }, this.sizeSlider.node, this.size.node),
          this.problem,
        ),
      ),
      element('div', { class: 'option-line' }, labelled(words.seed, this.makeSeed()), this.makePad(), this.constraints),
      this.targets,
    );
    this.showMethod();
    this.showConstraintCount();
  }

  /** Takes over a size that was chosen elsewhere: a point of the coverage curve. */
  setSize(n: number): void {
    this.applySize(n);
    this.size.setValue(formatCount(this.settings.n));
  }

  /** Takes over a method that was chosen elsewhere: a row of the bench. */
  setMethod(method: string): void {
    this.method?.setValue(method);
    this.change({ ...this.settings, method });
    this.showMethod();
  }

  private method: ReturnType<typeof dropdown> | null = null;

  private makeMethod(): HTMLElement {
    const { words, snapshot } = this.options;
    const choices = snapshot.selectors.map((choice) => ({
      value: choice.name,
      label: choice.unavailable === undefined ? choice.label : `${choice.label} (${words.notAvailable})`,
      isDisabled: choice.unavailable !== undefined,
      title: choice.unavailable ?? choice.source,
    }));
    this.method = dropdown({
      label: words.method,
      choices,
      value: this.settings.method,
      testId: 'selection-method',
      onChange: (method) => {
        this.change({ ...this.settings, method });
        this.showMethod();
      },
    });
    return this.method.node;
  }

  private makeSlider(): ReturnType<typeof slider> {
    return slider({
      label: this.options.words.size,
      minimum: 0,
      maximum: sizeSteps,
      step: 1,
      value: positionOf(this.settings.n, this.maximum),
      testId: 'selection-n',
      format: (position) => formatCount(sizeAt(position, this.maximum)),
      onInput: (position) => {
        const n = sizeAt(position, this.maximum);
        this.size.setValue(formatCount(n));
        setText(this.problem, '');
        if (n !== this.settings.n) this.change({ ...this.settings, n });
      },
    });
  }

  private makeSeed(): HTMLElement {
    const { words } = this.options;
    const field = textField({
      label: words.seed,
      value: String(this.settings.seed),
      testId: 'selection-seed',
      onInput: (typed) => {
        const seed = Number(typed.trim());
        if (typed.trim() !== '' && Number.isSafeInteger(seed) && seed >= 0) this.change({ ...this.settings, seed });
      },
    });
    applyProperties(field.node, { class: 'seed-field', title: words.seedHelp });
    return field.node;
  }

  private makePad(): HTMLElement {
    const { words } = this.options;
    return checkbox({
      label: words.pad,
      title: words.padHelp,
      isChecked: this.settings.isPadded,
      testId: 'selection-pad',
      onChange: (isPadded) => this.change({ ...this.settings, isPadded }),
    }).node;
  }

  private readSize(typed: string): void {
    const n = Number(typed.trim().replaceAll(',', ''));
    const isUsable = typed.trim() !== '' && Number.isInteger(n) && n >= 1 && n <= this.maximum;
    const { words } = this.options;
    setText(this.problem, isUsable ? '' : words.outOfRange('1', formatCount(this.maximum), typed === '' ? '–' : typed));
    if (isUsable) this.applySize(n);
  }

  private applySize(n: number): void {
    const size = Math.min(this.maximum, Math.max(1, Math.round(n)));
    setText(this.problem, '');
    this.sizeSlider.setValue(positionOf(size, this.maximum));
    if (size !== this.settings.n) this.change({ ...this.settings, n: size });
  }

  private showMethod(): void {
    const { words, snapshot } = this.options;
    const choice = snapshot.selectors.find((selector) => selector.name === this.settings.method);
    setText(this.source, choice?.unavailable ?? choice?.source ?? '');
    this.source.classList.toggle('field-problem', choice?.unavailable !== undefined);
    const isTarget = this.settings.method === 'target';
    const field = (setting: 'targetCoverage' | 'targetComplexity', label: string) =>
      numberField({
        words,
        setting,
        label,
        settings: this.settings,
        onValue: (value) => this.change(withNumber(this.settings, setting, value)),
      });
    const isTacos = this.settings.method === 'tacos';
    setChildren(
      this.targets,
      ...(isTarget
        ? [field('targetCoverage', words.targetCoverage), field('targetComplexity', words.targetComplexity)]
        : []),
      ...(isTacos ? this.judgingNodes() : []),
    );
    this.targets.hidden = !isTarget && !isTacos;
  }

  /** Whose verdicts TACOS ranks by, and the way to get some. */
  private judgingNodes(): HTMLElement[] {
    const { words, onJudge } = this.options;
    const { judging } = this.settings;
    const text =
      judging === undefined ? words.notJudged : words.judgedBy(modelOf(judging.judge), judgingMode(judging, words));
    return [
      button({ label: words.judge, icon: 'law', testId: 'selection-judge', onClick: onJudge }),
      element('span', { class: 'quiet', text, testId: 'selection-judging' }),
    ];
  }

  private openConstraints(): void {
    const { words, snapshot } = this.options;
    const popover = openPopover({
      content: constraintsForm({
        words,
        settings: this.settings,
        qualityPaths: snapshot.qualityPaths,
        sourcePaths: snapshot.sourcePaths,
        onChange: (settings) => {
          // Method, size and seed may have moved since the form opened.
          const { method, n, seed, isPadded } = this.settings;
          this.change({ ...settings, method, n, seed, isPadded });
          this.showConstraintCount();
        },
        onDone: () => popover.close(),
      }),
      place: placeBelow(this.constraints),
      label: words.constraints,
      testId: 'constraints-form',
    });
    popover.node.querySelector<HTMLElement>('vscode-dropdown, vscode-text-field')?.focus();
  }

  private showConstraintCount(): void {
    const count = constraintCount(this.settings);
    const { words } = this.options;
    const label = count === 0 ? `${words.constraints}…` : `${words.constraintsCount(formatCount(count))}…`;
    const text = [...this.constraints.childNodes].find((node) => node.nodeType === Node.TEXT_NODE);
    if (text) text.textContent = label;
  }

  private change(settings: SelectionSettings): void {
    this.settings = settings;
    this.options.onChange(settings);
  }
}
