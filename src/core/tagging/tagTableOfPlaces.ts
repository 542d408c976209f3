/** A dataset's tag table from where the tags of each query stand. Time O(queries + tags). */
import type { TagTable } from '../normalize/tagTable';
import type { TagLayer } from './tagLayer';
import type { QueryColumns } from './tagStore';

/** An entry of a layer: one query's tags by one tagger. */
export interface TagPlace {
  readonly layer: TagLayer;
  readonly entry: number;
}

/** Finds the tags of a query by its hash halves; null where there is no record. */
export type FindTagPlace = (high: number, low: number) => TagPlace | null;

/** Names are numbered by first appearance in the dataset; names of other datasets or taggers are absent. */
export function tagTableOfPlaces(columns: QueryColumns, find: FindTagPlace, storeNames: readonly string[]): TagTable {
  const queryCount = columns.queryOffsets[columns.rowCount] ?? 0;
  const places = Array.from({ length: queryCount }, (_, query) =>
    find(columns.queryHashHigh[query]!, columns.queryHashLow[query]!),
  );
  const tagOffsets = offsetsOf(places);
  const tagIds = new Uint32Array(tagOffsets[queryCount]!);
  places.forEach((place, query) => {
    if (place !== null) tagIds.set(place.layer.tagIdsOf(place.entry), tagOffsets[query]);
  });
  const names = renumber(tagIds, storeNames);
  const queryOffsets = columns.queryOffsets.slice(0, columns.rowCount + 1);
  return { names, queryOffsets, tagOffsets, tagIds, isTagged: taggedRows(queryOffsets, places) };
}

function offsetsOf(places: readonly (TagPlace | null)[]): Uint32Array {
  const offsets = new Uint32Array(places.length + 1);
  places.forEach((place, query) => {
    offsets[query + 1] = offsets[query]! + (place === null ? 0 : place.layer.tagIdsOf(place.entry).length);
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

function taggedRows(queryOffsets: Uint32Array, places: readonly (TagPlace | null)[]): Uint8Array {
  const isTagged = new Uint8Array(queryOffsets.length - 1);
  for (let row = 0; row < isTagged.length; row++) {
    let tagged = 0;
    let pending = 0;
    for (let query = queryOffsets[row]!; query < queryOffsets[row + 1]!; query++) {
      const place = places[query]!;
      if (place === null) pending++;
      else if (place.layer.stateOf(place.entry) === 'tagged') tagged++;
    }
    isTagged[row] = tagged > 0 && pending === 0 ? 1 : 0;
  }
  return isTagged;
}
