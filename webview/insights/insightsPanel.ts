/** The panel: builds its sections, connects them to the host, and keeps what the user chose. */
import type {
  InsightsCommand,
  InsightsPage,
  InsightsSnapshot,
  Measures,
  SelectionSettings,
  SelectionSummary,
} from '../../src/protocol/insights';
import { isCancelled } from '../../src/protocol/cancelSource';
import type { PageState } from '../shared/hostChannel';
import { element, setChildren } from '../shared/dom';
import { ActivityBar } from './activityBar';
import type { Progress } from './activityBar';
import { ChartGrid } from './chartGrid';
import type { ChartCardContext } from './charts/chartCard';
import type { CreateDrawing } from './charts/chartDrawing';
import { readPalette } from './charts/chartPalette';
import type { ChartPalette } from './charts/chartPalette';
import type { ChartTarget } from './charts/chartSpec';
import { BenchSection } from './compare/benchSection';
import type { BenchSettings } from './compare/benchSection';
import { DatasetsSection } from './compare/datasetsSection';
import { emptyPanel } from './emptyPanel';
import type { HostCalls } from './hostCalls';
import { knownFindings } from './knownFindings';
import { MeasuresBar } from './measuresBar';
import { readPanelState } from './panelState';
import type { PanelState } from './panelState';
import { SelectionSection } from './selection/selectionSection';
import { TagMapSection } from './tagMap/tagMapSection';
import type { Words } from './words/english';

export interface InsightsPanelOptions {
  readonly words: Words;
  readonly host: HostCalls;
  readonly state: PageState;
  readonly createDrawing: CreateDrawing;
}

export class InsightsPanel implements InsightsPage {
  readonly node: HTMLElement;
  private readonly activity: ActivityBar;
  private readonly measures: MeasuresBar;
  private readonly scroller = element('main', { class: 'panel-scroller', tabIndex: -1 });
  private readonly sections = element('div', { class: 'sections' });
  private readonly selection: SelectionSection;
  private readonly bench: BenchSection;
  private readonly datasets: DatasetsSection;
  private readonly tagMap: TagMapSection;
  private readonly charts: ChartCardContext;
  private readonly known: HTMLDetailsElement;
  private grid: ChartGrid | null = null;
  private snapshot: InsightsSnapshot | null = null;
  private kept: PanelState;
  private palette: ChartPalette = readPalette();

  constructor(private readonly options: InsightsPanelOptions) {
    const { words, host } = options;
    this.kept = readPanelState(options.state.read());
    this.activity = new ActivityBar(words);
    this.charts = this.chartContext();
    const section = { words, host, activity: this.activity, report: (error: unknown) => this.report(error) };
    this.measures = new MeasuresBar({
      words,
      onChooseDataset: (id) => this.chooseDataset(id),
      onChooseEqualN: (n) => void this.chooseEqualN(n),
      onTagAll: () => this.runCommand('tagAll'),
      onNormalize: () => this.runCommand('openNormalization'),
      onToggleTables: (areTables) => {
        this.grid?.setTables(areTables);
        this.selection.setTable(areTables);
      },
      onSave: (name, csv) => this.saveCsv(name, csv),
    });
    this.selection = new SelectionSection({
      ...section,
      charts: this.charts,
      isCoverageTable: this.kept.tables.includes('coverage'),
      onDidToggleCoverage: (isTable) => this.keepTable('coverage', isTable),
      onDidChangeSettings: (settings) => this.keepSettings(settings),
      onDidSelect: (selection) => this.didSelect(selection),
    });
    this.bench = new BenchSection({
      ...section,
      methods: this.kept.benchMethods,
      charts: this.charts,
      settings: () => this.benchSettings(),
      onDidChooseMethods: (benchMethods) => this.keep({ benchMethods }),
      onUse: (method) => this.selection.setMethod(method),
      onSave: (name, csv) => this.saveCsv(name, csv),
    });
    const onSave = (name: string, csv: string) => this.saveCsv(name, csv);
    const onFollow = (target: ChartTarget) => this.follow(target);
    this.datasets = new DatasetsSection({ ...section, charts: this.charts, onSave, onFollow });
    this.tagMap = new TagMapSection({
      ...section,
      palette: () => this.palette,
      onSave: (file) => this.charts.save(file),
      onFollow,
    });
    this.known = knownFindings(words);
    this.known.open = this.kept.isKnownOpen;
    this.known.addEventListener('toggle', () => this.keep({ isKnownOpen: this.known.open }));
    this.scroller.append(this.sections);
    this.scroller.addEventListener('scrollend', () => this.keepScroll());
    this.selection.preview.node.addEventListener('scrollend', () => this.keepScroll(), { capture: true });
    this.node = element('div', { class: 'panel' }, this.measures.node, this.scroller, this.activity.node);
  }

  /** Says that the page is there and shows what the host answers. */
  async start(): Promise<void> {
    const { host, words } = this.options;
    try {
      this.showInsights({ snapshot: await host.call('ready', { settings: this.kept.settings }) });
      this.restore();
    } catch (error) {
      this.activity.say(words.startFailed(messageOf(error)));
    }
  }

  showInsights({ snapshot }: { readonly snapshot: InsightsSnapshot }): void {
    this.snapshot = snapshot;
    this.keep({ datasetId: snapshot.dataset?.id ?? this.kept.datasetId });
    this.measures.show(snapshot, snapshot.measures?.equalN?.n ?? null);
    if (snapshot.empty) return this.showEmpty(snapshot.empty);
    this.grid ??= this.makeGrid(snapshot);
    this.grid.show(snapshot);
    this.selection.show(snapshot, this.settings(snapshot));
    this.bench.show(snapshot);
    this.datasets.show(snapshot);
    this.tagMap.show(snapshot);
    this.showSections(this.grid);
  }

  showSelection({ selection }: { readonly selection: SelectionSummary }): void {
    this.selection.showSelection(selection);
  }

  showEstimate({ selection }: { readonly selection: SelectionSummary }): void {
    this.selection.showEstimate(selection);
  }

  showProgress(progress: Progress): void {
    this.activity.progress(progress);
  }

  /** Draws everything in the colours of the theme that is in force now. */
  restyle(): void {
    this.palette = readPalette();
    this.grid?.restyle();
    this.selection.restyle();
    this.tagMap.restyle();
  }

  private showSections(grid: ChartGrid): void {
    if (this.sections.contains(grid.main)) return;
    const more = element(
      'section',
      { class: 'section', label: this.options.words.moreCharts },
      element('h2', { text: this.options.words.moreCharts }),
      grid.more,
    );
    setChildren(
      this.sections,
      grid.main,
      this.selection.node,
      this.known,
      more,
      this.bench.node,
      this.datasets.node,
      this.tagMap.node,
    );
  }

  private showEmpty(empty: NonNullable<InsightsSnapshot['empty']>): void {
    setChildren(
      this.sections,
      emptyPanel(empty, (command) => this.runCommand(command)),
    );
  }

  private makeGrid(snapshot: InsightsSnapshot): ChartGrid {
    return new ChartGrid({
      charts: this.charts,
      snapshot,
      isTable: (id) => this.kept.tables.includes(id),
      onDidToggle: (id, isTable) => this.keepTable(id, isTable),
    });
  }

  private chartContext(): ChartCardContext {
    const { words, createDrawing } = this.options;
    return {
      words,
      createDrawing,
      palette: () => this.palette,
      follow: (target) => this.follow(target),
      save: (file) =>
        void file
          .then((made) => this.options.host.call('saveChart', made))
          .catch((error: unknown) => this.report(error)),
    };
  }

  private follow(target: ChartTarget): void {
    const { host } = this.options;
    switch (target.kind) {
      case 'rows':
        return void host.call('showRows', { filters: target.filters }).catch((error: unknown) => this.report(error));
      case 'row':
        return void host.call('revealRow', { row: target.row }).catch((error: unknown) => this.report(error));
      case 'dataset':
        return this.chooseDataset(target.id);
      case 'size':
        return this.selection.setSize(target.n);
    }
  }

  private chooseDataset(id: string): void {
    const { host } = this.options;
    void host
      .call('chooseDataset', { id })
      .then((snapshot) => this.showInsights({ snapshot }))
      .catch((error: unknown) => this.report(error));
  }

  private async chooseEqualN(n: number | null): Promise<void> {
    this.keep({ equalN: n });
    if (n === null) return this.measures.showMeasures(withoutEqualN(this.snapshot?.measures), n);
    try {
      const measures = await this.options.host.call('setEqualN', { n });
      if (this.kept.equalN === n) this.measures.showMeasures(measures, n);
    } catch (error) {
      this.report(error);
    }
  }

  /** After the page was away: the dataset where the host has none in mind, equal n, and where it was scrolled to. */
  private restore(): void {
    const { datasetId, equalN, scrollTop, previewScrollTop } = this.kept;
    const isKnown = this.snapshot?.datasets.some(({ id }) => id === datasetId) === true;
    if (this.snapshot?.dataset === null && datasetId !== null && isKnown) this.chooseDataset(datasetId);
    if (equalN !== null && this.snapshot?.measures?.equalN?.n !== equalN) void this.chooseEqualN(equalN);
    this.scroller.scrollTop = scrollTop;
    this.selection.preview.scrollTop = previewScrollTop;
  }

  private didSelect(selection: SelectionSummary): void {
    if (this.kept.settings === null) this.keep({ settings: selection.settings });
    if (this.snapshot) this.grid?.showSelection(this.snapshot, selection);
    this.bench.settingsChanged();
  }

  /** What the selection is made with: the host's own, else what was kept, else the first method at the suggested size. */
  private settings(snapshot: InsightsSnapshot): SelectionSettings {
    const kept = snapshot.selection?.settings ?? this.kept.settings;
    const n = Math.max(1, Math.min(kept?.n ?? snapshot.defaultN, snapshot.maximumN));
    const settings = kept ?? {
      method: snapshot.selectors[0]?.name ?? '',
      n,
      seed: 0,
      isPadded: false,
      qualityPath: '',
    };
    this.keep({ settings: { ...settings, n } });
    return { ...settings, n };
  }

  private benchSettings(): BenchSettings {
    const { n = 1, seed = 0 } = this.kept.settings ?? {};
    return { n, seed };
  }

  private saveCsv(name: string, content: string): void {
    void this.options.host
      .call('saveChart', { name, format: 'csv', content })
      .catch((error: unknown) => this.report(error));
  }

  private runCommand(command: InsightsCommand): void {
    void this.options.host.call('runCommand', { command }).catch((error: unknown) => this.report(error));
  }

  private report(error: unknown): void {
    if (!isCancelled(error)) this.activity.say(this.options.words.failed(messageOf(error)));
  }

  private keepSettings(settings: SelectionSettings): void {
    this.keep({ settings });
    this.bench.settingsChanged();
  }

  private keepTable(id: string, isTable: boolean): void {
    const others = this.kept.tables.filter((name) => name !== id);
    this.keep({ tables: isTable ? [...others, id] : others });
  }

  private keepScroll(): void {
    this.keep({ scrollTop: this.scroller.scrollTop, previewScrollTop: this.selection.preview.scrollTop });
  }

  private keep(change: Partial<PanelState>): void {
    this.kept = { ...this.kept, ...change };
    this.options.state.write(this.kept);
  }
}

function withoutEqualN(measures: Measures | undefined): Measures | undefined {
  if (measures === undefined) return undefined;
  const others: { -readonly [Name in keyof Measures]: Measures[Name] } = { ...measures };
  delete others.equalN;
  return others;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
