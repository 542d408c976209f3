/** The Insights panel: measures, charts, the selection and its preview. Numbers arrive computed; the page draws them. */
import type { RowFilter } from '../core/dataset/rowFilter';
import type { AbortSignalLike } from '../core/ports';
import type { JudgingChoice } from '../core/select/judgingChoice';
import type { RowMark, TagPill } from './datasetEditor';

/** A figure with its 95 % bootstrap interval. */
export interface Figure {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Whether a chart shows all rows or a seeded sample of them. */
export interface Basis {
  readonly rows: number;
  readonly isSampled: boolean;
}

export interface Measures {
  readonly rows: number;
  readonly taggedRows: number;
  /** Distinct normalized tags in the dataset. */
  readonly tags: number;
  /** Size of the reference vocabulary the diversity is a share of, and what it is. */
  readonly vocabularySize: number;
  readonly vocabularyLabel: string;
  readonly diversity: Figure;
  readonly complexity: Figure;
  /** Bootstrap resamples behind the intervals. */
  readonly resamples: number;
  /** Coverage at equal n: rows drawn, and the share of the vocabulary they cover. */
  readonly equalN?: { readonly n: number; readonly diversity: Figure };
}

export interface DatasetPoint {
  readonly id: string;
  readonly name: string;
  readonly coverage: number;
  readonly meanTags: number;
  readonly rows: number;
  readonly isSelection: boolean;
}

export interface CoverageCurve {
  readonly n: readonly number[];
  readonly selection: readonly number[];
  readonly randomMean: readonly number[];
  readonly randomLow: readonly number[];
  readonly randomHigh: readonly number[];
}

export interface LengthScatter extends Basis {
  readonly length: readonly number[];
  readonly tagCount: readonly number[];
  readonly row: readonly number[];
  readonly spearman: number;
  /** The correlation in words. */
  readonly sentence: string;
}

export interface TagPair {
  readonly first: string;
  readonly second: string;
  readonly rows: number;
  readonly lift: number;
}

export interface SelectorChoice {
  readonly name: string;
  readonly label: string;
  /** Paper or origin, in a few words. */
  readonly source: string;
  /** Why it cannot run on this dataset now. */
  readonly unavailable?: string;
}

export interface SelectionSettings {
  readonly method: string;
  readonly n: number;
  readonly seed: number;
  readonly isPadded: boolean;
  /** JSON path of the quality value, or empty. */
  readonly qualityPath: string;
  readonly minimumQuality?: number;
  readonly minimumLength?: number;
  readonly maximumLength?: number;
  /** At most this share (0 to 1) from one value of `quotaPath`. */
  readonly quotaPath?: string;
  readonly quotaShare?: number;
  readonly dropsNearDuplicates?: boolean;
  readonly targetCoverage?: number;
  readonly targetComplexity?: number;
  /** `tacos`: the verdicts it ranks by. */
  readonly judging?: JudgingChoice;
}

export interface SelectionSummary {
  readonly settings: SelectionSettings;
  readonly label: string;
  readonly selected: number;
  readonly shortfall: number;
  readonly rounds?: number;
  readonly coverage: number;
  readonly meanTags: number;
  readonly meanQuality?: number;
  /** Mean length of the selected rows relative to all rows, minus 1: `0.31` is 31 % longer. */
  readonly lengthShift: number;
  /** What the user should know: notes of the selector, in words. */
  readonly notes: readonly string[];
  /**
   * Of this selection and the expectation of random, both exact; the band is the middle 95 % of 40 draws, drawn straight
   * between the 300 sizes it is known at.
   */
  readonly curve: CoverageCurve;
  readonly tagsLost: number;
  readonly milliseconds: number;
  /** Figures and curve are estimates, made from so many rows; the exact ones follow. */
  readonly estimatedFrom?: number;
}

export interface PreviewRow {
  readonly rank: number;
  readonly row: number;
  /** `round 1 · first with: kernel trick, svm`. */
  readonly why: string;
  readonly query: string;
  readonly pills: readonly TagPill[];
  readonly tagCount: number;
  readonly mark?: RowMark;
}

export interface SelectorRow {
  readonly method: string;
  readonly label: string;
  readonly selected: number;
  readonly coverage: number;
  readonly averageTags: number;
  readonly meanQuality?: number;
  readonly meanLength: number;
  readonly nearDuplicateShare?: number;
  readonly tagsLost: number;
  /** Shares of the sources among the rows taken, largest first; absent where rows name no source. */
  readonly sources?: readonly SourceShare[];
  readonly seconds?: number;
  /** 95 % interval of the coverage, for random. */
  readonly coverageInterval?: readonly [number, number];
  /** What the reader has to know of its figures, in words. */
  readonly note?: string;
}

export interface SourceShare {
  readonly name: string;
  readonly share: number;
}

export interface SelectorComparison {
  readonly n: number;
  readonly rows: readonly SelectorRow[];
  /** overlap[i][j]: share of i's rows that j took as well. */
  readonly overlap: readonly (readonly number[])[];
}

export interface DatasetComparison {
  readonly names: readonly string[];
  readonly recall: readonly (readonly number[])[];
  readonly jaccard: readonly (readonly number[])[];
  /** Of the second dataset against the first. */
  readonly gained: readonly { readonly tag: string; readonly rows: number }[];
  readonly lost: readonly { readonly tag: string; readonly rows: number }[];
  readonly shifts: readonly {
    readonly tag: string;
    readonly first: number;
    readonly second: number;
    readonly isSignificant: boolean;
  }[];
}

export interface TagMap {
  readonly tags: readonly string[];
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly rows: readonly number[];
  readonly basis: 'co-occurrence' | 'embedding';
}

export interface NamedCount {
  readonly name: string;
  readonly count: number;
}

export interface InsightsSnapshot {
  readonly dataset: { readonly id: string; readonly name: string } | null;
  readonly datasets: readonly { readonly id: string; readonly name: string }[];
  /** Why there is nothing to show yet, with what to do next: one sentence and one command. */
  readonly empty?: {
    readonly reason: string;
    readonly actions?: readonly { readonly label: string; readonly command: InsightsCommand }[];
  };
  readonly measures?: Measures;
  /** Rows with 0, 1, 2, … tags. */
  readonly tagsPerRow?: Basis & { readonly counts: readonly number[] };
  /** Ranks (from 1), their counts and names; log-spaced where there are many. */
  readonly rankFrequency?: Basis & {
    readonly rank: readonly number[];
    readonly count: readonly number[];
    readonly tag: readonly string[];
    readonly onceShare: number;
  };
  readonly growth?: Basis & { readonly n: readonly number[]; readonly tags: readonly number[] };
  readonly datasetPoints?: readonly DatasetPoint[];
  readonly lengthScatter?: LengthScatter;
  readonly languages?: readonly NamedCount[];
  readonly sources?: { readonly path: string; readonly counts: readonly NamedCount[] };
  readonly pairs?: readonly TagPair[];
  readonly selectors: readonly SelectorChoice[];
  readonly qualityPaths: readonly string[];
  readonly sourcePaths: readonly string[];
  readonly selection?: SelectionSummary;
  /** Suggested n: 6,000, or all tagged rows where there are fewer. */
  readonly defaultN: number;
  readonly maximumN: number;
}

export type InsightsCommand =
  'tagAll' | 'tagSample' | 'judgeRows' | 'openNormalization' | 'openDataset' | 'openExample';

/** Asked by the page. */
export interface InsightsHost {
  ready(params: { readonly settings: SelectionSettings | null }): Promise<InsightsSnapshot>;
  chooseDataset(params: { readonly id: string }): Promise<InsightsSnapshot>;
  select(params: { readonly settings: SelectionSettings }, signal: AbortSignalLike): Promise<SelectionSummary>;
  readPreview(params: {
    readonly start: number;
    readonly count: number;
  }): Promise<{ readonly start: number; readonly rows: readonly PreviewRow[] }>;
  setEqualN(params: { readonly n: number }): Promise<Measures>;
  compareSelectors(
    params: {
      readonly n: number;
      readonly methods: readonly string[];
      readonly seed: number;
      readonly qualityPath: string;
    },
    signal: AbortSignalLike,
  ): Promise<SelectorComparison>;
  compareDatasets(params: { readonly ids: readonly string[] }, signal: AbortSignalLike): Promise<DatasetComparison>;
  /** By embeddings where any can be had, else by co-occurrence; the answer says which. */
  tagMap(params: { readonly basis: TagMap['basis'] }, signal: AbortSignalLike): Promise<TagMap>;
  /** Shows the rows behind a bar, point or tag in the dataset editor. */
  showRows(params: { readonly filters: readonly RowFilter[] }): Promise<void>;
  revealRow(params: { readonly row: number }): Promise<void>;
  setMark(params: { readonly rows: readonly number[]; readonly mark: RowMark | null }): Promise<SelectionSummary>;
  exportSelection(params: Record<string, never>): Promise<void>;
  saveSelection(params: Record<string, never>): Promise<void>;
  /** Asks where to save a chart; `content` is text, or base64 for PNG. */
  saveChart(params: {
    readonly name: string;
    readonly format: 'png' | 'svg' | 'csv';
    readonly content: string;
  }): Promise<void>;
  runCommand(params: { readonly command: InsightsCommand }): Promise<void>;
}

/** Told to the page. */
export interface InsightsPage {
  showInsights(params: { readonly snapshot: InsightsSnapshot }): void;
  showSelection(params: { readonly selection: SelectionSummary }): void;
  /** Figures like those of the selection that is being made; its rows are not known yet. */
  showEstimate(params: { readonly selection: SelectionSummary }): void;
  showProgress(
    params: { readonly task: string; readonly done: number; readonly total: number } | { readonly task: null },
  ): void;
}
