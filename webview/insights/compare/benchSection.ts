/** The bench of selectors: choose methods, run them at equal n, read them side by side, use one. */
import type { InsightsSnapshot, SelectorComparison } from '../../../src/protocol/insights';
import { CancelSource, isCancelled } from '../../../src/protocol/cancelSource';
import { button, checkbox, iconButton, setDisabled } from '../../shared/controls';
import type { CheckboxControl } from '../../shared/controls';
import { element, setChildren, setText } from '../../shared/dom';
import { formatCount } from '../../shared/format';
import type { ChartCardContext } from '../charts/chartCard';
import { chartCsv } from '../charts/chartCsv';
import { saveMenuButton } from '../saveMenu';
import type { SectionContext } from '../hostCalls';
import { pathDropdown } from '../selection/pathDropdown';
import type { Words } from '../words/english';
import { benchData, benchNotes, benchTable } from './benchTable';
import { matrixCsv, matrixPicture } from './matrixFiles';
import { matrixTable } from './matrixTable';

/** What the bench runs with: the selection's own size and seed. */
export interface BenchSettings {
  readonly n: number;
  readonly seed: number;
}

export interface BenchSectionOptions extends SectionContext {
  readonly words: Words;
  readonly methods: readonly string[] | null;
  readonly charts: ChartCardContext;
  readonly settings: () => BenchSettings;
  readonly onDidChooseMethods: (methods: readonly string[]) => void;
  readonly onUse: (method: string) => void;
  readonly onSave: (name: string, csv: string) => void;
}

export class BenchSection {
  readonly node: HTMLElement;
  private readonly choices = element('div', { class: 'bench-methods', role: 'group' });
  private readonly status = element('p', { class: 'quiet', role: 'status' });
  private readonly result = element('div', { class: 'bench-result' });
  private readonly runButton: HTMLElement;
  private boxes = new Map<string, CheckboxControl>();
  private basis = '';
  private running: CancelSource | null = null;
  private computedFor = '';
  private qualityPath = '';
  private readonly quality = element('div', { class: 'bench-quality' });

  constructor(private readonly options: BenchSectionOptions) {
    const { words } = options;
    this.choices.setAttribute('aria-label', words.benchMethods);
    this.runButton = button({
      label: words.benchRun('…'),
      icon: 'play',
      testId: 'bench-run',
      onClick: () => void this.run(),
    });
    const line = element('div', { class: 'bench-line' }, this.runButton, this.quality, this.status);
    this.node = element(
      'section',
      { class: 'section bench', label: words.benchHeading },
      element('h2', { text: words.benchHeading }),
      element('p', { class: 'quiet section-intro', text: words.benchIntro }),
      this.choices,
      line,
      this.result,
    );
  }

  show(snapshot: InsightsSnapshot): void {
    const basis = JSON.stringify([snapshot.dataset?.id, snapshot.selectors, snapshot.qualityPaths]);
    if (basis !== this.basis) {
      this.basis = basis;
      this.showChoices(snapshot);
      this.showQuality(snapshot);
      this.running?.cancel();
      setChildren(this.result);
      this.computedFor = '';
    }
    this.settingsChanged();
  }

  /** The button names the size; a result of other settings says so. */
  settingsChanged(): void {
    const settings = this.request();
    const { words } = this.options;
    const text = [...this.runButton.childNodes].find((node) => node.nodeType === Node.TEXT_NODE);
    if (text) text.textContent = words.benchRun(formatCount(settings.n));
    if (this.running) return;
    const isStale = this.computedFor !== '' && this.computedFor !== JSON.stringify(settings);
    setText(this.status, isStale ? words.benchStale : this.computedFor === '' ? words.benchEmpty : '');
  }

  private showChoices(snapshot: InsightsSnapshot): void {
    const chosen = this.options.methods ?? snapshot.selectors.slice(0, 4).map((choice) => choice.name);
    this.boxes = new Map();
    const nodes = snapshot.selectors.map((choice) => {
      const isAvailable = choice.unavailable === undefined;
      const box = checkbox({
        label: choice.label,
        title: choice.unavailable ?? choice.source,
        isChecked: isAvailable && chosen.includes(choice.name),
        testId: `bench-method-${choice.name}`,
        onChange: () => this.options.onDidChooseMethods(this.chosen()),
      });
      setDisabled(box.node, !isAvailable);
      if (isAvailable) this.boxes.set(choice.name, box);
      return box.node;
    });
    setChildren(this.choices, ...nodes);
  }

  /** The bench reports a mean quality wherever the rows have one, and so starts with the first that there is. */
  private showQuality(snapshot: InsightsSnapshot): void {
    const { words } = this.options;
    const { qualityPaths } = snapshot;
    if (!qualityPaths.includes(this.qualityPath)) this.qualityPath = qualityPaths[0] ?? '';
    this.quality.hidden = qualityPaths.length === 0;
    const label = words.benchQuality;
    const control = pathDropdown({
      words,
      label,
      paths: qualityPaths,
      value: this.qualityPath,
      testId: 'bench-quality',
      onChange: (path) => {
        this.qualityPath = path;
        this.settingsChanged();
      },
    });
    setChildren(this.quality, element('span', { class: 'quiet', text: label, aria: { hidden: 'true' } }), control);
  }

  private request(): BenchSettings & { readonly qualityPath: string } {
    return { ...this.options.settings(), qualityPath: this.qualityPath };
  }

  private chosen(): string[] {
    return [...this.boxes].filter(([, box]) => box.isChecked()).map(([name]) => name);
  }

  private async run(): Promise<void> {
    const { words, host, activity } = this.options;
    const methods = this.chosen();
    if (methods.length === 0) return setText(this.status, words.benchNothingChosen);
    if (this.running) return;
    const settings = this.request();
    const source = new CancelSource();
    this.running = source;
    setDisabled(this.runButton, true);
    setText(this.status, words.benchRunning);
    const end = activity.begin(words.benchRunning, () => source.cancel());
    try {
      const comparison = await host.call('compareSelectors', { ...settings, methods }, source);
      this.computedFor = JSON.stringify(settings);
      this.showResult(comparison);
      setText(this.status, '');
    } catch (error) {
      setText(
        this.status,
        isCancelled(error)
          ? words.benchStopped
          : words.benchFailed(error instanceof Error ? error.message : String(error)),
      );
    } finally {
      this.running = null;
      setDisabled(this.runButton, false);
      end();
    }
  }

  private showResult(comparison: SelectorComparison): void {
    const { words, onUse, onSave } = this.options;
    const save = iconButton({
      label: words.savePart(words.benchHeading),
      icon: 'save',
      onClick: () => onSave('bench', chartCsv(benchData(comparison, words))),
    });
    const hasOverlap = comparison.rows.length > 1 && comparison.overlap.length === comparison.rows.length;
    setChildren(
      this.result,
      element(
        'div',
        { class: 'table-line' },
        element('div', { class: 'table-scroll' }, benchTable(comparison, words, onUse)),
        save,
      ),
      benchNotes(comparison),
      ...(hasOverlap ? overlapNodes(comparison, this.options) : []),
    );
  }
}

function overlapNodes(comparison: SelectorComparison, { words, charts }: BenchSectionOptions): HTMLElement[] {
  const names = comparison.rows.map((row) => row.label);
  const data = { title: words.overlapHeading, names, values: comparison.overlap };
  const save = saveMenuButton({
    words,
    name: words.overlapHeading,
    id: 'overlap',
    picture: () => matrixPicture(data, charts.palette()),
    csv: () => matrixCsv(data),
    save: (file) => charts.save(file),
  });
  return [
    element('div', { class: 'lasso-head' }, element('h3', { text: words.overlapHeading }), save),
    element('p', { class: 'quiet section-intro', text: words.overlapHelp }),
    matrixTable({ names, values: comparison.overlap, label: words.overlapHeading, cellWords: words.overlapCell }),
  ];
}
