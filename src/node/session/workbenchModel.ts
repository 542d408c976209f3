/** What the normalization workbench shows of a session: parameters, funnel, and every drop and merge with its reason. */
import path from 'node:path';
import type { AuditedMerge, DropReason, MergeReason, StepAudit } from '../../core/normalize/audit';
import type { Decision } from '../../core/normalize/decisions';
import type { NormalizationParameters, ResolvedParameters } from '../../core/normalize/parameters';
import { resolveParameters } from '../../core/normalize/parameters';
import type { Recipe } from '../../core/normalize/recipe';
import type { AuditEvent, ManualDecision, WorkbenchParameters, WorkbenchSnapshot } from '../../protocol/normalization';
import type { DatasetSession } from './datasetSession';
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
  const queries = tags === null ? 0 : taggedQueryCount(tags.table);
  return {
    dataset: path.basename(session.path),
    ...(tags === null ? { empty: 'There are no tags to normalize yet.' } : {}),
    parameters: formParameters(normalization.recipe.parameters, queries),
    funnel: tags?.result.funnel ?? [],
    vocabularySize: tags?.result.vocabulary.names.length ?? 0,
    rows: session.dataset.rowCount,
    queries,
    eventCounts,
    canUndo: normalization.canUndo,
    canRedo: normalization.canRedo,
    embedding: recipeNote(normalization.recipe) ?? embedding,
    ...(tags?.semanticProblem === undefined ? {} : { semanticProblem: tags.semanticProblem }),
    decisions: normalization.recipe.decisions.length,
  };
}

function recipeNote({ vocabulary }: Recipe): string | undefined {
  if (vocabulary === undefined) return undefined;
  const count = vocabulary.length.toLocaleString('en-US');
  return `A recipe's vocabulary of ${count} tags is in force; the four steps do not run. Applying parameters ends it.`;
}

/** Drops and merges of all steps; merges into one tag at one step are one event. Those near a threshold come first. */
export function auditEvents(audit: readonly StepAudit[], parameters: ResolvedParameters): AuditEvent[] {
  const events = audit.flatMap((step) => [...mergeEvents(step, parameters), ...dropEvents(step)]);
  return events.toSorted((a, b) => Number(b.isNear) - Number(a.isNear));
}

function mergeEvents({ step, merges }: StepAudit, parameters: ResolvedParameters): AuditEvent[] {
  const byTarget = new Map<string, AuditedMerge[]>();
  for (const merge of merges) {
    const into = byTarget.get(merge.into) ?? [];
    byTarget.set(merge.into, into);
    into.push(merge);
  }
  return [...byTarget].map(([into, group]) => ({
    id: `${step}/merge/${into}`,
    step,
    kind: 'merge',
    tag: into,
    count: group.reduce((total, { count }) => total + count, 0),
    members: group.map(({ from, count, reason }) => ({ tag: from, count, ...numbersOf(reason) })),
    reason: mergeText(group[0]!.reason),
    ...(group.some(({ reason }) => reason.kind === 'manual') ? { decision: 'accepted' as const } : {}),
    isNear: group.some(({ reason }) => isNearThreshold(reason, parameters)),
  }));
}

function numbersOf(reason: MergeReason): { similarity?: number; support?: number; confidence?: number } {
  if (reason.kind === 'similarity') return { similarity: reason.similarity };
  return reason.kind === 'association' ? { support: reason.support, confidence: reason.confidence } : {};
}

function mergeText(reason: MergeReason): string {
  switch (reason.kind) {
    case 'rule':
      return `same form: ${reason.form}`;
    case 'similarity':
      return `similarity ${reason.similarity.toFixed(3)} to ${reason.neighbour}`;
    case 'association':
      return `${counted(reason.support)} hold both, confidence ${reason.confidence.toFixed(3)}, lift ${reason.lift.toFixed(1)}, round ${reason.round}`;
    case 'manual':
      return 'decided by hand';
  }
}

function isNearThreshold(reason: MergeReason, { semantic, association }: ResolvedParameters): boolean {
  if (reason.kind === 'similarity' && semantic !== 'off')
    return reason.similarity < 1 - semantic.epsilon + nearMargin / 2;
  if (reason.kind !== 'association' || association === 'off') return false;
  return reason.confidence < association.confidence + nearMargin / 4 || reason.support <= association.support + 1;
}

function dropEvents({ step, drops }: StepAudit): AuditEvent[] {
  return drops.map(({ tag, members, count, reason }) => ({
    id: `${step}/drop/${tag}`,
    step,
    kind: 'drop',
    tag,
    count,
    members: members.filter((member) => member !== tag).map((member) => ({ tag: member, count: 0 })),
    reason: dropText(reason),
    isNear: reason.kind === 'rare' && reason.count === reason.minimum - 1 && reason.minimum > 2,
  }));
}

/** `1 query`, `1,204 queries`. */
function counted(queries: number): string {
  return `${queries.toLocaleString('en-US')} ${queries === 1 ? 'query' : 'queries'}`;
}

function dropText(reason: DropReason): string {
  switch (reason.kind) {
    case 'rare':
      return `in ${counted(reason.count)}, fewer than ${reason.minimum.toLocaleString('en-US')}`;
    case 'emptyForm':
      return 'nothing is left of it after the rules';
    case 'excluded':
      return 'left out by hand';
    case 'unknown':
      return 'not in the fixed vocabulary';
  }
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
