/** The computations behind the panel, kept per session for as long as its tags stay the same. */
import type { MethodFigures } from '../../core/measure/measures';
import type { ProgressListener } from '../../core/ports';
import { judgeOfColumn } from '../../core/select/judgingChoice';
import { selectorInfo } from '../../core/select/selectorInfo';
import type { SelectionData, TacosParameters } from '../../core/select/selector';
import type { CurrentSelection } from '../../node/session/currentSelection';
import type { DatasetSession } from '../../node/session/datasetSession';
import type { EmbedderSource } from '../../node/session/embedderSource';
import { insightFigures, pointCounts, type PointCounts } from '../../node/session/insightsModel';
import { JudgedScores, type KnownScores } from '../../node/session/judgedScores';
import {
  adoptSelection,
  makeSelection,
  selectionRequest,
  selectorNameOf,
  SelectionTrouble,
} from '../../node/session/makeSelection';
import type { SavedSelection } from '../../node/session/selectionFile';
import { SelectionOrders } from '../../node/session/selectionOrders';
import { SessionData, type DataRequest } from '../../node/session/sessionData';
import type { NormalizedTags } from '../../node/session/sessionNormalization';
import { runJob } from '../../node/jobs/runJob';
import type {
  SelectionSettings,
  SelectionSummary,
  SelectorComparison,
  SelectorRow,
  TagMap,
} from '../../protocol/insights';
import type { OpenDataset } from '../openSessions';
import type { SelectionStore } from './selectionStore';

type Figures = Awaited<ReturnType<typeof insightFigures>>;

interface Kept {
  readonly data: SessionData;
  readonly orders: SelectionOrders;
  readonly judged: JudgedScores;
  figures: {
    readonly of: NormalizedTags | null;
    readonly key: string;
    readonly value: Promise<Figures>;
  } | null;
}

/** What diversity is a share of. */
export interface ReferenceVocabulary {
  readonly size: number;
  readonly label: string;
}

export interface FigureRequest {
  readonly equalN: number | undefined;
  readonly vocabulary: ReferenceVocabulary;
}

export interface CompareParameters {
  readonly n: number;
  readonly methods: readonly string[];
  readonly seed: number;
  readonly qualityPath: string;
}

/** Stopping a selection, and what is told while it is made. */
export interface SelectWork {
  readonly signal: AbortSignal;
  readonly onEstimate?: (estimate: SelectionSummary) => void;
  readonly onProgress?: ProgressListener;
}

export class InsightsWork {
  private readonly kept = new WeakMap<DatasetSession, Kept>();
  private readonly points = new WeakMap<SelectionData['tags']['tagIds'], PointCounts>();

  constructor(
    private readonly distFolder: string,
    private readonly embedders: EmbedderSource,
    private readonly selections: SelectionStore,
  ) {}

  sessionData(session: DatasetSession): SessionData {
    return this.of(session).data;
  }

  judged(session: DatasetSession): JudgedScores {
    return this.of(session).judged;
  }

  /** A judge's scores may stand in place of a quality path. */
  async data(session: DatasetSession, request: DataRequest): Promise<SelectionData | null> {
    const { qualityPath = '', ...others } = request;
    const judge = judgeOfColumn(qualityPath);
    if (judge === null) return this.of(session).data.build(request);
    const data = await this.of(session).data.build(others);
    if (data === null) return null;
    const choice = { judge, mode: 'single', clustering: 'off' } as const;
    const { values } = await this.judged(session).scores(data, { choice, seed: 0 });
    return { ...data, quality: values };
  }

  /** Rejects where there is nothing to measure. */
  figures(session: DatasetSession, request: FigureRequest, onProgress?: ProgressListener): Promise<Figures> {
    const kept = this.of(session);
    const tags = session.normalization.current;
    const key = JSON.stringify(request);
    if (kept.figures?.of !== tags || kept.figures.key !== key) {
      const value = this.measure(session, request, onProgress);
      kept.figures = { of: tags, key, value };
      // Whatever became of it, it no longer runs.
      const end = () => onProgress?.(1, 1);
      value.then(end, () => {
        kept.figures = null;
        end();
      });
    }
    return kept.figures.value;
  }

  async select(
    dataset: OpenDataset,
    settings: SelectionSettings,
    { signal, onEstimate, onProgress }: SelectWork,
  ): Promise<SelectionSummary> {
    const { session } = dataset;
    const data = await this.data(session, {
      methods: [selectorNameOf(settings.method)],
      withDuplicates: settings.dropsNearDuplicates ?? false,
      ...(settings.qualityPath === '' ? {} : { qualityPath: settings.qualityPath }),
      ...(settings.quotaPath ? { sourcePath: settings.quotaPath } : {}),
    });
    if (data === null) throw new SelectionTrouble('The rows are still being read. Try again in a moment.');
    const known = await this.knownScores(session, settings, data, signal);
    const selection: CurrentSelection = await makeSelection(settings, data, {
      orders: this.of(session).orders,
      marks: session.marks,
      signal,
      ...(known === null ? {} : { scores: known.values }),
      version: this.judged(session).version,
      onEstimate,
      onProgress,
    });
    signal.throwIfAborted();
    this.selections.set(dataset.uri, selection);
    return selection.summary;
  }

  /** The scores of the judge that the settings name. */
  private async knownScores(
    session: DatasetSession,
    settings: SelectionSettings,
    data: SelectionData,
    signal: AbortSignal,
  ): Promise<KnownScores | null> {
    const { judging: choice, seed } = settings;
    if (choice === undefined || settings.method !== 'tacos') return null;
    const { constraints } = selectionRequest(settings, data, session.marks);
    return this.judged(session).scores(data, { choice, seed, ...(constraints && { constraints }) }, { signal });
  }

  /** TACOS as the selection in force has it judged, for the bench. */
  private async judgedTacos(
    session: DatasetSession,
    settings: SelectionSettings,
    data: SelectionData,
    signal: AbortSignal,
  ): Promise<TacosParameters | null> {
    const known = await this.knownScores(session, settings, data, signal);
    if (known === null || settings.judging === undefined) return null;
    return { clustering: settings.judging.clustering, scores: known.values };
  }

  /** Puts a saved selection in force. */
  async adopt(dataset: OpenDataset, saved: SavedSelection): Promise<void> {
    const { session } = dataset;
    const { qualityPath } = saved.settings;
    const data = await this.data(session, qualityPath === '' ? {} : { qualityPath });
    if (data === null) throw new SelectionTrouble('The rows are still being read. Try again in a moment.');
    this.selections.set(dataset.uri, await adoptSelection(saved, data, this.of(session).orders));
  }

  async compare(
    dataset: OpenDataset,
    parameters: CompareParameters,
    signal: AbortSignal,
    onProgress: ProgressListener,
  ): Promise<SelectorComparison> {
    const { n, seed, qualityPath } = parameters;
    const methods = parameters.methods.map(selectorNameOf);
    const settings = this.selections.of(dataset.uri)?.settings;
    const data = await this.data(dataset.session, {
      methods,
      withDuplicates: true,
      ...this.sourceRequest(dataset.session),
      ...(qualityPath === '' ? {} : { qualityPath }),
    });
    if (data === null) throw new SelectionTrouble('The rows are still being read. Try again in a moment.');
    const known = settings === undefined ? null : await this.judgedTacos(dataset.session, settings, data, signal);
    const { compare } = await runJob(
      'measure',
      { data, compare: { methods, count: n, seed, ...(known === null ? {} : { parameters: { tacos: known } }) } },
      { distFolder: this.distFolder, signal, onProgress },
    );
    if (compare === undefined || compare.kind === 'refused')
      throw new SelectionTrouble(compare?.problems.join(' ') ?? 'Nothing was compared.');
    return { n, rows: compare.methods.map(selectorRow), overlap: compare.overlap };
  }

  async tagMap({ session }: OpenDataset, basis: TagMap['basis'], signal: AbortSignal): Promise<TagMap> {
    // MIG is the selector that wants vectors of tags, and so brings them.
    const data = await this.data(session, basis === 'embedding' ? { methods: ['mig'] } : {});
    if (data === null) throw new SelectionTrouble('The rows are still being read. Try again in a moment.');
    const isByVectors = basis === 'embedding' && data.tagVectors !== undefined;
    const { tagMap } = await runJob(
      'measure',
      { data, tagMap: { by: isByVectors ? 'vectors' : 'cooccurrence' } },
      { distFolder: this.distFolder, signal },
    );
    const ids = Array.from(tagMap?.tagIds ?? []);
    return {
      tags: ids.map((id) => data.tagNames[id]!),
      x: ids.map((_, index) => tagMap!.positions[2 * index]!),
      y: ids.map((_, index) => tagMap!.positions[2 * index + 1]!),
      rows: Array.from(tagMap?.rowCounts ?? []),
      basis: isByVectors ? 'embedding' : 'co-occurrence',
    };
  }

  /** Counted once for as long as the tags stay the same. */
  pointCounts(data: SelectionData): PointCounts {
    const counts = this.points.get(data.tags.tagIds) ?? pointCounts(data);
    this.points.set(data.tags.tagIds, counts);
    return counts;
  }

  private of(session: DatasetSession): Kept {
    const known = this.kept.get(session) ?? {
      data: new SessionData(session, this.embedders),
      orders: new SelectionOrders(this.distFolder),
      judged: new JudgedScores(session, this.distFolder),
      figures: null,
    };
    this.kept.set(session, known);
    return known;
  }

  /** The field that says where rows come from, where one looks like it. */
  private sourceRequest(session: DatasetSession): Pick<DataRequest, 'sourcePath'> {
    const { categorical } = this.sessionData(session).paths();
    const sourcePath = categorical.find((path) => /source|dataset|category/i.test(path));
    return sourcePath === undefined ? {} : { sourcePath };
  }

  private async measure(
    session: DatasetSession,
    { equalN, vocabulary }: FigureRequest,
    onProgress: ProgressListener | undefined,
  ): Promise<Figures> {
    const { sourcePath } = this.sourceRequest(session);
    const data = await this.data(session, sourcePath === undefined ? {} : { sourcePath });
    if (data === null) throw new SelectionTrouble('The rows are still being read.');
    return insightFigures(session, data, {
      distFolder: this.distFolder,
      vocabulary,
      onProgress,
      ...(equalN === undefined ? {} : { equalN }),
      ...(sourcePath === undefined ? {} : { sourcePath }),
    });
  }
}

function sharesOf({ sources, selected }: MethodFigures): Pick<SelectorRow, 'sources'> {
  const counts = Object.entries(sources).sort(([, a], [, b]) => b - a);
  if (counts.length === 0) return {};
  return { sources: counts.map(([name, count]) => ({ name, share: count / Math.max(1, selected) })) };
}

function selectorRow(figures: MethodFigures): SelectorRow {
  const { method, selected, coverage, averageTags, tagsLost, intervals, notes } = figures;
  return {
    method,
    label: selectorInfo(selectorNameOf(method)).label,
    selected,
    coverage,
    averageTags,
    tagsLost,
    meanLength: figures.meanLength ?? 0,
    ...sharesOf(figures),
    ...(figures.seconds === undefined ? {} : { seconds: figures.seconds }),
    ...(figures.meanQuality === null ? {} : { meanQuality: figures.meanQuality }),
    ...(figures.nearDuplicateShare === null ? {} : { nearDuplicateShare: figures.nearDuplicateShare }),
    ...(intervals === undefined
      ? {}
      : { coverageInterval: [intervals.coverage.low, intervals.coverage.high] as const }),
    ...(notes.length === 0 ? {} : { note: notes.join(' ') }),
  };
}
