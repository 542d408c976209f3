/** Runs a selector under constraints: checks the request, takes the pinned rows, runs the selector, pads if asked. */
import type { LongWork } from '../ports';
import { resolveConstraints, type ResolvedConstraints } from './constraints';
import { Picks } from './picks';
import { carries, QuotaTable } from './quotaTable';
import { selectors } from './registry';
import { roundsOf } from './prefix';
import type { Selection, SelectionData, SelectionRefusal, SelectionRequest } from './selector';
import { byTagCount, rowCountOf } from './tagIndex';

/** Work whose first rows are wanted before its last. */
export interface SelectionWork extends LongWork {
  /** Numbers of rows, rising. Told only where the order does not depend on n. */
  readonly prefixes?: readonly number[];
  readonly onPrefix?: (prefix: Selection) => void;
}

/** The selection, or why the request cannot be carried out. Same data and request, same result. */
export function selectRows(
  data: SelectionData,
  request: SelectionRequest,
  work: SelectionWork = {},
): Selection | SelectionRefusal {
  const selector = selectors[request.method];
  const resolved = resolveConstraints(data, request);
  const parameters = request.parameters ?? {};
  const missing = selector.missing?.(data, parameters) ?? null;
  const problems = missing === null ? resolved.problems : [...resolved.problems, missing];
  if (problems.length > 0) return { kind: 'refused', problems };
  const { candidates } = resolved;
  const picks = new Picks(data, request, new QuotaTable(data, resolved.quotas), rowCountOf(data.tags));
  const notes: string[] = [];
  const isPrefixStable = selector.isPrefixStable && resolved.quotas.every((quota) => quota.minimum === 0);
  if (isPrefixStable) tellPrefixes(picks, notes, work);
  takePinned(data, picks, resolved);
  const { count, seed } = request;
  const note = (text: string) => void notes.push(text);
  const rounds = picks.isFull ? 0 : selector.run({ data, candidates, picks, count, seed, parameters, work, note });
  if (request.isPadded) pad(data, picks, candidates);
  return picks.finish(isPrefixStable, rounds, notes);
}

function tellPrefixes(picks: Picks, notes: readonly string[], { prefixes = [], onPrefix }: SelectionWork): void {
  const [first, ...others] = prefixes;
  if (first === undefined || onPrefix === undefined) return;
  picks.tellAt(first, () => {
    const prefix = picks.finish(true, 0, notes);
    onPrefix({ ...prefix, rounds: roundsOf(prefix) });
    return others.shift() ?? 0;
  });
}

function takePinned(
  data: SelectionData,
  picks: Picks,
  { pinnedRows, pinnedTags, candidates }: ResolvedConstraints,
): void {
  for (const row of pinnedRows) picks.take(row, 'pinnedRow');
  if (pinnedTags.length === 0) return;
  const ordered = byTagCount(data.tags, candidates);
  for (const tag of pinnedTags) {
    if (picks.taken.some((row) => carries(data, row, tag))) continue;
    const row = ordered.find((candidate) => carries(data, candidate, tag) && picks.canTake(candidate));
    if (row !== undefined) picks.take(row, 'pinnedTag', { admittedBy: [tag] });
  }
}

/** Fills up with the candidates left, most tags first, ties by row number. */
function pad(data: SelectionData, picks: Picks, candidates: Uint32Array): void {
  for (const row of byTagCount(data.tags, candidates)) {
    if (picks.isFull) return;
    if (picks.canTake(row)) picks.take(row, 'padding');
  }
}
