/** Which rows and queries a tagging command means. */
import type { Column } from '../../core/dataset/packedColumn';
import type { RowColumns } from '../../core/dataset/rowColumns';
import { randomOf, shuffle } from '../../core/select/random';
import { HashTable } from '../../core/tagging/hashTable';
import { halvesOfHash, hashOfHalves } from '../../core/tagging/queryHash';
import type { TaggerIdentity } from '../../core/tagging/tagRecord';
import type { ReadableTagStore } from '../../core/tagging/tagStore';
import type { TagScope } from '../../protocol/datasetEditor';

export interface ScopeContext {
  readonly rowCount: number;
  /** Null where every row is in view. */
  readonly rowsInView: readonly number[] | null;
  /** Group of each row (its language), for stratified samples. */
  readonly strata?: Column | undefined;
}

/**
 * The rows of a scope in the order to be tagged: rows named one by one as named, failed ones ascending, samples
 * ascending after those on screen, all others with those on screen first and then spread over the file, so that what is tagged so far stands for the rest.
 */
export function rowsOfScope(scope: TagScope, { rowCount, rowsInView, strata }: ScopeContext): readonly number[] {
  const every = () => Array.from({ length: rowCount }, (_, row) => row);
  switch (scope.kind) {
    case 'rows':
      return scope.rows;
    case 'failed':
      return rowsInView ?? every();
    case 'view':
      return spreadRows(rowsInView ?? every(), scope.first);
    case 'all':
      return spreadRows(every(), scope.first);
    case 'sample':
      return withFirst(
        sampleRows(rowsInView ?? every(), scope.count, scope.seed, scope.isStratified ? strata : undefined),
        scope.first,
      );
  }
}

function withFirst(rows: readonly number[], first: readonly number[] = []): readonly number[] {
  const shown = new Set(first);
  return [...shown, ...rows.filter((row) => !shown.has(row))];
}

/** Rows that stay together when rows are spread: reading a few neighbours at once is much cheaper than one by one. */
const rowsPerStretch = 16;
const spreadSeed = 0;

/** All `rows`, each once: first those of `first`, then short stretches of the rest in a seeded random order. Time O(rows). */
export function spreadRows(rows: readonly number[], first: readonly number[] = []): number[] {
  const wanted = new Set(first);
  const shown = new Set(wanted.size === 0 ? [] : rows.filter((row) => wanted.has(row)));
  const order: number[] = [...shown];
  const starts = Uint32Array.from({ length: Math.ceil(rows.length / rowsPerStretch) }, (_, at) => at * rowsPerStretch);
  for (const start of shuffle(starts, randomOf(spreadSeed))) {
    const end = Math.min(start + rowsPerStretch, rows.length);
    for (let at = start; at < end; at++) if (!shown.has(rows[at]!)) order.push(rows[at]!);
  }
  return order;
}

/**
 * A seeded sample without repeats, ascending. Stratified: each stratum gives its share of `count` rounded down, at least
 * one row; what is left goes one by one to the largest remainders (ties to the stratum that comes first in `rows`).
 */
export function sampleRows(rows: readonly number[], count: number, seed: number, strata?: Column): number[] {
  const random = randomOf(seed);
  const groups = groupsOf(rows, strata);
  const sizes = sharesOf(
    groups.map((group) => group.length),
    Math.min(count, rows.length),
  );
  return groups
    .flatMap((group, index) => Array.from(shuffle(Uint32Array.from(group), random).subarray(0, sizes[index])))
    .toSorted((a, b) => a - b);
}

/** Rows of each stratum, strata in the order of their first row. */
function groupsOf(rows: readonly number[], strata: Column | undefined): number[][] {
  const groups = new Map<number, number[]>();
  for (const row of rows) {
    const stratum = strata?.at(row) ?? 0;
    const group = groups.get(stratum);
    if (group === undefined) groups.set(stratum, [row]);
    else group.push(row);
  }
  return [...groups.values()];
}

/** Whole shares of `count` in proportion to the sizes, summing to `count` where every stratum fits. */
function sharesOf(sizes: readonly number[], count: number): number[] {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const exact = sizes.map((size) => (size * count) / Math.max(1, total));
  const shares = exact.map((share) => (count === 0 ? 0 : Math.max(1, Math.floor(share))));
  const byRemainder = exact
    .map((share, index) => ({ index, remainder: share - Math.floor(share) }))
    .toSorted((a, b) => b.remainder - a.remainder);
  let left = count - shares.reduce((sum, share) => sum + share, 0);
  for (const { index } of byRemainder) {
    if (left <= 0) break;
    if (shares[index]! >= sizes[index]!) continue;
    shares[index]!++;
    left--;
  }
  return shares;
}

/** True for queries that are not to be sent; asked again before each request, so that other windows' tags count. */
export type LeftOut = (hash: string) => boolean;

/**
 * What a run leaves out: queries that this tagger has tagged. Where failed ones are meant, also everything that has not
 * failed under the tagger shown now; where rows are tagged again, nothing. Queries that are in a batch under way are left
 * out like tagged ones.
 */
export function leftOutOf(
  scope: TagScope,
  tagger: TaggerIdentity,
  store: ReadableTagStore,
  isBatched: LeftOut = () => false,
): LeftOut {
  if (scope.kind === 'rows' && scope.isAgain === true) return () => false;
  const isTagged: LeftOut = (hash) => {
    const { high, low } = halvesOfHash(hash);
    return store.stateOf(high, low, tagger) === 'tagged' || isBatched(hash);
  };
  if (scope.kind !== 'failed') return isTagged;
  const shown = store.layer;
  if (shown === null) return () => true;
  return (hash) => {
    const { high, low } = halvesOfHash(hash);
    return isTagged(hash) || !['unreadable', 'refused'].includes(store.stateOf(high, low, shown));
  };
}

/** Which queries each row holds. */
export type QueryHashes = Pick<RowColumns, 'queryOffsets' | 'queryHashHigh' | 'queryHashLow'>;

/** Distinct queries of the rows that are to be sent. */
export function countQueries(columns: QueryHashes, rows: readonly number[], isLeftOut: LeftOut): number {
  const seen = new HashTable();
  for (const row of rows) {
    for (let query = columns.queryOffsets.at(row)!; query < columns.queryOffsets.at(row + 1)!; query++) {
      const [high, low] = [columns.queryHashHigh.at(query)!, columns.queryHashLow.at(query)!];
      if (!isLeftOut(hashOfHalves(high, low))) seen.add(high, low);
    }
  }
  return seen.size;
}
