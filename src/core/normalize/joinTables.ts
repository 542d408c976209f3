/** Tag tables of several datasets as one, rows in the order of the datasets. */
import { rowCountOf, type TagTable } from './tagTable';

/** Names are shared. Time O(tags). */
export function joinTables(tables: readonly TagTable[]): TagTable {
  if (tables.length === 1) return tables[0]!;
  const idOf = new Map<string, number>();
  const rowCount = sum(tables.map(rowCountOf));
  const queryCount = sum(tables.map((table) => table.tagOffsets.length - 1));
  const queryOffsets = new Uint32Array(rowCount + 1);
  const tagOffsets = new Uint32Array(queryCount + 1);
  const tagIds = new Uint32Array(sum(tables.map((table) => table.tagIds.length)));
  const isTagged = new Uint8Array(rowCount).fill(1);
  let [row, query, tag] = [0, 0, 0];
  for (const table of tables) {
    const shared = Uint32Array.from(table.names, (name) => {
      const id = idOf.get(name) ?? idOf.size;
      idOf.set(name, id);
      return id;
    });
    for (let at = 1; at < table.queryOffsets.length; at++) queryOffsets[row + at] = query + table.queryOffsets[at]!;
    for (let at = 1; at < table.tagOffsets.length; at++) tagOffsets[query + at] = tag + table.tagOffsets[at]!;
    for (let at = 0; at < table.tagIds.length; at++) tagIds[tag + at] = shared[table.tagIds[at]!]!;
    if (table.isTagged) isTagged.set(table.isTagged, row);
    row += rowCountOf(table);
    query += table.tagOffsets.length - 1;
    tag += table.tagIds.length;
  }
  return { names: [...idOf.keys()], queryOffsets, tagOffsets, tagIds, isTagged };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
