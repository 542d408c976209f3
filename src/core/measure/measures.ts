/** What measures yield: figures with the n and the reference vocabulary they depend on, intervals, curves. */

/** A figure with the interval that bootstrap over rows gives (percentiles; seeded). */
export interface Interval {
  readonly low: number;
  readonly high: number;
  /** Share of resamples between low and high: 0.95. */
  readonly level: number;
}

/** Points of a curve; x strictly rising. */
export interface Curve {
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** Band around the curve, where the curve is a mean of repeated draws. */
  readonly low?: readonly number[];
  readonly high?: readonly number[];
  /** True where y is the exact value (or exact expectation), false where sampled. */
  readonly isExact: boolean;
}

export interface TagCount {
  readonly tag: string;
  readonly id: number;
  /** Rows that carry it. */
  readonly rows: number;
}

/** One dataset's figures, as `stats --json` prints them. */
export interface DatasetStats {
  readonly name: string;
  readonly rows: number;
  readonly taggedRows: number;
  readonly uniqueTags: number;
  /** Size of the reference vocabulary that coverage divides by. */
  readonly vocabulary: number;
  /** Diversity: uniqueTags / vocabulary. */
  readonly coverage: number;
  /** Mean number of distinct tags per tagged row. */
  readonly complexity: number;
  readonly occurrences: number;
  readonly rowsWithoutTags: number;
  /** `histogram[k]` tagged rows carry k tags. */
  readonly histogram: readonly number[];
  readonly topTags: readonly TagCount[];
  readonly intervals: { readonly coverage: Interval; readonly complexity: Interval; readonly resamples: number };
  /** Coverage of n rows drawn at random, exact expectation, where an equal n was asked for. */
  readonly coverageAtEqualN?: { readonly n: number; readonly coverage: number; readonly interval: Interval };
}

/** How strongly the number of tags follows the length, in a number and in words. */
export interface LengthCorrelation {
  readonly spearman: number;
  readonly rows: number;
  /** `strong: the number of tags follows the length of the text`. */
  readonly words: string;
}

/** One selector's line in the bench at equal n. */
export interface MethodFigures {
  readonly method: string;
  readonly selected: number;
  readonly shortfall: number;
  readonly coverage: number;
  readonly averageTags: number;
  /** Null where the column is not known. */
  readonly meanQueryLength: number | null;
  readonly meanLength: number | null;
  /** Mean length over that of all candidates, minus one. */
  readonly lengthShift: number | null;
  readonly meanQuality: number | null;
  readonly nearDuplicateShare: number | null;
  readonly sources: Readonly<Record<string, number>>;
  readonly languages: Readonly<Record<string, number>>;
  /** Tags of the candidates that no selected row carries. */
  readonly tagsLost: number;
  /** Share of this method's rows that each other method takes too, by its name. */
  readonly overlap: Readonly<Record<string, number>>;
  readonly notes: readonly string[];
  /** Of the selector alone, where a clock was given. */
  readonly seconds?: number;
  /** Spread over repeated seeds (`random`). */
  readonly intervals?: { readonly coverage: Interval; readonly averageTags: Interval; readonly draws: number };
}
