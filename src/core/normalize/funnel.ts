/** The funnel: how many tags, occurrences and untagged rows each step leaves. */
import type { Heads } from './tagGroups';
import { rowCountOf, type TagTable } from './tagTable';

export type StepName = 'raw' | 'frequency' | 'rules' | 'semantic' | 'association' | 'manual';

export interface FunnelStep {
  /** `manual` is present only where decisions by hand changed something. */
  readonly step: StepName;
  /** Distinct tags. */
  readonly tags: number;
  /** A tag counts once per row. */
  readonly occurrences: number;
  /** Tagged rows whose tags are all gone. */
  readonly rowsWithoutTags: number;
  /** Occurrences over the rows whose tags could be read; 0 where there are none. */
  readonly averageTagsPerRow: number;
}

/** Measures one step: the distinct groups, and how many of them each tagged row holds. Time O(tags). */
export function funnelStep(step: StepName, table: TagTable, heads: Heads): FunnelStep {
  const lastRow = new Int32Array(heads.length).fill(-1);
  let tags = 0;
  let occurrences = 0;
  let rows = 0;
  let rowsWithoutTags = 0;
  for (let row = 0; row < rowCountOf(table); row++) {
    if (table.isTagged?.[row] === 0) continue;
    rows++;
    const before = occurrences;
    const end = table.tagOffsets[table.queryOffsets[row + 1]!]!;
    for (let at = table.tagOffsets[table.queryOffsets[row]!]!; at < end; at++) {
      const head = heads[table.tagIds[at]!]!;
      if (head < 0 || lastRow[head] === row) continue;
      if (lastRow[head] === -1) tags++;
      lastRow[head] = row;
      occurrences++;
    }
    if (occurrences === before) rowsWithoutTags++;
  }
  return { step, tags, occurrences, rowsWithoutTags, averageTagsPerRow: rows === 0 ? 0 : occurrences / rows };
}
