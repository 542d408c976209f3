/** Jobs that select rows and measure them; part of the job map in `jobs.ts`. */
import type { CompareRequest, SelectionComparison } from '../core/measure/compareSelections';
import type { TagPair } from '../core/measure/cooccurrence';
import type { DescribeOptions } from '../core/measure/describeDataset';
import type { Curve, DatasetStats } from '../core/measure/measures';
import type { Overview, OverviewOptions } from '../core/measure/overview';
import type { PoolFigures } from '../core/measure/compareSelections';
import type { PrefixSums } from '../core/measure/prefixSums';
import type { TagMap, TagMapOptions } from '../core/measure/tagMap';
import type {
  Selection,
  SelectionData,
  SelectionRefusal,
  SelectionRequest,
  TacosRanking,
} from '../core/select/selector';
import type { TacosPlan } from '../core/select/tacosPlan';

/** What is to be measured; each part is computed only where it is asked for. */
export interface MeasureRequest {
  readonly data: SelectionData;
  readonly stats?: DescribeOptions;
  readonly overview?: OverviewOptions;
  readonly compare?: CompareRequest;
  readonly tagMap?: TagMapOptions;
  /** The clusters that a judge's questions come from. */
  readonly tacosPlan?: SelectionRequest;
  /** Number of most frequent pairs. */
  readonly pairs?: number;
  /** Coverage of these rows' prefixes and of random draws, and growth of unique tags. */
  readonly curves?: { readonly rows?: Uint32Array; readonly pointCount: number; readonly seed: number };
  /** Coverage of random draws of up to so many rows, to be read off at any n, and the pool they are drawn from. */
  readonly random?: { readonly pointCount: number; readonly seed: number; readonly maximumRows: number };
}

/** The parts that were asked for. */
export interface MeasureResult {
  readonly stats?: DatasetStats;
  readonly overview?: Overview;
  readonly compare?: SelectionComparison | SelectionRefusal;
  readonly tagMap?: TagMap;
  readonly tacosPlan?: TacosPlan | { readonly problems: readonly string[] };
  readonly pairs?: readonly TagPair[];
  readonly curves?: { readonly selection?: Curve; readonly random: Curve; readonly growth: Curve };
  readonly random?: {
    readonly random: Curve;
    readonly pool: PoolFigures;
    /** Rows of each tag, and of the pool: what exact expectations are made from. */
    readonly rowsPerTag: Uint32Array;
    readonly rowCount: number;
  };
}

/** `select` runs one selector, `measure` any of the figures. None asks the host anything. */
export interface SelectJobs {
  readonly select: {
    readonly input: {
      readonly data: SelectionData;
      readonly request: SelectionRequest;
      readonly withSums?: boolean;
      /** Numbers of rows at which the first rows are handed over while the rest is found. */
      readonly prefixes?: readonly number[];
    };
    readonly output: (Selection & { readonly sums?: PrefixSums; readonly ranking?: TacosRanking }) | SelectionRefusal;
    readonly part: { readonly selection: Selection; readonly sums: PrefixSums };
    readonly question: never;
    readonly answer: never;
  };
  /** Per text the lowest index of its near-duplicate group. */
  readonly duplicates: {
    readonly input: { readonly texts: readonly string[] };
    readonly output: Uint32Array;
    readonly question: never;
    readonly answer: never;
  };
  readonly measure: {
    readonly input: MeasureRequest;
    readonly output: MeasureResult;
    readonly question: never;
    readonly answer: never;
  };
}
