/**
 * The port behind which every selector stands: what rows are known by, what is asked, and what comes back.
 * Everything here is plain numbers and typed arrays, so that it crosses threads without copying by hand.
 */
import type { RowTags } from '../normalize/tagTable';

/** Names of the selectors, as the command line, settings and manifests spell them. */
export const selectorNames = [
  'random',
  'top-k',
  'complexity-first',
  'max-coverage',
  'rarity',
  'deita',
  'mig',
  'tacos',
  'k-center',
  'longest',
  'target',
] as const;

export type SelectorName = (typeof selectorNames)[number];

/** True where `name` is the name of a selector. */
export function isSelectorName(name: string): name is SelectorName {
  return selectorNames.some((known) => known === name);
}

/** Vectors of unit length, row-major, `values.length / width` of them. */
export interface Vectors {
  readonly width: number;
  readonly values: Float32Array;
}

/** One category per row (source, language): `ids[row]` indexes `names`. */
export interface RowCategory {
  readonly names: readonly string[];
  readonly ids: ArrayLike<number>;
}

/** What selectors and measures know of the rows. Only `tags` and `tagNames` are needed; absent columns are never guessed. */
export interface SelectionData {
  readonly tags: RowTags;
  /** Names by tag id: the reference vocabulary; its length is the denominator of coverage. */
  readonly tagNames: readonly string[];
  /** 1 where the row may be selected; absent: every row. Rows that are invalid or not tagged belong at 0. */
  readonly isCandidate?: Uint8Array;
  /** NaN where the row has no value or none that is a number. */
  readonly quality?: Float64Array;
  /** Characters of the queries, of the answers, and of the whole conversation. */
  readonly queryLength?: Uint32Array;
  readonly answerLength?: Uint32Array;
  readonly length?: Uint32Array;
  readonly source?: RowCategory;
  readonly language?: RowCategory;
  /** One vector per row (deita, k-center). */
  readonly rowVectors?: Vectors;
  /** One vector per tag id (mig, tacos). */
  readonly tagVectors?: Vectors;
  /** Per row the lowest row number of its near-duplicate group (`duplicateGroups` of minHash.ts). */
  readonly duplicateOf?: Uint32Array;
}

/** At least and at most so many rows of a source, a language or with a tag. */
export interface Quota {
  readonly by: 'source' | 'language' | 'tag';
  /** Name of the source, language or tag. */
  readonly value: string;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** Conditions that hold for every selector. */
export interface SelectionConstraints {
  readonly quotas?: readonly Quota[];
  /** Taken first, in the order given; they count towards n and their tags count as covered. */
  readonly pinnedRows?: readonly number[];
  readonly excludedRows?: readonly number[];
  /** Each is carried by at least one selected row, as long as a candidate carries it. */
  readonly pinnedTags?: readonly string[];
  /** Rows that carry one of these are never taken. */
  readonly excludedTags?: readonly string[];
  /** Rows below it, or without a value, are never taken. */
  readonly minimumQuality?: number;
  /** Bounds of the whole conversation, in characters. */
  readonly minimumLength?: number;
  readonly maximumLength?: number;
  /** Of each near-duplicate group at most one row is taken (needs `duplicateOf`). */
  readonly withoutNearDuplicates?: boolean;
}

/** Parameters of single selectors; each has the published value as its default. */
export interface SelectorParameters {
  /** `target`: share of the vocabulary to reach, 0 to 1. */
  readonly targetCoverage?: number;
  /** `target`: mean number of tags per row to reach. */
  readonly targetComplexity?: number;
  /** `deita`: rows at or above this cosine to a kept row are dropped (0.9). */
  readonly deitaSimilarity?: number;
  /** `mig`: cosine from which two tags are joined (0.9), weight of propagation (1) and power of the gain (0.8). */
  readonly migSimilarity?: number;
  readonly migPropagation?: number;
  readonly migPower?: number;
  readonly tacos?: TacosParameters;
}

export interface TacosParameters {
  /** How tag occurrences are grouped; `off` is the ablation without clusters. */
  readonly clustering?: 'k-means' | 'dbscan' | 'off';
  /** Number of k-means clusters (50). */
  readonly clusterCount?: number;
  /** DBSCAN's radius (0.5) and density (5). */
  readonly epsilon?: number;
  readonly minimumSamples?: number;
  /** Rows taken from each cluster before the next one's turn (20). */
  readonly perCluster?: number;
  /** Scores of rows by a judge; NaN where it was not asked. Absent: quality, else answer length, said in the notes. */
  readonly scores?: Float64Array;
  /** Clusters and their order as an earlier run of the same rows, seed and parameters found them. */
  readonly ranking?: TacosRanking;
}

/** What TACOS knows before it takes rows; the same for every n. */
export interface TacosRanking {
  /** Clusters from smallest to largest, rows best first. */
  readonly clusters: readonly Uint32Array[];
  readonly notes: readonly string[];
}

export interface SelectionRequest {
  readonly method: SelectorName;
  /** Rows wanted. */
  readonly count: number;
  readonly seed: number;
  /** Fill a shortfall with the remaining candidates, most tags first. */
  readonly isPadded?: boolean;
  readonly constraints?: SelectionConstraints;
  readonly parameters?: SelectorParameters;
}

/** How a row came into the selection. */
export type PickReason = 'selector' | 'pinnedRow' | 'pinnedTag' | 'padding';

/** Codes of `Selection.reasons`. */
export const pickReasons: readonly PickReason[] = ['selector', 'pinnedRow', 'pinnedTag', 'padding'];

/** A selection with the why of every row, as columns in the order taken. */
export interface Selection {
  readonly kind: 'selection';
  readonly method: SelectorName;
  readonly requested: number;
  readonly seed: number;
  /** Row numbers in the order taken. */
  readonly rows: Uint32Array;
  /** Round in which each row was taken, from 1; 0 where the selector has no rounds or the row was pinned or padded. */
  readonly roundOf: Uint32Array;
  /** The selector's score of each row; NaN where it has none. */
  readonly scores: Float64Array;
  /** Index into `pickReasons`. */
  readonly reasons: Uint8Array;
  /** The tags that admitted row i are `admittedTags[admittedOffsets[i]]` to `admittedOffsets[i + 1]`. */
  readonly admittedOffsets: Uint32Array;
  readonly admittedTags: Uint32Array;
  readonly rounds: number;
  /** Rows asked for but not found. */
  readonly shortfall: number;
  /** True where the first k rows are the selection for k, so that a slider needs no new run. */
  readonly isPrefixStable: boolean;
  /** What the reader has to know: fallbacks used, quotas not met. */
  readonly notes: readonly string[];
}

/** The request cannot be carried out; each problem is one clear sentence. */
export interface SelectionRefusal {
  readonly kind: 'refused';
  readonly problems: readonly string[];
}

/** Why one row was taken. */
export interface RowWhy {
  readonly row: number;
  /** Position in the selection, from 1. */
  readonly rank: number;
  readonly reason: PickReason;
  readonly round?: number;
  readonly score?: number;
  /** Tag ids. */
  readonly admittedBy: readonly number[];
}

/** Why the row at `position` (from 0) of the selection was taken. */
export function whyOf(selection: Selection, position: number): RowWhy {
  const round = selection.roundOf[position] ?? 0;
  const score = selection.scores[position] ?? NaN;
  const from = selection.admittedOffsets[position] ?? 0;
  return {
    row: selection.rows[position] ?? -1,
    rank: position + 1,
    reason: pickReasons[selection.reasons[position] ?? 0] ?? 'selector',
    ...(round > 0 ? { round } : {}),
    ...(Number.isNaN(score) ? {} : { score }),
    admittedBy: Array.from(selection.admittedTags.subarray(from, selection.admittedOffsets[position + 1] ?? from)),
  };
}
