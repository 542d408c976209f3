/** A selection by the panel's settings, with its summary and curve. */
import { curveAt, curveFromSteps } from '../../core/measure/curves';
import { extendedSums, prefixFigures, prefixSumsOf, type PrefixSums } from '../../core/measure/prefixSums';
import type { ProgressListener } from '../../core/ports';
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
import type { EstimateBasis, RandomBand, SelectionOrders } from './selectionOrders';

const curvePoints = 60;

export interface SelectionOptions {
  /** Orders kept between calls for one dataset. */
  readonly orders: SelectionOrders;
  readonly marks: ReadonlyMap<number, Mark>;
  readonly signal?: AbortSignal;
  /** Of a judge, where the settings name one. */
  readonly scores?: Float64Array | undefined;
  /** Changes when scores or judged quality do; what was kept before is then not used. */
  readonly version?: number | undefined;
  /** Told at once where the exact figures take a while and something like them is known. */
  readonly onEstimate?: ((summary: SelectionSummary) => void) | undefined;
  readonly onProgress?: ProgressListener | undefined;
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

/** Ranks TACOS's rows by a judge's scores. */
function withScores(
  request: SelectionRequest,
  { judging }: SelectionSettings,
  scores: Float64Array | undefined,
): SelectionRequest {
  if (judging === undefined || scores === undefined) return request;
  const tacos = { clustering: judging.clustering, scores };
  return { ...request, parameters: { ...request.parameters, tacos } };
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
  { orders, marks, signal, scores, version = 0, onEstimate, onProgress }: SelectionOptions,
): Promise<CurrentSelection> {
  const startedMs = performance.now();
  const request = withScores(selectionRequest(settings, data, marks), settings, scores);
  const ordered = await orders.select(
    data,
    request,
    `${settings.qualityPath}\n${settings.judging?.judge ?? ''}\n${version}`,
    {
      signal,
      onProgress,
      onEstimate: onEstimate && ((basis) => onEstimate(estimateOf(settings, data, basis))),
    },
  );
  if (ordered.kind === 'refused') throw new SelectionTrouble(ordered.problems.join(' '));
  const summary = summaryOf(settings, data, { ...ordered, taken: ordered.selection });
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
  const summary = summaryOf(settings, data, { taken: selection, sums: prefixSumsOf(data, rows), band });
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

/** The figures as they will be if rows go on like the last ones known. */
function estimateOf(settings: SelectionSettings, data: SelectionData, { sums, band }: EstimateBasis): SelectionSummary {
  const { n, method } = settings;
  const rowCount = Math.min(n, band.rowCount);
  const taken = { method: selectorNameOf(method), rows: { length: rowCount }, shortfall: 0, notes: [] };
  const extended = extendedSums(sums, rowCount, band.pool.uniqueTags);
  const summary = summaryOf(settings, data, { taken, sums: extended, band });
  return { ...summary, milliseconds: 0, estimatedFrom: Math.min(rowCount, sums.tags.length) };
}

interface Summed {
  readonly taken: Pick<Selection, 'method' | 'shortfall' | 'notes'> & {
    readonly rows: { readonly length: number };
    readonly rounds?: number;
  };
  readonly sums: PrefixSums;
  readonly band: RandomBand;
}

function summaryOf(
  settings: SelectionSettings,
  data: SelectionData,
  { taken: selection, sums, band }: Summed,
): Omit<SelectionSummary, 'milliseconds'> {
  const rowCount = selection.rows.length;
  const figures = prefixFigures(sums, rowCount, data.tagNames.length, band.pool);
  return {
    settings,
    label: selectorInfo(selection.method).label,
    selected: rowCount,
    shortfall: selection.shortfall,
    ...(selection.rounds === undefined ? {} : { rounds: selection.rounds }),
    coverage: figures.coverage,
    meanTags: figures.averageTags,
    ...(figures.meanQuality === null ? {} : { meanQuality: figures.meanQuality }),
    lengthShift: figures.lengthShift ?? 0,
    notes: selection.notes,
    curve: curveOf(data, sums.uniqueTags, rowCount, band),
    tagsLost: figures.tagsLost,
  };
}

/** Both curves at the same sizes, from 1 to the rows selected. The band is read off between the sizes it is known at. */
function curveOf(
  data: SelectionData,
  steps: Uint32Array,
  rowCount: number,
  { random, expectation }: RandomBand,
): CoverageCurve {
  const tagCount = data.tagNames.length;
  const ours = curveFromSteps(steps, tagCount, rowCount, curvePoints);
  const drawn = curveAt(random, ours.x);
  return {
    n: ours.x,
    selection: ours.y,
    randomMean: ours.x.map((n) => expectation.expectedTags(n) / Math.max(1, tagCount)),
    randomLow: drawn.low ?? drawn.y,
    randomHigh: drawn.high ?? drawn.y,
  };
}
