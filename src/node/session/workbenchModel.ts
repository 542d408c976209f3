/** What the normalization workbench shows of a session: parameters, funnel, and every drop and merge with its reason. */
import path from 'node:path';
import type { AuditedDrop, AuditedMerge, MergeReason, StepAudit } from '../../core/normalize/audit';
import type { Decision } from '../../core/normalize/decisions';
import type { NormalizationParameters, ResolvedParameters } from '../../core/normalize/parameters';
import { defaultParameters, resolveParameters } from '../../core/normalize/parameters';
import type {
  AuditEvent,
  EventKind,
  ManualDecision,
  SemanticProblem,
  StepName,
  WorkbenchParameters,
  WorkbenchSnapshot,
} from '../../protocol/normalization';
import type { DatasetSession } from './datasetSession';
import { waitingForRun } from './sessionNormalization';
import { taggedQueryCount } from './taggedPool';

const nearMargin = 0.02;

export function formParameters(parameters: NormalizationParameters, queryCount: number): WorkbenchParameters {
  const resolved = resolveParameters(parameters, queryCount);
  const { semantic, association } = parameters;
  return {
    order: parameters.order,
    frequency: {
      isOn: parameters.frequency !== 'off',
      isAuto: parameters.frequency === 'auto',
      alpha: resolved.frequency === 'off' ? 2 : resolved.frequency,
    },
    rules: parameters.rules,
    semantic: {
      isOn: semantic !== 'off',
      epsilon: semantic === 'off' ? 0.05 : semantic.epsilon,
      minSamples: semantic === 'off' ? 2 : semantic.minSamples,
    },
    association: {
      isOn: association !== 'off',
      isAuto: association !== 'off' && association.support === 'auto',
      support: resolved.association === 'off' ? 2 : resolved.association.support,
      confidence: resolved.association === 'off' ? 0.99 : resolved.association.confidence,
    },
  };
}

export function parametersOfForm(form: WorkbenchParameters): NormalizationParameters {
  const { frequency, semantic, association } = form;
  return {
    order: form.order,
    frequency: !frequency.isOn ? 'off' : frequency.isAuto ? 'auto' : frequency.alpha,
    rules: form.rules,
    semantic: semantic.isOn ? { epsilon: semantic.epsilon, minSamples: semantic.minSamples } : 'off',
    association: association.isOn
      ? { support: association.isAuto ? 'auto' : association.support, confidence: association.confidence }
      : 'off',
  };
}

/** `eventCounts` belong to the session's current result. */
export function workbenchSnapshot(
  session: DatasetSession,
  embedding: string,
  eventCounts: WorkbenchSnapshot['eventCounts'],
): WorkbenchSnapshot {
  const { normalization } = session;
  const tags = normalization.current;
  const { vocabulary } = normalization.recipe;
  const queries = tags === null ? 0 : taggedQueryCount(tags.table);
  return {
    dataset: path.basename(session.path),
    ...(tags === null ? { empty: 'noTags' as const } : {}),
    parameters: formParameters(normalization.recipe.parameters, queries),
    funnel: tags?.result.funnel ?? [],
    vocabularySize: tags?.result.vocabulary.names.length ?? 0,
    rows: session.dataset.rowCount,
    queries,
    eventCounts,
    canUndo: normalization.canUndo,
    canRedo: normalization.canRedo,
    embedding,
    ...(tags?.semanticProblem === undefined ? {} : { semanticProblem: problemOf(tags.semanticProblem) }),
    ...(vocabulary === undefined ? {} : { fixedTags: vocabulary.length }),
    decisions: normalization.recipe.decisions.length,
  };
}

/** Where no dataset is open. */
export function emptyWorkbench(embedding: string): WorkbenchSnapshot {
  return {
    dataset: null,
    empty: 'noDataset',
    parameters: formParameters(defaultParameters, 0),
    funnel: [],
    vocabularySize: 0,
    rows: 0,
    queries: 0,
    eventCounts: noEvents,
    canUndo: false,
    canRedo: false,
    embedding,
    decisions: 0,
  };
}

export const noEvents: WorkbenchSnapshot['eventCounts'] = {
  raw: 0,
  frequency: 0,
  rules: 0,
  semantic: 0,
  association: 0,
  manual: 0,
};

function problemOf(message: string): SemanticProblem {
  return message === waitingForRun ? { kind: 'waits' } : { kind: 'failed', message };
}

/** One drop, or the merges into one tag at one step; small, for there may be a million. */
export type AuditEntry =
  | { readonly step: StepName; readonly isNear: boolean; readonly drop: AuditedDrop }
  | { readonly step: StepName; readonly isNear: boolean; readonly merges: readonly AuditedMerge[] };

/** Drops and merges of all steps; merges into one tag at one step are one entry. Those near a threshold come first. */
export function auditEntries(audit: readonly StepAudit[], parameters: ResolvedParameters): AuditEntry[] {
  const entries = audit.flatMap((step) => [...mergeEntries(step, parameters), ...dropEntries(step)]);
  return [...entries.filter(({ isNear }) => isNear), ...entries.filter(({ isNear }) => !isNear)];
}

/** The same as the page is told it. */
export function auditEvents(audit: readonly StepAudit[], parameters: ResolvedParameters): AuditEvent[] {
  return auditEntries(audit, parameters).map(eventOf);
}

function mergeEntries({ step, merges }: StepAudit, parameters: ResolvedParameters): AuditEntry[] {
  const byTarget = new Map<string, AuditedMerge[]>();
  for (const merge of merges) {
    const into = byTarget.get(merge.into) ?? [];
    byTarget.set(merge.into, into);
    into.push(merge);
  }
  const isNear = (group: readonly AuditedMerge[]) => group.some(({ reason }) => isNearThreshold(reason, parameters));
  return [...byTarget.values()].map((group) => ({ step, isNear: isNear(group), merges: group }));
}

function dropEntries({ step, drops }: StepAudit): AuditEntry[] {
  return drops.map((drop) => ({ step, isNear: isNearlyKept(drop), drop }));
}

function isNearlyKept({ reason }: AuditedDrop): boolean {
  return reason.kind === 'rare' && reason.count === reason.minimum - 1 && reason.minimum > 2;
}

export function eventOf(entry: AuditEntry): AuditEvent {
  return 'drop' in entry ? dropEvent(entry, entry.drop) : mergeEvent(entry, entry.merges);
}

/** The tag that stays, or the one dropped. */
export function tagOfEntry(entry: AuditEntry): string {
  return 'drop' in entry ? entry.drop.tag : entry.merges[0]!.into;
}

export function kindOfEntry(entry: AuditEntry): EventKind {
  return 'drop' in entry ? 'drop' : 'merge';
}

/** Every name that a search looks at. */
export function namesOfEntry(entry: AuditEntry): readonly string[] {
  return 'drop' in entry
    ? [entry.drop.tag, ...entry.drop.members]
    : [entry.merges[0]!.into, ...entry.merges.map(({ from }) => from)];
}

export function idOfEntry(entry: AuditEntry): string {
  return `${entry.step}/${kindOfEntry(entry)}/${tagOfEntry(entry)}`;
}

function mergeEvent(entry: AuditEntry, group: readonly AuditedMerge[]): AuditEvent {
  return {
    id: idOfEntry(entry),
    step: entry.step,
    kind: 'merge',
    tag: group[0]!.into,
    count: group.reduce((total, { count }) => total + count, 0),
    members: group.map(({ from, count, reason }) => ({ tag: from, count, ...numbersOf(reason) })),
    reason: group[0]!.reason,
    ...(group.some(({ reason }) => reason.kind === 'manual') ? { decision: 'accepted' as const } : {}),
    isNear: entry.isNear,
  };
}

function dropEvent(entry: AuditEntry, { tag, members, count, reason }: AuditedDrop): AuditEvent {
  return {
    id: idOfEntry(entry),
    step: entry.step,
    kind: 'drop',
    tag,
    count,
    members: members.filter((member) => member !== tag).map((member) => ({ tag: member, count: 0 })),
    reason,
    isNear: entry.isNear,
  };
}

function numbersOf(reason: MergeReason): Pick<AuditEvent['members'][number], MemberFigure> {
  if (reason.kind === 'similarity') return { similarity: reason.similarity };
  if (reason.kind !== 'association') return {};
  const { support, confidence, lift, conviction } = reason;
  return { support, confidence, lift, conviction };
}

type MemberFigure = 'similarity' | 'support' | 'confidence' | 'lift' | 'conviction';

function isNearThreshold(reason: MergeReason, { semantic, association }: ResolvedParameters): boolean {
  if (reason.kind === 'similarity' && semantic !== 'off')
    return reason.similarity < 1 - semantic.epsilon + nearMargin / 2;
  if (reason.kind !== 'association' || association === 'off') return false;
  return reason.confidence < association.confidence + nearMargin / 4 || reason.support <= association.support + 1;
}

/** The recipe's decisions for what was decided on the page; `find` gives the event of an id. */
export function decisionsOf(decision: ManualDecision, find: (id: string) => AuditEvent | undefined): Decision[] {
  switch (decision.kind) {
    case 'reject':
    case 'accept':
      return eventDecisions(find(decision.event), decision.kind);
    case 'rename':
      return [{ kind: 'rename', tag: decision.tag, name: decision.name }];
    case 'merge':
      return decision.tags
        .filter((tag) => tag !== decision.into)
        .map((tag) => ({ kind: 'merge', tag, into: decision.into }));
    case 'split':
      return [{ kind: 'split', tag: decision.member }];
    case 'pin':
      return [{ kind: 'pin', tag: decision.tag }];
    case 'drop':
      return [{ kind: 'exclude', tag: decision.tag }];
  }
}

/** A dropped tag whose drop is rejected is pinned. */
function eventDecisions(event: AuditEvent | undefined, kind: 'accept' | 'reject'): Decision[] {
  if (event === undefined) return [];
  if (event.kind === 'drop') return kind === 'reject' ? [{ kind: 'pin', tag: event.tag }] : [];
  return event.members.map((member) => ({ kind, tag: member.tag, into: event.tag }));
}
