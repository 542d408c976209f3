/** Frequency and rules as sliders ask for them: each prepared on the groups it acts on. */
import type { MergeReason } from './audit';
import { Grouping, type ProposedMerge } from './grouping';
import type { ResolvedParameters, RuleMode } from './parameters';
import { frequencyCurve } from './previews';
import { dropChanges, mergeChanges, mostChanges, type PreviewChange, type PreviewedMerge } from './previewChanges';
import { rulesStep } from './rulesStep';
import { compareText } from './tagGroups';
import { normalizedRowTags } from './vocabulary';

export interface StepPreview {
  /** Tags after the step. */
  readonly tags: number;
  readonly rowsWithoutTags: number;
  /** Tags that would go or stay, nearest to the threshold first; bounded. */
  readonly changes: readonly PreviewChange[];
}

/** One step, ready to answer for any value of its parameters. */
export type PreparedStep = (parameters: ResolvedParameters, applied: ResolvedParameters) => StepPreview;

/** Every α at once; pinned tags are never rare. */
export function prepareFrequency(grouping: Grouping): PreparedStep {
  const { table } = grouping;
  const counts = grouping.counts();
  const pinned = new Set([...grouping.decisions.pinned].map((raw) => grouping.heads[raw]!));
  const highest = counts.reduce((most, count) => Math.max(most, count), 0);
  const rows = normalizedRowTags(table, { ofRaw: grouping.heads, names: table.names });
  const curve = frequencyCurve(
    rows,
    counts.map((count, head) => (pinned.has(head) ? highest + 1 : count)),
    table.isTagged,
  );
  const byCount = [...counts.keys()]
    .filter((head) => counts[head]! > 0 && !pinned.has(head))
    .sort((left, right) => counts[left]! - counts[right]! || compareText(table.names[left]!, table.names[right]!));
  return (parameters, applied) => {
    const [alpha, before] = [alphaOf(parameters), alphaOf(applied)];
    const at = Math.min(alpha, highest + 1);
    const [low, high] = [Math.min(alpha, before), Math.max(alpha, before)];
    const between = byCount.slice(firstWith(byCount, counts, low), firstWith(byCount, counts, high));
    const nearest = alpha > before ? between.slice(-mostChanges).reverse() : between.slice(0, mostChanges);
    const changed = nearest.map((head) => ({ name: table.names[head]!, count: counts[head]! }));
    return {
      tags: curve.tagsKept[at]!,
      rowsWithoutTags: curve.rowsWithoutTags[at]!,
      changes: dropChanges(changed, alpha > before),
    };
  };
}

/** At α = 1 every tag stays. */
function alphaOf({ frequency }: ResolvedParameters): number {
  return frequency === 'off' ? 1 : frequency;
}

/** Position of the first head, by ascending count, that at least `least` queries carry. */
function firstWith(byCount: readonly number[], counts: Uint32Array, least: number): number {
  let [low, high] = [0, byCount.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (counts[byCount[middle]!]! < least) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The rules have three modes; each runs once. */
export function prepareRules(grouping: Grouping): PreparedStep {
  const known = new Map<RuleMode, Omit<StepPreview, 'changes'> & { readonly merges: PreviewedMerge[] }>();
  const outcomeOf = (mode: RuleMode) => {
    const outcome = known.get(mode) ?? rulesOutcome(grouping, mode);
    known.set(mode, outcome);
    return outcome;
  };
  return ({ rules }, applied) => {
    const { merges, ...counts } = outcomeOf(rules);
    return { ...counts, changes: mergeChanges(outcomeOf(applied.rules).merges, merges) };
  };
}

function rulesOutcome(grouping: Grouping, mode: RuleMode) {
  const copy = new Grouping(grouping.table, grouping.decisions);
  copy.heads = grouping.heads.slice();
  if (mode === 'off') copy.apply('rules', [], new Map());
  else rulesStep(copy, mode);
  const { tags, rowsWithoutTags } = copy.funnel.at(-1)!;
  const merges = copy.audit.at(-1)!.merges.map(({ from, into, reason }): PreviewedMerge => ({
    from,
    into,
    reason,
    gap: 0,
  }));
  return { tags, rowsWithoutTags, merges };
}

/** Merges of a step that drops nothing, as a preview: rows lose no tag altogether. */
export function mergePreview(
  grouping: Grouping,
  headCount: number,
  merges: readonly ProposedMerge[],
  applied: readonly ProposedMerge[],
  gapOf: (reason: MergeReason) => number,
): StepPreview {
  const shown = ({ from, into, reason }: ProposedMerge): PreviewedMerge => ({
    from: grouping.table.names[from]!,
    into: grouping.table.names[into]!,
    reason,
    gap: gapOf(reason),
  });
  return {
    tags: headCount - merges.length,
    rowsWithoutTags: grouping.funnel.at(-1)?.rowsWithoutTags ?? 0,
    changes: mergeChanges(applied.map(shown), merges.map(shown)),
  };
}
