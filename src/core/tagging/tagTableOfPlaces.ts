/** A dataset's tag table from where the tags of each query stand. Time O(queries + tags). */
import { plainColumn } from '../dataset/packedColumn';
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
  const queryOffsets = plainColumn(columns.queryOffsets);
  const placeOf = (query: number) => find(columns.queryHashHigh.at(query)!, columns.queryHashLow.at(query)!);
  const { tagOffsets, isTagged } = measured(queryOffsets, placeOf);
  const queryCount = tagOffsets.length - 1;
  const tagIds = new Uint32Array(tagOffsets[queryCount]!);
  for (let query = 0; query < queryCount; query++) {
    if (tagOffsets[query] === tagOffsets[query + 1]) continue;
    const place = placeOf(query)!;
    tagIds.set(place.layer.tagIdsOf(place.entry), tagOffsets[query]);
  }
  return { names: renumber(tagIds, storeNames), queryOffsets, tagOffsets, tagIds, isTagged };
}

/** How many tags each query has, and which rows are tagged: no query pending and at least one read. */
function measured(
  queryOffsets: Uint32Array,
  placeOf: (query: number) => TagPlace | null,
): Pick<TagTable, 'tagOffsets'> & { readonly isTagged: Uint8Array } {
  const rowCount = queryOffsets.length - 1;
  const tagOffsets = new Uint32Array(queryOffsets[rowCount]! + 1);
  const isTagged = new Uint8Array(rowCount);
  for (let row = 0, query = 0; row < rowCount; row++) {
    let tagged = 0;
    let pending = 0;
    for (; query < queryOffsets[row + 1]!; query++) {
      const place = placeOf(query);
      tagOffsets[query + 1] = tagOffsets[query]! + (place?.layer.tagIdsOf(place.entry).length ?? 0);
      if (place === null) pending++;
      else if (place.layer.stateOf(place.entry) === 'tagged') tagged++;
    }
    isTagged[row] = tagged > 0 && pending === 0 ? 1 : 0;
  }
  return { tagOffsets, isTagged };
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
