/** Tag sets as columns: rows hold queries, queries hold tags, all as offsets and ids (CSR); names are interned once. */

export interface TagTable {
  /** Names by tag id. */
  readonly names: readonly string[];
  /** Row r's queries are `queryOffsets[r]` to `queryOffsets[r + 1]`; `rowCount + 1` entries. */
  readonly queryOffsets: Uint32Array;
  /** Query q's tags are `tagOffsets[q]` to `tagOffsets[q + 1]` of `tagIds`. */
  readonly tagOffsets: Uint32Array;
  /** Tag ids, distinct within a query, in the order the tagger gave them. */
  readonly tagIds: Uint32Array;
  /** 1 where the row has been tagged and read; rows at 0 are left out of every figure. Absent: all rows count. */
  readonly isTagged?: Uint8Array;
}

/** Tag sets of rows: the union over each row's queries, ids distinct and in order of first appearance. */
export interface RowTags {
  readonly offsets: Uint32Array;
  readonly tagIds: Uint32Array;
}

export function rowCountOf(table: TagTable): number {
  return table.queryOffsets.length - 1;
}

/** Tables from lists of tag names, one list per row (one query each); `null` marks a row that is not tagged. */
export function tagTableOf(rows: readonly (readonly string[] | null)[]): TagTable {
  const idOf = new Map<string, number>();
  const tagOffsets = new Uint32Array(rows.length + 1);
  const isTagged = new Uint8Array(rows.length);
  const ids: number[] = [];
  rows.forEach((tags, row) => {
    isTagged[row] = tags === null ? 0 : 1;
    for (const name of new Set(tags ?? [])) {
      const id = idOf.get(name) ?? idOf.size;
      idOf.set(name, id);
      ids.push(id);
    }
    tagOffsets[row + 1] = ids.length;
  });
  const queryOffsets = Uint32Array.from({ length: rows.length + 1 }, (_, row) => row);
  return { names: [...idOf.keys()], queryOffsets, tagOffsets, tagIds: Uint32Array.from(ids), isTagged };
}

/** The union of each row's queries. Time O(tags). */
export function rowTagsOf(table: TagTable): RowTags {
  const rowCount = rowCountOf(table);
  const offsets = new Uint32Array(rowCount + 1);
  const tagIds = new Uint32Array(table.tagIds.length);
  const seenInRow = new Int32Array(table.names.length).fill(-1);
  let used = 0;
  for (let row = 0; row < rowCount; row++) {
    const end = table.tagOffsets[table.queryOffsets[row + 1]!]!;
    for (let at = table.tagOffsets[table.queryOffsets[row]!]!; at < end; at++) {
      const id = table.tagIds[at]!;
      if (seenInRow[id] === row) continue;
      seenInRow[id] = row;
      tagIds[used++] = id;
    }
    offsets[row + 1] = used;
  }
  return { offsets, tagIds: tagIds.slice(0, used) };
}
