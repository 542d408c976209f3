/** A dataset's tag table from the tags of one tagger. Time O(queries + tags). */
import type { TagTable } from '../normalize/tagTable';
import type { TagLayer } from './tagLayer';
import type { QueryColumns } from './tagStore';

/** Names are numbered by first appearance in the dataset; names of other datasets or taggers are absent. */
export function tagTableOfLayer(
  columns: QueryColumns,
  layer: TagLayer | undefined,
  storeNames: readonly string[],
): TagTable {
  const queryCount = columns.queryOffsets[columns.rowCount] ?? 0;
  const entries = Int32Array.from({ length: queryCount }, (_, query) => entryOf(columns, layer, query));
  const tagOffsets = offsetsOf(entries, layer);
  const tagIds = new Uint32Array(tagOffsets[queryCount]!);
  entries.forEach((entry, query) => {
    if (layer !== undefined) tagIds.set(layer.tagIdsOf(entry), tagOffsets[query]);
  });
  const names = renumber(tagIds, storeNames);
  const queryOffsets = columns.queryOffsets.slice(0, columns.rowCount + 1);
  return { names, queryOffsets, tagOffsets, tagIds, isTagged: taggedRows(queryOffsets, entries, layer) };
}

function entryOf(columns: QueryColumns, layer: TagLayer | undefined, query: number): number {
  return layer?.table.find(columns.queryHashHigh[query]!, columns.queryHashLow[query]!) ?? -1;
}

function offsetsOf(entries: Int32Array, layer: TagLayer | undefined): Uint32Array {
  const offsets = new Uint32Array(entries.length + 1);
  entries.forEach((entry, query) => {
    offsets[query + 1] = offsets[query]! + (layer?.tagIdsOf(entry).length ?? 0);
  });
  return offsets;
}

/** Rewrites store ids as dense ids in place; returns the names by dense id. */
function renumber(tagIds: Uint32Array, storeNames: readonly string[]): string[] {
  const denseOf = new Int32Array(storeNames.length).fill(-1);
  const names: string[] = [];
  for (let at = 0; at < tagIds.length; at++) {
    const id = tagIds[at]!;
    if (denseOf[id] === -1) denseOf[id] = names.push(storeNames[id]!) - 1;
    tagIds[at] = denseOf[id]!;
  }
  return names;
}

function taggedRows(queryOffsets: Uint32Array, entries: Int32Array, layer: TagLayer | undefined): Uint8Array {
  const isTagged = new Uint8Array(queryOffsets.length - 1);
  if (layer === undefined) return isTagged;
  for (let row = 0; row < isTagged.length; row++) {
    let tagged = 0;
    let pending = 0;
    for (let query = queryOffsets[row]!; query < queryOffsets[row + 1]!; query++) {
      const state = layer.stateOf(entries[query]!);
      if (state === 'tagged') tagged++;
      else if (state === 'untagged') pending++;
    }
    isTagged[row] = tagged > 0 && pending === 0 ? 1 : 0;
  }
  return isTagged;
}
