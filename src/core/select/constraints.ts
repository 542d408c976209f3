/** Checks a request against the data, and finds the rows that the constraints leave. */
import type { Quota, RowCategory, SelectionConstraints, SelectionData, SelectionRequest } from './selector';
import { belongs, carries, type ResolvedQuota } from './quotaTable';
import { rowCountOf } from './tagIndex';

/** Constraints with names resolved to ids, and everything that cannot be. */
export interface ResolvedConstraints {
  readonly quotas: readonly ResolvedQuota[];
  readonly pinnedRows: readonly number[];
  /** Tag ids. */
  readonly pinnedTags: readonly number[];
  /** Rows that may be taken, ascending. */
  readonly candidates: Uint32Array;
  readonly problems: readonly string[];
}

/** Resolves and checks the whole request; a selection may only run where `problems` is empty. */
export function resolveConstraints(data: SelectionData, request: SelectionRequest): ResolvedConstraints {
  const constraints = request.constraints ?? {};
  const problems = [...numberProblems(request), ...columnProblems(data, constraints)];
  const tagIdOf = new Map(data.tagNames.map((name, id) => [name, id]));
  const quotas = resolveQuotas(data, constraints.quotas ?? [], tagIdOf, problems);
  const pinnedTags = resolveTags(constraints.pinnedTags ?? [], tagIdOf, 'pinned', problems);
  const excludedTags = resolveTags(constraints.excludedTags ?? [], tagIdOf, 'excluded', problems);
  const candidates = candidateRows(data, constraints, excludedTags);
  const pinnedRows = [...new Set(constraints.pinnedRows ?? [])];
  problems.push(...pinProblems(data, request, pinnedRows, pinnedTags, excludedTags, candidates));
  problems.push(...quotaProblems(data, request, quotas, pinnedRows, candidates));
  return { quotas, pinnedRows, pinnedTags, candidates, problems };
}

function numberProblems({ count, constraints = {} }: SelectionRequest): string[] {
  const problems: string[] = [];
  if (!Number.isInteger(count) || count < 1) problems.push(`n must be a whole number of at least 1, got ${count}.`);
  const { minimumLength = 0, maximumLength = Infinity, minimumQuality = 0 } = constraints;
  if (minimumLength > maximumLength) {
    problems.push(`The shortest length allowed (${minimumLength}) is above the longest (${maximumLength}).`);
  }
  if (Number.isNaN(minimumQuality)) problems.push('The minimum quality must be a number, got NaN.');
  return problems;
}

function columnProblems(data: SelectionData, constraints: SelectionConstraints): string[] {
  const problems: string[] = [];
  const wantsLength = constraints.minimumLength !== undefined || constraints.maximumLength !== undefined;
  if (wantsLength && !data.length) problems.push('Length bounds need the lengths of the rows, which are not known.');
  if (constraints.minimumQuality !== undefined && !data.quality) {
    problems.push('A minimum quality needs a quality column; name the path of a number in the rows.');
  }
  if (constraints.withoutNearDuplicates && !data.duplicateOf) {
    problems.push('Removing near-duplicates needs the texts of the rows, which were not read.');
  }
  return problems;
}

function resolveTags(
  names: readonly string[],
  idOf: ReadonlyMap<string, number>,
  what: string,
  problems: string[],
): number[] {
  return [...new Set(names)].flatMap((name) => {
    const id = idOf.get(name);
    if (id === undefined) problems.push(`The tag "${name}" is ${what}, but no row carries it.`);
    return id === undefined ? [] : [id];
  });
}

function resolveQuotas(
  data: SelectionData,
  quotas: readonly Quota[],
  tagIdOf: ReadonlyMap<string, number>,
  problems: string[],
): ResolvedQuota[] {
  return quotas.flatMap((quota) => {
    const id = quota.by === 'tag' ? (tagIdOf.get(quota.value) ?? -1) : idIn(data[quota.by], quota.value);
    if (id < 0) problems.push(`There is a quota for ${quota.by} "${quota.value}", but no row has it.`);
    const { minimum = 0, maximum = Infinity } = quota;
    if (!isCount(minimum) || !(maximum === Infinity || isCount(maximum))) {
      problems.push(`Quotas are whole numbers of rows; ${quota.by} "${quota.value}" has ${minimum} to ${maximum}.`);
    }
    if (minimum > maximum) {
      problems.push(`Contradictory quota: ${quota.by} "${quota.value}" wants at least ${minimum}, at most ${maximum}.`);
    }
    return id < 0 ? [] : [{ by: quota.by, value: quota.value, id, minimum, maximum }];
  });
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 0;
}

function idIn(category: RowCategory | undefined, name: string): number {
  return category?.names.indexOf(name) ?? -1;
}

function candidateRows(
  data: SelectionData,
  constraints: SelectionConstraints,
  excludedTags: readonly number[],
): Uint32Array {
  const rowCount = rowCountOf(data.tags);
  const isAllowed = admissionTest(data, constraints, excludedTags);
  const { isCandidate } = data;
  const candidates = new Uint32Array(rowCount);
  let used = 0;
  for (let row = 0; row < rowCount; row++) {
    if (isCandidate !== undefined && isCandidate[row] === 0) continue;
    if (isAllowed === null || isAllowed(row)) candidates[used++] = row;
  }
  return candidates.subarray(0, used);
}

/** What a single row has to meet; null where nothing is asked, so that large pools are not tested in vain. */
function admissionTest(
  data: SelectionData,
  constraints: SelectionConstraints,
  excludedTags: readonly number[],
): ((row: number) => boolean) | null {
  const { minimumQuality, minimumLength, maximumLength, excludedRows = [] } = constraints;
  const isBounded = minimumQuality !== undefined || minimumLength !== undefined || maximumLength !== undefined;
  if (!isBounded && excludedRows.length === 0 && excludedTags.length === 0) return null;
  const excluded = new Set(excludedRows);
  const isExcludedTag = new Uint8Array(data.tagNames.length);
  for (const tag of excludedTags) isExcludedTag[tag] = 1;
  return (row) => !excluded.has(row) && isWithinBounds(data, constraints, row) && !carriesAny(data, row, isExcludedTag);
}

function isWithinBounds(data: SelectionData, constraints: SelectionConstraints, row: number): boolean {
  const { minimumQuality, minimumLength = 0, maximumLength = Infinity } = constraints;
  if (minimumQuality !== undefined && data.quality && !(data.quality[row]! >= minimumQuality)) return false;
  const length = data.length?.[row];
  return length === undefined || (length >= minimumLength && length <= maximumLength);
}

function carriesAny(data: SelectionData, row: number, isWanted: Uint8Array): boolean {
  const { offsets, tagIds } = data.tags;
  for (let at = offsets[row]!; at < offsets[row + 1]!; at++) if (isWanted[tagIds[at]!] === 1) return true;
  return false;
}

function pinProblems(
  data: SelectionData,
  request: SelectionRequest,
  pinnedRows: readonly number[],
  pinnedTags: readonly number[],
  excludedTags: readonly number[],
  candidates: Uint32Array,
): string[] {
  const problems: string[] = [];
  const rowCount = rowCountOf(data.tags);
  const excludedRows = new Set(request.constraints?.excludedRows ?? []);
  const nameOf = (tag: number) => data.tagNames[tag] ?? '';
  if (pinnedRows.length > request.count) {
    problems.push(`${pinnedRows.length} rows are pinned, more than the ${request.count} wanted.`);
  }
  for (const row of pinnedRows) {
    if (!Number.isInteger(row) || row < 0 || row >= rowCount) {
      problems.push(`Row ${row} is pinned, but there are only ${rowCount} rows.`);
      continue;
    }
    if (data.isCandidate?.[row] === 0) problems.push(`Row ${row} is pinned, but it is invalid or not tagged.`);
    if (excludedRows.has(row)) problems.push(`Row ${row} is both pinned and excluded.`);
    const clash = excludedTags.find((tag) => carries(data, row, tag));
    if (clash !== undefined) problems.push(`Row ${row} is pinned but carries the excluded tag "${nameOf(clash)}".`);
  }
  for (const tag of pinnedTags) {
    if (excludedTags.includes(tag)) problems.push(`The tag "${nameOf(tag)}" is both pinned and excluded.`);
    else if (
      !pinnedRows.some((row) => row < rowCount && carries(data, row, tag)) &&
      !someCarries(data, candidates, tag)
    ) {
      problems.push(`The tag "${nameOf(tag)}" is pinned, but no row that may be taken carries it.`);
    }
  }
  return problems;
}

function someCarries(data: SelectionData, rows: Uint32Array, tag: number): boolean {
  return rows.some((row) => carries(data, row, tag));
}

function quotaProblems(
  data: SelectionData,
  request: SelectionRequest,
  quotas: readonly ResolvedQuota[],
  pinnedRows: readonly number[],
  candidates: Uint32Array,
): string[] {
  const problems: string[] = [];
  for (const by of ['source', 'language'] as const) {
    const wanted = quotas.filter((quota) => quota.by === by).reduce((sum, quota) => sum + quota.minimum, 0);
    if (wanted > request.count) {
      problems.push(`Contradictory quotas: the minima by ${by} add up to ${wanted}, above n = ${request.count}.`);
    }
  }
  const takeable = Uint32Array.from(new Set([...pinnedRows, ...(quotas.length > 0 ? candidates : [])]));
  for (const quota of quotas) {
    const what = `${quota.by} "${quota.value}"`;
    const pinned = pinnedRows.filter((row) => belongs(data, quota, row)).length;
    if (pinned > quota.maximum)
      problems.push(`${pinned} pinned rows have ${what}, above its quota of ${quota.maximum}.`);
    if (quota.by === 'tag' && quota.minimum > request.count) {
      problems.push(`Contradictory quota: at least ${quota.minimum} rows with ${what}, but n = ${request.count}.`);
    }
    const available = quota.minimum === 0 ? Infinity : countWhere(takeable, (row) => belongs(data, quota, row));
    if (available < quota.minimum) {
      problems.push(`The quota wants at least ${quota.minimum} rows of ${what}, but only ${available} may be taken.`);
    }
  }
  return problems;
}

function countWhere(rows: Uint32Array, isWanted: (row: number) => boolean): number {
  return rows.reduce((count, row) => count + (isWanted(row) ? 1 : 0), 0);
}
