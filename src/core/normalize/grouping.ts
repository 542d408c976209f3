/** The state of a run of the steps: groups, counts and the record of what each step did. */
import type { AuditedDrop, AuditedMerge, DropReason, MergeReason, StepAudit } from './audit';
import type { DecisionIndex } from './decisionIndex';
import { funnelStep, type FunnelStep, type StepName } from './funnel';
import { compareText, membersByHead, nameOrder, queryCounts, type Heads } from './tagGroups';
import type { TagTable } from './tagTable';

/** A group that goes into another; both are heads. */
export interface ProposedMerge {
  readonly from: number;
  readonly into: number;
  readonly reason: MergeReason;
}

export class Grouping {
  heads: Heads;
  /** Queries per raw tag. */
  readonly rawCounts: Uint32Array;
  /** Why a raw tag was dropped, by raw id. */
  readonly dropReasons = new Map<number, DropReason['kind']>();
  readonly funnel: FunnelStep[] = [];
  readonly audit: StepAudit[] = [];

  constructor(
    readonly table: TagTable,
    readonly decisions: DecisionIndex,
  ) {
    const all = Int32Array.from(table.names.keys());
    this.rawCounts = queryCounts(table, all);
    // Names that no tagged query carries are no tags.
    this.heads = all.map((id) => (this.rawCounts[id]! > 0 ? id : -1));
  }

  /** Queries per group, by head. */
  counts(): Uint32Array {
    return queryCounts(this.table, this.heads);
  }

  /** Most frequent surface form first, pinned ones before all others. */
  readonly compareHeads = (left: number, right: number): number =>
    Number(this.decisions.pinned.has(right)) - Number(this.decisions.pinned.has(left)) ||
    nameOrder(this.table.names, this.rawCounts)(left, right);

  /** Live heads by name, the order in which steps see them whatever the order of rows. */
  headsByName(): number[] {
    const { names } = this.table;
    return [...new Set(this.heads)].filter((head) => head >= 0).sort((l, r) => compareText(names[l]!, names[r]!));
  }

  /** Ends a step: drops, merges, the funnel and the audit. */
  apply(step: StepName, merges: readonly ProposedMerge[], dropped: ReadonlyMap<number, DropReason>): void {
    const counts = this.counts();
    const members = membersByHead(this.heads);
    const audited: StepAudit = {
      step,
      merges: this.auditedMerges(merges, counts, members),
      drops: this.auditedDrops(dropped, counts, members),
    };
    const target = new Map(merges.map(({ from, into }) => [from, into]));
    for (const [head, reason] of dropped)
      for (const member of members.get(head) ?? []) this.dropReasons.set(member, reason.kind);
    this.heads = this.heads.map((head) => (dropped.has(head) ? -1 : (target.get(head) ?? head)));
    this.audit.push(audited);
    this.funnel.push(funnelStep(step, this.table, this.heads));
  }

  private auditedMerges(
    merges: readonly ProposedMerge[],
    counts: Uint32Array,
    members: ReadonlyMap<number, readonly number[]>,
  ): AuditedMerge[] {
    const { names } = this.table;
    return merges
      .map(({ from, into, reason }) => ({
        from: names[from]!,
        into: names[into]!,
        members: this.memberNames(members.get(from) ?? [from]),
        count: counts[from]!,
        reason,
      }))
      .sort((left, right) => right.count - left.count || compareText(left.from, right.from));
  }

  private auditedDrops(
    dropped: ReadonlyMap<number, DropReason>,
    counts: Uint32Array,
    members: ReadonlyMap<number, readonly number[]>,
  ): AuditedDrop[] {
    return [...dropped]
      .map(([head, reason]) => ({
        tag: this.table.names[head]!,
        members: this.memberNames(members.get(head) ?? [head]),
        count: counts[head]!,
        reason,
      }))
      .sort((left, right) => right.count - left.count || compareText(left.tag, right.tag));
  }

  private memberNames(members: readonly number[]): string[] {
    return [...members].sort(nameOrder(this.table.names, this.rawCounts)).map((raw) => this.table.names[raw]!);
  }
}
