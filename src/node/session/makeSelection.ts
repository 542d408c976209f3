/** A selection by the panel's settings, with its summary and curve. */
import { curveAt, curveFromSteps } from '../../core/measure/curves';
import type { Curve } from '../../core/measure/measures';
import { prefixFigures, prefixSumsOf } from '../../core/measure/prefixSums';
import { selectorInfo } from '../../core/select/selectorInfo';
import {
  isSelectorName,
  type Quota,
  type Selection,
  type SelectionData,
  type SelectionRequest,
  type SelectorName,
} from '../../core/select/selector';
import type { CoverageCurve, SelectionSettings, SelectionSummary } from '../../protocol/insights';
import { CurrentSelection } from './currentSelection';
import type { Mark } from './datasetSession';
import type { SavedSelection } from './selectionFile';
import type { OrderedSelection, SelectionOrders } from './selectionOrders';

const curvePoints = 60;

export interface SelectionOptions {
  /** Orders kept between calls for one dataset. */
  readonly orders: SelectionOrders;
  readonly marks: ReadonlyMap<number, Mark>;
  readonly signal?: AbortSignal;
}

/** The request cannot be carried out; the message says what to change. */
export class SelectionTrouble extends Error {
  override readonly name = 'SelectionTrouble';
}

export function selectorNameOf(method: string): SelectorName {
  if (isSelectorName(method)) return method;
  throw new SelectionTrouble(`There is no selector "${method}".`);
}

export function selectionRequest(
  settings: SelectionSettings,
  data: SelectionData,
  marks: ReadonlyMap<number, Mark>,
): SelectionRequest {
  const marked = (wanted: Mark) => [...marks].filter(([, mark]) => mark === wanted).map(([row]) => row);
  const given = <K extends string, V>(key: K, value: V | undefined) => (value === undefined ? {} : { [key]: value });
  return {
    method: selectorNameOf(settings.method),
    count: settings.n,
    seed: settings.seed,
    isPadded: settings.isPadded,
    constraints: {
      pinnedRows: marked('pinned'),
      excludedRows: marked('excluded'),
      quotas: quotasOf(settings, data),
      withoutNearDuplicates: settings.dropsNearDuplicates ?? false,
      ...given('minimumQuality', settings.minimumQuality),
      ...given('minimumLength', settings.minimumLength),
      ...given('maximumLength', settings.maximumLength),
    },
    parameters: {
      ...given('targetCoverage', settings.targetCoverage),
      ...given('targetComplexity', settings.targetComplexity),
    },
  };
}

/** At most the given share of n from each source. */
function quotasOf({ quotaPath, quotaShare, n }: SelectionSettings, data: SelectionData): Quota[] {
  if (!quotaPath || quotaShare === undefined || data.source === undefined) return [];
  return data.source.names.map((value) => ({ by: 'source', value, maximum: Math.ceil(n * quotaShare) }));
}

/** Rejects with `SelectionTrouble` where the settings contradict each other or the data. */
export async function makeSelection(
  settings: SelectionSettings,
  data: SelectionData,
  { orders, marks, signal }: SelectionOptions,
): Promise<CurrentSelection> {
  const startedMs = performance.now();
  const request = selectionRequest(settings, data, marks);
  const ordered = await orders.select(data, request, settings.qualityPath, signal);
  if (ordered.kind === 'refused') throw new SelectionTrouble(ordered.problems.join(' '));
  const summary = summaryOf(settings, data, ordered);
  const milliseconds = performance.now() - startedMs;
  return new CurrentSelection(ordered.selection, { ...summary, milliseconds }, data.tagNames);
}

/** A selection read from a file, with the figures it has under the tags of now. */
export async function adoptSelection(
  { settings, rows, why }: SavedSelection,
  data: SelectionData,
  orders: SelectionOrders,
): Promise<CurrentSelection> {
  const startedMs = performance.now();
  const selection = selectionOfRows(settings, rows);
  const band = await orders.band(data, settings.seed, rows.length);
  const summary = summaryOf(settings, data, { kind: 'ordered', selection, sums: prefixSumsOf(data, rows), band });
  return new CurrentSelection(
    selection,
    { ...summary, milliseconds: performance.now() - startedMs },
    data.tagNames,
    why,
  );
}

function selectionOfRows({ method, n, seed }: SelectionSettings, rows: Uint32Array): Selection {
  return {
    kind: 'selection',
    method: selectorNameOf(method),
    requested: n,
    seed,
    rows,
    roundOf: new Uint32Array(rows.length),
    scores: new Float64Array(rows.length).fill(NaN),
    reasons: new Uint8Array(rows.length),
    admittedOffsets: new Uint32Array(rows.length + 1),
    admittedTags: new Uint32Array(),
    rounds: 0,
    shortfall: Math.max(0, n - rows.length),
    isPrefixStable: false,
    notes: [],
  };
}

function summaryOf(
  settings: SelectionSettings,
  data: SelectionData,
  { selection, sums, band }: OrderedSelection,
): Omit<SelectionSummary, 'milliseconds'> {
  const rowCount = selection.rows.length;
  const figures = prefixFigures(sums, rowCount, data.tagNames.length, band.pool);
  return {
    settings,
    label: selectorInfo(selection.method).label,
    selected: rowCount,
    shortfall: selection.shortfall,
    rounds: selection.rounds,
    coverage: figures.coverage,
    meanTags: figures.averageTags,
    ...(figures.meanQuality === null ? {} : { meanQuality: figures.meanQuality }),
    lengthShift: figures.lengthShift ?? 0,
    notes: selection.notes,
    curve: curveOf(data, sums.uniqueTags, rowCount, band.random),
    tagsLost: figures.tagsLost,
  };
}

/** Both curves at the same sizes, from 1 to the rows selected. */
function curveOf(data: SelectionData, steps: Uint32Array, rowCount: number, random: Curve): CoverageCurve {
  const ours = curveFromSteps(steps, data.tagNames.length, rowCount, curvePoints);
  const drawn = curveAt(random, ours.x);
  return {
    n: ours.x,
    selection: ours.y,
    randomMean: drawn.y,
    randomLow: drawn.low ?? drawn.y,
    randomHigh: drawn.high ?? drawn.y,
  };
}
