/** The vocabulary: what normalization made of the raw tags, as columns. */
import type { DropReason } from './audit';
import type { Grouping } from './grouping';
import type { ChosenNames } from './manualStep';
import { compareText, membersByHead, nameOrder } from './tagGroups';
import type { RowTags, TagTable } from './tagTable';
import { rowCountOf } from './tagTable';

/** Codes of `Vocabulary.fate`: what became of a raw tag. */
export const rawTagFate = { kept: 0, rare: 1, emptyForm: 2, excluded: 3, unknown: 4 } as const;

export interface Vocabulary {
  /** Names by normalized tag id; ids run by query count, descending, then by name. */
  readonly names: readonly string[];
  /** Queries carrying each normalized tag. */
  readonly counts: Uint32Array;
  /** Raw names and the queries carrying each, by raw id of the table it was made from. */
  readonly rawNames: readonly string[];
  readonly rawCounts: Uint32Array;
  /** Normalized id by raw id, or -1 where the tag was dropped. */
  readonly ofRaw: Int32Array;
  /** Why, by raw id: a code of `rawTagFate`. */
  readonly fate: Uint8Array;
  /** Tag t's raw members are `members[memberOffsets[t]]` to `memberOffsets[t + 1]`, most frequent first. */
  readonly memberOffsets: Uint32Array;
  readonly members: Uint32Array;
}

/** Raw ids behind a normalized tag, most frequent first. */
export function membersOf(vocabulary: Vocabulary, tag: number): Uint32Array {
  return vocabulary.members.subarray(vocabulary.memberOffsets[tag], vocabulary.memberOffsets[tag + 1]);
}

/**
 * Tag sets of rows in normalized ids: the union over each row's queries, distinct, in order of first appearance.
 * `table` is the one the vocabulary was made from (or applied to). Time O(tags).
 */
export function normalizedRowTags(table: TagTable, vocabulary: Pick<Vocabulary, 'ofRaw' | 'names'>): RowTags {
  const rowCount = rowCountOf(table);
  const offsets = new Uint32Array(rowCount + 1);
  const tagIds = new Uint32Array(table.tagIds.length);
  const seenInRow = new Int32Array(vocabulary.names.length).fill(-1);
  let used = 0;
  for (let row = 0; row < rowCount; row++) {
    const end = table.tagOffsets[table.queryOffsets[row + 1]!]!;
    for (let at = table.tagOffsets[table.queryOffsets[row]!]!; at < end; at++) {
      const id = vocabulary.ofRaw[table.tagIds[at]!]!;
      if (id < 0 || seenInRow[id] === row) continue;
      seenInRow[id] = row;
      tagIds[used++] = id;
    }
    offsets[row + 1] = used;
  }
  return { offsets, tagIds: tagIds.slice(0, used) };
}

/** The vocabulary that a grouping has come to. */
export function vocabularyOf(grouping: Grouping, chosenNames: ChosenNames): Vocabulary {
  const { table, heads, rawCounts } = grouping;
  const groupCounts = grouping.counts();
  const nameOf = (head: number): string => chosenNames.get(head) ?? table.names[head]!;
  const order = grouping
    .headsByName()
    .sort((left, right) => groupCounts[right]! - groupCounts[left]! || compareText(nameOf(left), nameOf(right)));
  const ofRaw = new Int32Array(table.names.length).fill(-1);
  const idOfHead = new Map(order.map((head, id) => [head, id]));
  heads.forEach((head, raw) => {
    if (head >= 0) ofRaw[raw] = idOfHead.get(head)!;
  });
  return {
    names: order.map(nameOf),
    counts: Uint32Array.from(order, (head) => groupCounts[head]!),
    rawNames: table.names,
    rawCounts,
    ofRaw,
    fate: Uint8Array.from(heads, (head, raw) => (head >= 0 ? rawTagFate.kept : fateOf(grouping.dropReasons.get(raw)))),
    ...memberColumns(grouping, order),
  };
}

function fateOf(reason: DropReason['kind'] | undefined): number {
  return reason === undefined ? rawTagFate.unknown : rawTagFate[reason];
}

function memberColumns(grouping: Grouping, order: readonly number[]): Pick<Vocabulary, 'memberOffsets' | 'members'> {
  const byHead = membersByHead(grouping.heads);
  const compare = nameOrder(grouping.table.names, grouping.rawCounts);
  const memberOffsets = new Uint32Array(order.length + 1);
  const members = order.flatMap((head, id) => {
    const group = [...byHead.get(head)!].sort(compare);
    memberOffsets[id + 1] = memberOffsets[id]! + group.length;
    return group;
  });
  return { memberOffsets, members: Uint32Array.from(members) };
}
