/** What a chart shows, apart from how it is drawn: canvas, SVG, table, CSV and the words for a screen reader all come from one spec. */
import type { RowFilter } from '../../../src/core/dataset/rowFilter';

export type ChartId =
  'datasets' | 'tags-per-row' | 'rank-frequency' | 'coverage' | 'growth' | 'length' | 'languages' | 'sources' | 'pairs';

/** Where a click on a datum leads. */
export type ChartTarget =
  | { readonly kind: 'rows'; readonly filters: readonly RowFilter[] }
  | { readonly kind: 'row'; readonly row: number }
  | { readonly kind: 'dataset'; readonly id: string }
  /** Makes the selection that large. */
  | { readonly kind: 'size'; readonly n: number };

/** How the numbers of an axis or a table column are written. */
export type NumberStyle = 'integer' | 'decimal' | 'percent' | 'text';

/** Colour by role, so that a theme can answer: the six chart colours, and a quiet one for what is only context. */
export type Tone = 'blue' | 'orange' | 'green' | 'purple' | 'red' | 'yellow' | 'quiet';

export type PointShape = 'circle' | 'triangle' | 'rect' | 'rectRot' | 'cross' | 'star';

export interface ChartPoint {
  readonly x: number;
  readonly y: number;
  /** Lower edge, for bands. */
  readonly low?: number;
  /** Name of this datum, where it has one. */
  readonly label?: string;
  readonly target?: ChartTarget;
}

export interface ChartSeries {
  readonly name: string;
  readonly drawing: 'line' | 'bars' | 'points' | 'ring' | 'band';
  readonly tone: Tone;
  readonly shape: PointShape;
  /** Lengths of dashes and gaps; empty is a solid line. */
  readonly dash: readonly number[];
  /** Draws the label of each point beside it. */
  readonly isLabelled?: boolean;
  readonly points: readonly ChartPoint[];
}

export interface ChartAxis {
  readonly label: string;
  readonly scale: 'linear' | 'logarithmic' | 'category';
  readonly style: NumberStyle;
  /** Names of the categories; points on the axis count from 0. */
  readonly categories?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  /** Share of the range left free above the highest value, for labels. */
  readonly headroom?: number;
}

export interface ChartTable {
  readonly columns: readonly { readonly name: string; readonly style: NumberStyle }[];
  readonly rows: readonly (readonly (string | number)[])[];
  /** Where each row leads, in step with `rows`. */
  readonly targets: readonly (ChartTarget | undefined)[];
}

export interface ChartSpec {
  readonly id: ChartId;
  /** What kind of chart it is: `Tags per row`. */
  readonly name: string;
  /** What is seen in it: `Half of all rows carry 3 to 5 tags`. */
  readonly title: string;
  /** Rows behind it, and whether they are a sample; absent where the chart has no rows of its own. */
  readonly basis?: { readonly rows: number; readonly isSampled: boolean };
  /** A sentence below the title, where one is needed. */
  readonly remark?: string;
  /** Why there is nothing to draw. */
  readonly empty?: string;
  /** Bars that lie: categories run down, values to the right. */
  readonly isHorizontal?: boolean;
  readonly x: ChartAxis;
  readonly y: ChartAxis;
  readonly series: readonly ChartSeries[];
  readonly table: ChartTable;
}

/** Says whether there is anything to draw. */
export function isDrawable(spec: ChartSpec): boolean {
  return spec.empty === undefined && spec.series.some((series) => series.points.length > 0);
}
