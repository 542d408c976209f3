/** The selection: controls, its sentence, the coverage curve, the preview of its rows. Recomputed while controls move. */
import type { InsightsSnapshot, SelectionSettings, SelectionSummary } from '../../../src/protocol/insights';
import type { RowMark } from '../../../src/protocol/datasetEditor';
import { button, iconButton } from '../../shared/controls';
import { element, setChildren, setText } from '../../shared/dom';
import { formatCount } from '../../shared/format';
import { openMenu } from '../../shared/menu';
import { placeBelow } from '../../shared/popover';
import { ChartCard } from '../charts/chartCard';
import type { ChartCardContext } from '../charts/chartCard';
import { coverageChart } from '../charts/coverageChart';
import { rowsWithTag } from '../charts/rowTargets';
import type { SectionContext } from '../hostCalls';
import type { Words } from '../words/english';
import { LatestRun } from './latestRun';
import { PreviewTable } from './previewTable';
import { SelectionControls } from './selectionControls';
import { estimateWords, shortfallWords, summaryDetails, summaryWords } from './summaryWords';

/** Longer than this, a selection shows that it works and can be stopped. */
const patienceMs = 250;

export interface SelectionSectionOptions extends SectionContext {
  readonly words: Words;
  readonly charts: ChartCardContext;
  readonly isCoverageTable: boolean;
  readonly onDidToggleCoverage: (isTable: boolean) => void;
  readonly onDidChangeSettings: (settings: SelectionSettings) => void;
  readonly onDidSelect: (selection: SelectionSummary) => void;
}

export class SelectionSection {
  readonly node: HTMLElement;
  readonly preview: PreviewTable;
  private readonly coverage: ChartCard;
  private readonly controlsPlace = element('div');
  private readonly summary = element('p', {
    class: 'selection-summary selectable',
    testId: 'selection-summary',
    aria: { live: 'polite' },
  });
  private readonly details = element('p', { class: 'quiet selection-details' });
  private readonly notes = element('ul', { class: 'selection-notes' });
  private readonly marked = element('p', { class: 'selection-marked', role: 'status', isHidden: true });
  private readonly runner: LatestRun<SelectionSettings, SelectionSummary>;
  private controls: SelectionControls | null = null;
  private controlsBasis = '';
  private datasetId: string | undefined;
  private shown = '';
  /** The selection whose rows are in the preview. */
  private last: SelectionSummary | null = null;
  private endActivity: () => void = () => {};

  constructor(private readonly options: SelectionSectionOptions) {
    const { words, host } = options;
    this.coverage = new ChartCard(options.charts, {
      spec: coverageChart(undefined, words),
      isTable: options.isCoverageTable,
      onDidToggle: options.onDidToggleCoverage,
    });
    this.preview = new PreviewTable({
      words,
      read: (params) => host.call('readPreview', params),
      onOpen: (row) => void host.call('revealRow', { row }).catch(options.report),
      onMark: (row, mark) => void this.mark(row, mark),
      onTag: (tag) => options.charts.follow(rowsWithTag(tag)),
    });
    this.runner = new LatestRun({
      run: (settings, signal) => host.call('select', { settings }, signal),
      onAnswer: (selection) => this.showSelection(selection),
      onError: (error) => this.showFailure(error),
      onDidStop: () => this.last && this.showSelection(this.last),
      onDidBecomeSlow: (isSlow) => this.showSlow(isSlow),
      patienceMs,
    });
    this.node = this.build();
  }

  /** Shows what a snapshot knows: other controls where the choices changed, the selection it holds. */
  show(snapshot: InsightsSnapshot, settings: SelectionSettings): void {
    const { dataset, selectors, qualityPaths, sourcePaths, maximumN } = snapshot;
    const basis = JSON.stringify([dataset?.id, selectors, qualityPaths, sourcePaths, maximumN, settings]);
    const isOtherDataset = dataset?.id !== this.datasetId;
    // What is being typed or answered just now is newer than the snapshot.
    const isOurs = !isOtherDataset && (this.runner.isBusy || this.controlsPlace.contains(document.activeElement));
    if (isOurs) return;
    this.datasetId = dataset?.id;
    if (basis !== this.controlsBasis) {
      this.controlsBasis = basis;
      this.showControls(snapshot, settings);
    }
    if (snapshot.selection) this.showSelection(snapshot.selection);
    else this.clear();
  }

  private showControls(snapshot: InsightsSnapshot, settings: SelectionSettings): void {
    const { words } = this.options;
    this.controls = new SelectionControls({
      words,
      snapshot,
      settings,
      onChange: (next) => this.change(next),
      onJudge: () => void this.options.host.call('runCommand', { command: 'judgeRows' }).catch(this.options.report),
    });
    setChildren(this.controlsPlace, this.controls.node);
  }

  /** Shows a selection that was computed; the rows of one that is shown already are not read again. */
  showSelection(selection: SelectionSummary): void {
    const { words } = this.options;
    const shown = JSON.stringify([this.datasetId, { ...selection, milliseconds: 0 }]);
    if (shown === this.shown) return;
    this.shown = shown;
    this.last = selection;
    this.showFigures(selection, [shortfallWords(selection, words), ...selection.notes]);
    this.preview.show(selection);
    this.options.onDidSelect(selection);
  }

  /** Figures of a selection that is still being made; the preview keeps the rows of the one before. */
  showEstimate(selection: SelectionSummary): void {
    if (!this.runner.isBusy) return;
    this.runner.supersede();
    this.shown = '';
    this.showFigures(selection, [estimateWords(selection, this.options.words)]);
  }

  private showFigures(selection: SelectionSummary, notes: readonly string[]): void {
    const { words } = this.options;
    setText(this.summary, summaryWords(selection, words));
    setText(this.details, summaryDetails(selection, words));
    this.summary.classList.toggle('estimated', selection.estimatedFrom !== undefined);
    const said = notes.filter((note) => note !== '');
    setChildren(this.notes, ...said.map((note) => element('li', { text: note })));
    this.coverage.show(coverageChart(selection, words));
  }

  /** Computes the selection anew with these settings. */
  select(settings: SelectionSettings): void {
    this.runner.request(settings);
  }

  setSize(n: number): void {
    this.controls?.setSize(n);
  }

  setMethod(method: string): void {
    this.controls?.setMethod(method);
    this.node.scrollIntoView({ block: 'start' });
  }

  setTable(isTable: boolean): void {
    this.coverage.setTable(isTable);
  }

  restyle(): void {
    this.coverage.restyle();
  }

  private build(): HTMLElement {
    const { words } = this.options;
    const actions = element(
      'div',
      { class: 'selection-actions' },
      button({
        label: words.exportSelection,
        icon: 'export',
        isPrimary: true,
        testId: 'export-selection',
        onClick: () => this.run('exportSelection'),
      }),
      button({
        label: words.saveSelection,
        icon: 'save',
        testId: 'save-selection',
        onClick: () => this.run('saveSelection'),
      }),
      iconButton({
        label: words.moreActions,
        icon: 'ellipsis',
        testId: 'selection-more',
        onClick: (anchor) => this.openMore(anchor),
      }),
    );
    const heading = element('h2', { text: words.selectionHeading });
    heading.id = 'selection-heading';
    const account = element('div', { class: 'selection-words' }, this.summary, this.details, this.notes, this.marked);
    const left = element('div', { class: 'selection-left' }, this.controlsPlace, account, actions);
    const top = element('div', { class: 'selection-top' }, left, this.coverage.node);
    return element(
      'section',
      { class: 'section selection', aria: { labelledby: 'selection-heading' } },
      heading,
      top,
      this.preview.node,
    );
  }

  private openMore(anchor: HTMLElement): void {
    const { words, charts } = this.options;
    const show = (state: 'selected' | 'pinned' | 'excluded', label: string) => ({
      kind: 'action' as const,
      label,
      run: () => charts.follow({ kind: 'rows', filters: [{ kind: 'state', state, isExcluded: false }] }),
    });
    const entries = [
      show('selected', words.showSelected),
      show('pinned', words.showPinned),
      show('excluded', words.showExcluded),
    ];
    openMenu({ label: words.moreActions, place: placeBelow(anchor), entries });
  }

  private change(settings: SelectionSettings): void {
    this.options.onDidChangeSettings(settings);
    this.select(settings);
  }

  private run(method: 'exportSelection' | 'saveSelection'): void {
    void this.options.host.call(method, {}).catch(this.options.report);
  }

  private async mark(row: number, mark: RowMark | null): Promise<void> {
    const { host, report } = this.options;
    try {
      const selection = await host.call('setMark', { rows: [row], mark });
      this.shown = '';
      this.showSelection(selection);
      this.showMarked(row, mark);
    } catch (error) {
      report(error);
    }
  }

  /** An excluded row is no longer in sight, so what happened is said where it can be undone. */
  private showMarked(row: number, mark: RowMark | null): void {
    const { words } = this.options;
    this.marked.hidden = mark === null;
    if (mark === null) return;
    const name = formatCount(row);
    const undo = element('button', {
      class: 'link-button',
      text: words.undo,
      onClick: () => void this.mark(row, null),
    });
    setChildren(this.marked, mark === 'pinned' ? words.rowPinned(name) : words.rowExcluded(name), ' ', undo);
  }

  private showFailure(error: Error): void {
    this.options.report(new Error(this.options.words.selectionFailed(error.message)));
  }

  private showSlow(isSlow: boolean): void {
    const { words, activity } = this.options;
    this.endActivity();
    this.endActivity = isSlow ? activity.begin(words.selecting, () => this.runner.stop()) : () => {};
    this.node.setAttribute('aria-busy', String(isSlow));
  }

  private clear(): void {
    const { words } = this.options;
    this.shown = '';
    this.last = null;
    setText(this.summary, '');
    setText(this.details, '');
    setChildren(this.notes);
    this.coverage.show(coverageChart(undefined, words));
    this.preview.show(undefined);
  }
}
