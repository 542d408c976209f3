/** Decisions by hand, resolved against the raw tags of one table: later ones on the same subject have replaced earlier ones. */
import type { Decision } from './decisions';

type Placing = Extract<Decision, { kind: 'accept' | 'merge' }>;

export interface DecisionIndex {
  readonly pinned: ReadonlySet<number>;
  readonly split: ReadonlySet<number>;
  /** Partners that a raw tag may never share a group with, both ways. */
  readonly apart: ReadonlyMap<number, ReadonlySet<number>>;
  readonly placings: readonly { readonly tag: number; readonly into: number; readonly kind: Placing['kind'] }[];
  readonly renames: readonly { readonly tag: number; readonly name: string }[];
  readonly excluded: readonly number[];
  /** Decisions that name a tag this table does not hold. */
  readonly unused: readonly Decision[];
}

export function decisionIndexOf(names: readonly string[], decisions: readonly Decision[]): DecisionIndex {
  const effective = effectiveDecisions(decisions);
  const idOf = effective.length === 0 ? new Map<string, number>() : new Map(names.map((name, id) => [name, id]));
  const isUsed = (decision: Decision): boolean =>
    idOf.has(decision.tag) && (!('into' in decision) || idOf.has(decision.into));
  const used = effective.filter(isUsed);
  const ids = (kind: Decision['kind']): number[] =>
    used.filter((decision) => decision.kind === kind).map((decision) => idOf.get(decision.tag)!);
  return {
    pinned: new Set(ids('pin')),
    split: new Set(ids('split')),
    apart: partnersOf(used, idOf),
    placings: used.flatMap((decision) =>
      decision.kind === 'accept' || decision.kind === 'merge'
        ? [{ tag: idOf.get(decision.tag)!, into: idOf.get(decision.into)!, kind: decision.kind }]
        : [],
    ),
    renames: used.flatMap((decision) =>
      decision.kind === 'rename' ? [{ tag: idOf.get(decision.tag)!, name: decision.name }] : [],
    ),
    excluded: ids('exclude'),
    unused: effective.filter((decision) => !isUsed(decision)),
  };
}

/** What remains when later decisions replace earlier ones on the same subject, in the order they were made. */
export function effectiveDecisions(decisions: readonly Decision[]): Decision[] {
  const bySubject = new Map<string, Decision>();
  for (const decision of decisions) {
    for (const subject of replacedSubjects(decision)) bySubject.delete(subject);
    bySubject.set(subjectOf(decision), decision);
  }
  return [...bySubject.values()];
}

/** Where a tag goes, whether it stays, what it is called, whom it must not meet: one decision each. */
function subjectOf(decision: Decision): string {
  switch (decision.kind) {
    case 'accept':
    case 'merge':
    case 'split':
      return `place ${decision.tag}`;
    case 'pin':
    case 'exclude':
      return `stay ${decision.tag}`;
    case 'rename':
      return `name ${decision.tag}`;
    case 'reject':
      return pairSubject(decision.tag, decision.into);
  }
}

function pairSubject(tag: string, other: string): string {
  return JSON.stringify([tag, other].sort());
}

function replacedSubjects(decision: Decision): string[] {
  switch (decision.kind) {
    case 'accept':
    case 'merge':
      return [pairSubject(decision.tag, decision.into), `place ${decision.tag}`];
    case 'reject':
      return [pairSubject(decision.tag, decision.into), `place ${decision.tag}`];
    case 'split':
    case 'pin':
    case 'exclude':
    case 'rename':
      return [subjectOf(decision)];
  }
}

function partnersOf(used: readonly Decision[], idOf: ReadonlyMap<string, number>): Map<number, Set<number>> {
  const apart = new Map<number, Set<number>>();
  const add = (tag: number, other: number): void => {
    apart.set(tag, (apart.get(tag) ?? new Set()).add(other));
  };
  for (const decision of used) {
    if (decision.kind !== 'reject') continue;
    add(idOf.get(decision.tag)!, idOf.get(decision.into)!);
    add(idOf.get(decision.into)!, idOf.get(decision.tag)!);
  }
  return apart;
}
