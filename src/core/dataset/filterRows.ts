/** Evaluates filters on columns: typed arrays in, row numbers out. */
import type { RowTags } from '../normalize/tagTable';
import type { Column } from './packedColumn';
import { languageNames, rowFlag, type RowColumns } from './rowColumns';
import { rowsByValue } from './sortedRows';
import type { NumberColumn, RowFilter, RowSort, RowState } from './rowFilter';

/** What filters look at; a column that is not known yet keeps every row. */
export interface FilterColumns {
  readonly rowCount: number;
  readonly columns?: RowColumns | undefined;
  readonly tags?: RowTags | undefined;
  /** Id of a tag's name in `tags`; undefined where no row carries it. */
  readonly tagId?: ((tag: string) => number | undefined) | undefined;
  /** Where tags are looked up that `tagId` does not know: raw ones beside a vocabulary that left them out. */
  readonly otherTags?: { readonly tags: RowTags; readonly tagId: (tag: string) => number | undefined } | undefined;
  /** The rows of a list that the session holds; undefined where it holds none of that name. */
  readonly rowList?: ((list: string) => ArrayLike<number> | undefined) | undefined;
  /** Rows in a state that the columns do not hold (`tagged`, `failed`, `selected`, …): 1 per row in it. */
  readonly states?: Partial<Readonly<Record<RowState, Uint8Array | undefined>>> | undefined;
  /** 1 per hit of a `path` or `text` filter, which a job over the file has answered; undefined while it runs. */
  readonly hits?: ((filter: RowFilter & { readonly kind: 'path' | 'text' }) => Uint8Array | undefined) | undefined;
  /** Rank of each row in the selection, for sorting; rows outside hold 0xffffffff. */
  readonly selectionRank?: Uint32Array | undefined;
}

/** Row numbers that every filter keeps, ascending. Time O(rows × filters + tags), memory one byte per row. */
export function filterRows(filters: readonly RowFilter[], known: FilterColumns): Uint32Array {
  const isKept = new Uint8Array(known.rowCount).fill(1);
  for (const filter of filters) applyFilter(filter, known, isKept);
  return rowsAt(isKept);
}

/** Writes 0 into `isKept` for each row that the filter drops. */
function applyFilter(filter: RowFilter, known: FilterColumns, isKept: Uint8Array): void {
  switch (filter.kind) {
    case 'tag':
      return keepTags([filter.tag], filter.isExcluded, known, isKept);
    case 'anyTag':
      return keepTags(filter.tags, false, known, isKept);
    case 'number':
      return keepRange(numberColumn(filter.column, known), filter.minimum, filter.maximum, isKept);
    case 'language':
      return keepLanguage(filter.language, filter.isExcluded, known, isKept);
    case 'state':
      return keepState(filter.state, filter.isExcluded, known, isKept);
    case 'path':
    case 'text':
      return keepMarked(known.hits?.(filter), false, isKept);
    case 'rows':
      return keepList(known.rowList?.(filter.list), isKept);
  }
}

function keepTags(names: readonly string[], isExcluded: boolean, known: FilterColumns, isKept: Uint8Array): void {
  if (known.tags === undefined) return;
  const carries = new Uint8Array(known.rowCount);
  const ids = idsOf(names, known.tagId);
  markCarriers(known.tags, ids, carries);
  if (known.otherTags !== undefined && ids.length < names.length) {
    const left = names.filter((name) => known.tagId?.(name) === undefined);
    markCarriers(known.otherTags.tags, idsOf(left, known.otherTags.tagId), carries);
  }
  keepMarked(carries, isExcluded, isKept);
}

function idsOf(names: readonly string[], tagId: FilterColumns['tagId']): number[] {
  return names.flatMap((name) => tagId?.(name) ?? []);
}

/** Writes 1 for each row that carries one of the tags; one tag, the usual case, needs no table of ids. */
function markCarriers({ offsets, tagIds }: RowTags, ids: readonly number[], carries: Uint8Array): void {
  const [only] = ids;
  if (only === undefined) return;
  const rowCount = Math.min(offsets.length - 1, carries.length);
  const isWanted = ids.length === 1 ? null : wantedIds(ids);
  for (let row = 0, at = 0; row < rowCount; row++) {
    const end = offsets[row + 1]!;
    for (; at < end; at++) {
      const tag = tagIds[at]!;
      if (isWanted === null ? tag === only : isWanted[tag] === 1) carries[row] = 1;
    }
  }
}

function wantedIds(ids: readonly number[]): Uint8Array {
  const isWanted = new Uint8Array(ids.reduce((highest, id) => Math.max(highest, id), 0) + 1);
  for (const id of ids) isWanted[id] = 1;
  return isWanted;
}

function keepList(rows: ArrayLike<number> | undefined, isKept: Uint8Array): void {
  if (rows !== undefined) keepMarked(marksOf(rows, isKept.length), false, isKept);
}

function keepRange(column: Column | undefined, low = 0, high = Infinity, isKept: Uint8Array): void {
  if (column === undefined) return;
  for (let row = 0; row < isKept.length; row++) {
    const value = column.at(row) ?? 0;
    if (value < low || value > high) isKept[row] = 0;
  }
}

function keepLanguage(language: string, isExcluded: boolean, known: FilterColumns, isKept: Uint8Array): void {
  if (known.columns === undefined) return;
  const code = languageNames.findIndex((name) => name === language);
  const codes = known.columns.language;
  for (let row = 0; row < isKept.length; row++) if ((codes.at(row) === code) === isExcluded) isKept[row] = 0;
}

const flagOfState: Partial<Readonly<Record<RowState, number>>> = {
  invalid: rowFlag.invalid,
  lenient: rowFlag.lenient,
  emptyQuery: rowFlag.emptyQuery,
  emptyAnswer: rowFlag.emptyAnswer,
  duplicate: rowFlag.repeatedQuery,
  roleProblem: rowFlag.roleProblem,
  toolsProblem: rowFlag.toolsProblem,
};

function keepState(state: RowState, isExcluded: boolean, known: FilterColumns, isKept: Uint8Array): void {
  const flag = flagOfState[state];
  if (flag === undefined) return keepMarked(known.states?.[state], isExcluded, isKept);
  if (known.columns === undefined) return;
  const flags = known.columns.flags;
  for (let row = 0; row < isKept.length; row++)
    if ((((flags.at(row) ?? 0) & flag) !== 0) === isExcluded) isKept[row] = 0;
}

function keepMarked(marks: Uint8Array | undefined, isExcluded: boolean, isKept: Uint8Array): void {
  if (marks === undefined) return;
  for (let row = 0; row < isKept.length; row++) if ((marks[row] === 1) === isExcluded) isKept[row] = 0;
}

/** One byte per row, 1 for the rows named. */
export function marksOf(rows: ArrayLike<number>, rowCount: number): Uint8Array {
  const marks = new Uint8Array(rowCount);
  for (let at = 0; at < rows.length; at++) marks[rows[at]!] = 1;
  return marks;
}

function rowsAt(isKept: Uint8Array): Uint32Array {
  let count = 0;
  for (let row = 0; row < isKept.length; row++) count += isKept[row]!;
  const rows = new Uint32Array(count);
  for (let row = 0, used = 0; used < count; row++) if (isKept[row] === 1) rows[used++] = row;
  return rows;
}

function numberColumn(column: NumberColumn, known: FilterColumns): Column | undefined {
  if (column === 'tagCount') return known.tags && tagCounts(known.tags);
  return known.columns?.[column];
}

function tagCounts(tags: RowTags): Uint32Array {
  const counts = new Uint32Array(tags.offsets.length - 1);
  for (let row = 0; row < counts.length; row++) counts[row] = tags.offsets[row + 1]! - tags.offsets[row]!;
  return counts;
}

/** The rows in the order asked for; ties keep the order of the file. Time O(rows). */
export function sortRows(rows: Uint32Array, sort: RowSort, known: FilterColumns): Uint32Array {
  if (sort.column === 'row') return sort.isDescending ? rows.toReversed() : rows;
  const values = sort.column === 'selectionRank' ? known.selectionRank : numberColumn(sort.column, known);
  return values === undefined ? rows : rowsByValue(rows, values, sort.isDescending);
}
