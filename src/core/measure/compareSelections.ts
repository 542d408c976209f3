/** The bench of selectors: the same n for each, one line of figures per selector. */
import type { LongWork } from '../ports';
import { selectRows } from '../select/selectRows';
import type { Selection, SelectionData, SelectionRefusal, SelectionRequest, SelectorName } from '../select/selector';
import { percentileInterval } from './bootstrap';
import type { MethodFigures } from './measures';
import { countedRows, meanOf, mixOf, occurrenceCount, uniqueTagCount } from './tagFigures';

export interface CompareRequest extends Omit<SelectionRequest, 'method'> {
  readonly methods: readonly SelectorName[];
  /** Random is repeated with this many seeds for its interval; 20 by default. */
  readonly randomDraws?: number;
}

/** Work that is timed where a clock is given (milliseconds). */
export interface TimedWork extends LongWork {
  readonly now?: () => number;
}

export interface SelectionComparison {
  readonly kind: 'comparison';
  readonly n: number;
  readonly methods: readonly MethodFigures[];
  /** `overlap[i][j]`: share of method i's rows that method j takes too. */
  readonly overlap: readonly (readonly number[])[];
}

/** Runs each selector and measures what it took; refused where one of them is, with its name. */
export function compareSelections(
  data: SelectionData,
  request: CompareRequest,
  work: TimedWork = {},
): SelectionComparison | SelectionRefusal {
  const methods = [...new Set(request.methods)];
  if (methods.length === 0) return { kind: 'refused', problems: ['Name at least one selector to compare.'] };
  const selections: Selection[] = [];
  const seconds: (number | undefined)[] = [];
  for (const method of methods) {
    work.cancellation?.throwIfAborted();
    work.onProgress?.(selections.length, methods.length);
    const startedMs = work.now?.();
    const selection = selectRows(data, { ...request, method }, { cancellation: work.cancellation });
    seconds.push(startedMs === undefined ? undefined : (work.now!() - startedMs) / 1000);
    if (selection.kind === 'refused') {
      return { kind: 'refused', problems: selection.problems.map((problem) => `${method}: ${problem}`) };
    }
    selections.push(selection);
  }
  const overlap = overlapMatrix(selections);
  const pool = poolFiguresOf(data);
  const figures = selections.map((selection, at) => ({
    ...figuresOf(data, request, selection, methods, overlap[at]!, pool),
    ...(seconds[at] === undefined ? {} : { seconds: seconds[at] }),
  }));
  return { kind: 'comparison', n: request.count, methods: figures, overlap };
}

/** `matrix[i][j]`: share of selection i's rows that selection j holds too; 0 for an empty selection. */
export function overlapMatrix(selections: readonly Selection[]): number[][] {
  const sets = selections.map(({ rows }) => new Set(rows));
  return selections.map(({ rows }) =>
    sets.map((set) => rows.reduce((shared, row) => shared + (set.has(row) ? 1 : 0), 0) / Math.max(1, rows.length)),
  );
}

/** The figures of any set of rows, as the bench shows them. */
export function figuresOfRows(data: SelectionData, rows: Uint32Array, pool = poolFiguresOf(data)): RowFigures {
  const meanLength = meanOf(data.length, rows);
  const { meanLength: poolLength } = pool;
  const covered = uniqueTagCount(data, rows);
  return {
    coverage: covered / Math.max(1, data.tagNames.length),
    averageTags: occurrenceCount(data, rows) / Math.max(1, rows.length),
    meanQueryLength: meanOf(data.queryLength, rows),
    meanLength,
    lengthShift: meanLength === null || !poolLength ? null : meanLength / poolLength - 1,
    meanQuality: meanOf(data.quality, rows),
    nearDuplicateShare: nearDuplicateShare(data, rows),
    sources: mixOf(data.source, rows),
    languages: mixOf(data.language, rows),
    tagsLost: pool.uniqueTags - covered,
  };
}

/** What selections are measured against: the rows that could have been taken. */
export interface PoolFigures {
  readonly uniqueTags: number;
  readonly meanLength: number | null;
}

/** Once for any number of selections of one pool. */
export function poolFiguresOf(data: SelectionData): PoolFigures {
  const rows = countedRows(data);
  return { uniqueTags: uniqueTagCount(data, rows), meanLength: meanOf(data.length, rows) };
}

/** What can be said of any set of rows. */
export type RowFigures = Omit<MethodFigures, 'method' | 'selected' | 'shortfall' | 'overlap' | 'notes' | 'intervals'>;

function figuresOf(
  data: SelectionData,
  request: CompareRequest,
  selection: Selection,
  methods: readonly string[],
  overlap: readonly number[],
  pool: PoolFigures,
): MethodFigures {
  const { method, rows, shortfall, notes } = selection;
  const others = methods.map((name, at): [string, number] => [name, overlap[at]!]).filter(([name]) => name !== method);
  return {
    method,
    selected: rows.length,
    shortfall,
    ...figuresOfRows(data, rows, pool),
    overlap: Object.fromEntries(others),
    notes,
    ...(method === 'random' ? { intervals: randomIntervals(data, request) } : {}),
  };
}

/** Share of the rows that repeat another of them nearly. */
function nearDuplicateShare({ duplicateOf }: SelectionData, rows: Uint32Array): number | null {
  if (!duplicateOf) return null;
  const groups = new Set<number>();
  for (const row of rows) groups.add(duplicateOf[row]!);
  return rows.length === 0 ? 0 : 1 - groups.size / rows.length;
}

function randomIntervals(data: SelectionData, request: CompareRequest): NonNullable<MethodFigures['intervals']> {
  const draws = request.randomDraws ?? 20;
  const coverage = new Float64Array(draws);
  const averageTags = new Float64Array(draws);
  for (let draw = 0; draw < draws; draw++) {
    const selection = selectRows(data, { ...request, method: 'random', seed: request.seed + draw });
    if (selection.kind === 'refused') continue;
    coverage[draw] = uniqueTagCount(data, selection.rows) / Math.max(1, data.tagNames.length);
    averageTags[draw] = occurrenceCount(data, selection.rows) / Math.max(1, selection.rows.length);
  }
  return { coverage: percentileInterval(coverage), averageTags: percentileInterval(averageTags), draws };
}
