/** A selection by the panel's settings, with its summary and curve. */
import { figuresOfRows } from '../../core/measure/compareSelections';
import { randomCurve, selectionCurve } from '../../core/measure/curves';
import { countedRows } from '../../core/measure/tagFigures';
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
import { runJob } from '../jobs/runJob';
import { CurrentSelection } from './currentSelection';
import type { Mark } from './datasetSession';

const curvePoints = 60;

export interface SelectionOptions {
  readonly distFolder: string;
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
  { distFolder, marks, signal }: SelectionOptions,
): Promise<CurrentSelection> {
  const startedMs = performance.now();
  const request = selectionRequest(settings, data, marks);
  const selection = await runJob('select', { data, request }, { distFolder, signal });
  if (selection.kind === 'refused') throw new SelectionTrouble(selection.problems.join(' '));
  const milliseconds = performance.now() - startedMs;
  return new CurrentSelection(selection, summaryOf(settings, data, selection, milliseconds), data.tagNames);
}

function summaryOf(
  settings: SelectionSettings,
  data: SelectionData,
  selection: Selection,
  milliseconds: number,
): SelectionSummary {
  const figures = figuresOfRows(data, selection.rows);
  return {
    settings,
    label: selectorInfo(selection.method).label,
    selected: selection.rows.length,
    shortfall: selection.shortfall,
    rounds: selection.rounds,
    coverage: figures.coverage,
    meanTags: figures.averageTags,
    ...(figures.meanQuality === null ? {} : { meanQuality: figures.meanQuality }),
    lengthShift: figures.lengthShift ?? 0,
    notes: selection.notes,
    curve: curveOf(data, selection, settings.seed),
    tagsLost: figures.tagsLost,
    milliseconds,
  };
}

/** Both curves at the same sizes, from 1 to the rows selected. */
function curveOf(data: SelectionData, selection: Selection, seed: number): CoverageCurve {
  const ours = selectionCurve(data, selection.rows, curvePoints);
  const most = Math.min(selection.rows.length, countedRows(data).length);
  const random = randomCurve(data, most, curvePoints, seed);
  return {
    n: ours.x,
    selection: ours.y,
    randomMean: random.y,
    randomLow: random.low ?? random.y,
    randomHigh: random.high ?? random.y,
  };
}
