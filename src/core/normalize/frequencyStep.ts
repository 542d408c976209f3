/** Step 1: tags that occur in fewer than α queries are dropped (InsTag, section 3.2). Time O(tags). */
import type { DropReason } from './audit';
import type { Grouping } from './grouping';

/** White space is no tag: left out before anything is counted. */
export function leaveOutBlankTags(grouping: Grouping): void {
  const dropped = new Map<number, DropReason>();
  for (const head of grouping.heads)
    if (head >= 0 && grouping.table.names[head]!.trim() === '') dropped.set(head, { kind: 'emptyForm' });
  grouping.apply('raw', [], dropped);
}

/** Drops the groups that fewer than `minimum` queries carry, save pinned ones. */
export function frequencyStep(grouping: Grouping, minimum: number): void {
  const counts = grouping.counts();
  const pinnedHeads = new Set([...grouping.decisions.pinned].map((raw) => grouping.heads[raw]!));
  // One reason for all tags of a count: a million rare tags share a few objects, here and on their way between threads.
  const reasons = Array.from({ length: minimum }, (_, count): DropReason => ({ kind: 'rare', count, minimum }));
  const dropped = new Map<number, DropReason>();
  for (const head of new Set(grouping.heads)) {
    if (head < 0 || counts[head]! >= minimum || pinnedHeads.has(head)) continue;
    dropped.set(head, reasons[counts[head]!]!);
  }
  grouping.apply('frequency', [], dropped);
}
