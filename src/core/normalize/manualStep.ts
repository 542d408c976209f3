/** Decisions by hand that act on the outcome of the steps: merges, names, exclusions. They come last, so that they always hold. */
import type { AuditedDrop, AuditedMerge, DropReason } from './audit';
import type { DecisionIndex } from './decisionIndex';
import { funnelStep } from './funnel';
import type { Grouping } from './grouping';
import { compareText } from './tagGroups';

/** Shown names by head, where a person chose another than the most frequent form. */
export type ChosenNames = ReadonlyMap<number, string>;

/** Changes the grouping; adds a step to funnel and audit where something changed. */
export function manualStep(grouping: Grouping, decisions: DecisionIndex): ChosenNames {
  const merges: AuditedMerge[] = [];
  for (const { tag, into, kind } of decisions.placings) mergeByHand(grouping, tag, into, kind, merges);
  const chosen = renamedGroups(grouping, decisions, merges);
  const drops = excludedGroups(grouping, decisions);
  if (merges.length + drops.length > 0) {
    grouping.audit.push({ step: 'manual', merges, drops });
    grouping.funnel.push(funnelStep('manual', grouping.table, grouping.heads));
  }
  return chosen;
}

/** Brings a tag that an earlier step dropped back: who merges it by hand wants it. */
function revivedHead(grouping: Grouping, raw: number): number {
  if (grouping.heads[raw]! < 0) {
    grouping.heads[raw] = raw;
    grouping.dropReasons.delete(raw);
  }
  return grouping.heads[raw]!;
}

function mergeByHand(
  grouping: Grouping,
  tag: number,
  into: number,
  decision: 'accept' | 'merge',
  merges: AuditedMerge[],
): void {
  const [from, target] = [revivedHead(grouping, tag), revivedHead(grouping, into)];
  if (from === target) return;
  const { names } = grouping.table;
  const members = names.filter((_, raw) => grouping.heads[raw] === from);
  const count = grouping.counts()[from]!;
  merges.push({ from: names[from]!, into: names[target]!, members, count, reason: { kind: 'manual', decision } });
  grouping.heads = grouping.heads.map((head) => (head === from ? target : head));
}

/** A name that another group bears already joins the two. */
function renamedGroups(grouping: Grouping, decisions: DecisionIndex, merges: AuditedMerge[]): ChosenNames {
  const chosen = new Map<number, string>();
  for (const { tag, name } of decisions.renames) {
    const head = grouping.heads[tag]!;
    if (head < 0) continue;
    const namesake = headNamed(grouping, chosen, name);
    if (namesake !== undefined && namesake !== head) {
      mergeByHand(grouping, tag, namesake, 'merge', merges);
      chosen.delete(head);
    } else chosen.set(head, name);
  }
  return chosen;
}

function headNamed(grouping: Grouping, chosen: ChosenNames, name: string): number | undefined {
  const { names } = grouping.table;
  return grouping.headsByName().find((head) => (chosen.get(head) ?? names[head]) === name);
}

function excludedGroups(grouping: Grouping, decisions: DecisionIndex): AuditedDrop[] {
  const drops: AuditedDrop[] = [];
  const reason: DropReason = { kind: 'excluded' };
  for (const tag of decisions.excluded) {
    const head = grouping.heads[tag]!;
    if (head < 0) {
      grouping.dropReasons.set(tag, 'excluded');
      continue;
    }
    const members = [...grouping.heads.keys()].filter((raw) => grouping.heads[raw] === head);
    const count = grouping.counts()[head]!;
    for (const raw of members) {
      grouping.heads[raw] = -1;
      grouping.dropReasons.set(raw, 'excluded');
    }
    const { names } = grouping.table;
    drops.push({ tag: names[head]!, members: members.map((raw) => names[raw]!).sort(compareText), count, reason });
  }
  return drops;
}
