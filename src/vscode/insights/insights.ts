/** Answers the Insights page from the sessions. */
import * as vscode from 'vscode';
import path from 'node:path';
import type { RowFilter } from '../../core/dataset/rowFilter';
import { jointVocabularySize } from '../../core/measure/alignProfiles';
import { profileOf } from '../../core/measure/compareDatasets';
import type { AbortSignalLike, ProgressListener } from '../../core/ports';
import { usualSize } from '../../core/select/usualSize';
import type { RowMark } from '../../protocol/datasetEditor';
import type {
  DatasetComparison,
  InsightsCommand,
  InsightsHost,
  InsightsPage,
  InsightsSnapshot,
  Measures,
  PreviewRow,
  SelectionSettings,
  SelectionSummary,
  SelectorComparison,
  TagMap,
} from '../../protocol/insights';
import { isCancelled } from '../../protocol/cancelSource';
import type { Rpc } from '../../protocol/rpc';
import type { OpenDataset, OpenSessions } from '../openSessions';
import { candidateCount } from '../../node/session/selectionData';
import { Throttle } from '../throttle';
import { comparisonOf } from './datasetComparison';
import { emptySnapshot, snapshotOf } from './insightsSnapshot';
import type { InsightsWork, ReferenceVocabulary } from './insightsWork';
import { MarkFollower } from './markFollower';
import { previewRows } from './previewRows';
import type { SelectionStore } from './selectionStore';

export interface InsightsServices {
  readonly work: InsightsWork;
  readonly selections: SelectionStore;
  readonly selectionSize: () => number;
  readonly showRows: (dataset: OpenDataset, filters: readonly RowFilter[]) => Promise<void>;
  readonly revealRow: (dataset: OpenDataset, row: number) => Promise<void>;
  readonly exportSelection: (dataset: OpenDataset) => Promise<void>;
  readonly saveSelection: (dataset: OpenDataset) => Promise<void>;
  readonly saveChart: (name: string, format: 'png' | 'svg' | 'csv', content: string) => Promise<void>;
  readonly runCommand: (command: InsightsCommand) => Promise<void>;
  /** Of work that nobody waits for: cancelling is none, the rest is logged. */
  readonly onTrouble: (error: unknown) => void;
}

const refreshIntervalMs = 400;

export class Insights implements InsightsHost, vscode.Disposable {
  private rpc: Rpc<InsightsHost, InsightsPage> | null = null;
  private chosen: string | null = null;
  private settings: SelectionSettings | null = null;
  private equalN: number | undefined;
  private selecting: AbortController | null = null;
  private snapshotting = 0;
  private readonly refresh = new Throttle(refreshIntervalMs);
  private readonly stops: (() => void)[];
  private readonly marks: MarkFollower;
  /** Selections under way that the page itself asked for: it is answered and need not be told. */
  private ownSelections = 0;

  constructor(
    private readonly sessions: OpenSessions,
    private readonly services: InsightsServices,
  ) {
    this.marks = new MarkFollower(
      () => this.ownSelections > 0,
      (dataset) => this.selectAgain(dataset),
    );
    this.stops = [
      sessions.onDidChange(() =>
        this.refresh.run(() => void this.showAgain().catch((error: unknown) => this.services.onTrouble(error))),
      ),
      services.selections.onDidChange((uri) => this.tellSelection(uri)),
    ];
  }

  attach(rpc: Rpc<InsightsHost, InsightsPage>): void {
    this.rpc = rpc;
  }

  dispose(): void {
    for (const stop of this.stops) stop();
    this.marks.dispose();
    this.refresh.dispose();
    this.selecting?.abort();
  }

  async ready({ settings }: { readonly settings: SelectionSettings | null }): Promise<InsightsSnapshot> {
    this.settings ??= settings;
    return this.snapshot();
  }

  async chooseDataset({ id }: { readonly id: string }): Promise<InsightsSnapshot> {
    this.chosen = id;
    const { dataset } = this;
    if (dataset !== null) this.sessions.activate(dataset.uri);
    return this.snapshot();
  }

  async select(
    { settings }: { readonly settings: SelectionSettings },
    signal?: AbortSignalLike,
  ): Promise<SelectionSummary> {
    this.settings = settings;
    this.selecting?.abort();
    const selecting = new AbortController();
    this.selecting = selecting;
    signal?.addEventListener('abort', () => selecting.abort());
    this.ownSelections++;
    try {
      return await this.services.work.select(this.required(), settings, {
        signal: selecting.signal,
        onEstimate: (estimate) => this.rpc?.notify('showEstimate', { selection: estimate }),
        onProgress: this.progressOf('select'),
      });
    } finally {
      this.ownSelections--;
    }
  }

  async readPreview({
    start,
    count,
  }: {
    readonly start: number;
    readonly count: number;
  }): Promise<{ start: number; rows: readonly PreviewRow[] }> {
    const dataset = this.required();
    const selection = this.services.selections.of(dataset.uri);
    return { start, rows: selection === null ? [] : await previewRows(dataset.session, selection, start, count) };
  }

  async setEqualN({ n }: { readonly n: number }): Promise<Measures> {
    this.equalN = n;
    const { measures } = await this.figures(this.required());
    if (measures === undefined) throw new Error('There are no tagged rows to measure.');
    return measures;
  }

  compareSelectors(
    params: {
      readonly n: number;
      readonly methods: readonly string[];
      readonly seed: number;
      readonly qualityPath: string;
    },
    signal?: AbortSignalLike,
  ): Promise<SelectorComparison> {
    return this.services.work.compare(this.required(), params, controllerOf(signal).signal, this.progressOf('compare'));
  }

  async compareDatasets({ ids }: { readonly ids: readonly string[] }): Promise<DatasetComparison> {
    const datasets = ids.flatMap((id) => this.sessions.all.find(({ uri }) => uri.toString() === id) ?? []);
    const profiles = [];
    for (const { uri, session } of datasets) {
      const data = await this.services.work.data(session, {});
      if (data !== null) profiles.push(profileOf(path.basename(uri.fsPath), data));
    }
    return comparisonOf(profiles);
  }

  tagMap({ basis }: { readonly basis: TagMap['basis'] }, signal?: AbortSignalLike): Promise<TagMap> {
    return this.services.work.tagMap(this.required(), basis, controllerOf(signal).signal);
  }

  showRows({ filters }: { readonly filters: readonly RowFilter[] }): Promise<void> {
    return this.services.showRows(this.required(), filters);
  }

  revealRow({ row }: { readonly row: number }): Promise<void> {
    return this.services.revealRow(this.required(), row);
  }

  async setMark({
    rows,
    mark,
  }: {
    readonly rows: readonly number[];
    readonly mark: RowMark | null;
  }): Promise<SelectionSummary> {
    const dataset = this.required();
    this.ownSelections++;
    try {
      dataset.session.setMark(rows, mark);
    } finally {
      this.ownSelections--;
    }
    const settings = this.services.selections.of(dataset.uri)?.settings ?? this.settings;
    if (settings === null) throw new Error('There is no selection yet.');
    return this.select({ settings });
  }

  exportSelection(): Promise<void> {
    return this.services.exportSelection(this.required());
  }

  saveSelection(): Promise<void> {
    return this.services.saveSelection(this.required());
  }

  saveChart({
    name,
    format,
    content,
  }: {
    readonly name: string;
    readonly format: 'png' | 'svg' | 'csv';
    readonly content: string;
  }): Promise<void> {
    return this.services.saveChart(name, format, content);
  }

  runCommand({ command }: { readonly command: InsightsCommand }): Promise<void> {
    return this.services.runCommand(command);
  }

  private get dataset(): OpenDataset | null {
    return this.sessions.all.find(({ uri }) => uri.toString() === this.chosen) ?? this.sessions.active;
  }

  private required(): OpenDataset {
    const { dataset } = this;
    if (dataset === null) throw new Error('No dataset is open.');
    return dataset;
  }

  private figures({ session }: OpenDataset) {
    return this.services.work.figures(
      session,
      { equalN: this.equalN, vocabulary: this.vocabulary() },
      this.progressOf('figures'),
    );
  }

  /** Told to the page while something runs, and when it is over. */
  private progressOf(task: string): ProgressListener {
    return (done, total) => this.rpc?.notify('showProgress', done < total ? { task, done, total } : { task: null });
  }

  /** The tags of all open datasets together: what diversity is a share of. */
  private vocabulary(): ReferenceVocabulary {
    const { all } = this.sessions;
    const vocabularies = all.map(({ session }) => session.normalization.current?.result.vocabulary.names ?? []);
    const label =
      all.length > 1 ? vscode.l10n.t('tags of {0} open datasets', all.length) : vscode.l10n.t('its own tags');
    return { size: jointVocabularySize(vocabularies), label };
  }

  private async snapshot(): Promise<InsightsSnapshot> {
    const { dataset, sessions, services } = this;
    if (dataset === null) return emptySnapshot(sessions, 'noDataset', null);
    if (dataset.session.tags.identity === null) return emptySnapshot(sessions, 'noTags', dataset);
    const data = await services.work.data(dataset.session, {});
    if (data === null) return emptySnapshot(sessions, 'reading', dataset);
    if (data.tagNames.length === 0) return emptySnapshot(sessions, 'nothingLeft', dataset);
    this.marks.follow(dataset);
    const [figures] = await Promise.all([this.figures(dataset), this.ensureSelection(dataset, candidateCount(data))]);
    return snapshotOf({
      sessions,
      dataset,
      figures,
      work: services.work,
      data,
      selections: services.selections,
      selectionSize: services.selectionSize(),
    });
  }

  /** The panel never opens without a selection: the settings in force, or Algorithm 1 at the default size. */
  private async ensureSelection(dataset: OpenDataset, rowCount: number): Promise<void> {
    if (this.services.selections.of(dataset.uri) !== null) return;
    const settings: SelectionSettings = this.settings ?? {
      method: 'complexity-first',
      n: usualSize(this.services.selectionSize(), rowCount),
      seed: 0,
      isPadded: false,
      qualityPath: '',
    };
    this.ownSelections++;
    try {
      await this.services.work.select(dataset, settings, { signal: new AbortController().signal });
    } catch (error) {
      if (!isCancelled(error) && this.settings === null) throw error;
      this.settings = null;
    } finally {
      this.ownSelections--;
    }
  }

  private async selectAgain({ uri }: OpenDataset): Promise<void> {
    const dataset = this.sessions.find(uri);
    const settings = this.services.selections.of(uri)?.settings;
    if (dataset === undefined || settings === undefined) return;
    this.selecting?.abort();
    this.selecting = new AbortController();
    await this.services.work.select(dataset, settings, { signal: this.selecting.signal });
  }

  /** A selection that was made elsewhere: opened from a file, made by the export, or by a mark. */
  private tellSelection(uri: vscode.Uri): void {
    if (this.ownSelections > 0 || uri.toString() !== this.dataset?.uri.toString()) return;
    const selection = this.services.selections.of(uri)?.summary;
    if (selection === undefined) return;
    this.settings = selection.settings;
    this.rpc?.notify('showSelection', { selection });
    // Controls follow the settings, and a judge may have added a quality column.
    this.refresh.run(() => void this.showAgain().catch((error: unknown) => this.services.onTrouble(error)));
  }

  private async showAgain(): Promise<void> {
    const number = ++this.snapshotting;
    const snapshot = await this.snapshot();
    if (number === this.snapshotting) this.rpc?.notify('showInsights', { snapshot });
  }
}

/** An `AbortController` that follows a signal of the protocol. */
function controllerOf(signal: AbortSignalLike | undefined): AbortController {
  const controller = new AbortController();
  signal?.addEventListener('abort', () => controller.abort());
  return controller;
}
