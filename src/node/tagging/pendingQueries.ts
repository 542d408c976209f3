/** Which queries of a dataset are still to be tagged, from the survey's hashes alone. */
import type { RowColumns } from '../../core/dataset/rowColumns';
import { HashTable } from '../../core/tagging/hashTable';
import { hashOfHalves } from '../../core/tagging/queryHash';
import type { TaggerIdentity } from '../../core/tagging/tagRecord';
import type { ReadableTagStore } from '../../core/tagging/tagStore';

export interface PendingRequest {
  readonly columns: RowColumns;
  /** First and last row, both included. */
  readonly firstRow: number;
  readonly lastRow: number;
  readonly store: ReadableTagStore;
  readonly layer: TaggerIdentity;
  /** Of what is not tagged, only the queries for which this holds. */
  readonly isWanted?: ((hash: string) => boolean) | undefined;
  /** At most so many queries. */
  readonly limit: number;
}

export interface PendingQueries {
  /** Distinct queries in the range. */
  readonly queryCount: number;
  readonly taggedCount: number;
  /** Distinct queries to be tagged now: no more than the limit. */
  readonly pendingCount: number;
  /** Rows that hold a pending query, ascending. */
  readonly rows: readonly number[];
}

/** Queries that could not be read or were refused before are pending again. Time O(queries). */
export function pendingQueries(request: PendingRequest): PendingQueries {
  const { columns, store, layer, isWanted } = request;
  const seen = new HashTable();
  const rows: number[] = [];
  let taggedCount = 0;
  let pendingCount = 0;
  const last = Math.min(request.lastRow, columns.rowCount - 1);
  for (let row = request.firstRow; row <= last; row++) {
    const pendingBefore = pendingCount;
    for (let query = columns.queryOffsets.at(row)!; query < columns.queryOffsets.at(row + 1)!; query++) {
      const high = columns.queryHashHigh.at(query)!;
      const low = columns.queryHashLow.at(query)!;
      if (!seen.add(high, low)) continue;
      if (store.stateOf(high, low, layer) === 'tagged') taggedCount++;
      else if (pendingCount < request.limit && (isWanted?.(hashOfHalves(high, low)) ?? true)) pendingCount++;
    }
    if (pendingCount > pendingBefore) rows.push(row);
  }
  return { queryCount: seen.size, taggedCount, pendingCount, rows };
}
