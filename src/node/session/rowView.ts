/** The rows in view: filters resolved against what is known of the dataset, then sorted. */
import type { Dataset } from '../../core/dataset/dataset';
import { filterRows, marksOf, sortRows, type FilterColumns } from '../../core/dataset/filterRows';
import type { RowFilter, RowSort } from '../../core/dataset/rowFilter';
import type { LongWork } from '../../core/ports';
import { searchDataset } from '../dataset/searchDataset';
import { readRows } from './readRows';

type PathFilter = RowFilter & { readonly kind: 'path' };
type TextFilter = RowFilter & { readonly kind: 'text' };

/** A filter that cannot be carried out: a bad pattern. */
export class FilterTrouble extends Error {
  override readonly name = 'FilterTrouble';
}

/** Answers of searches through the file, kept while the dataset is open and unchanged. */
export class RowSearches {
  private readonly hits = new Map<string, Uint8Array>();

  constructor(private readonly dataset: Dataset) {}

  of(filter: PathFilter | TextFilter): Uint8Array | undefined {
    return this.hits.get(JSON.stringify(filter));
  }

  /** Searches for every filter that has not been answered yet. */
  async answer(filters: readonly RowFilter[], work: LongWork): Promise<void> {
    for (const filter of filters) {
      if ((filter.kind !== 'path' && filter.kind !== 'text') || this.of(filter) !== undefined) continue;
      const marks =
        filter.kind === 'text'
          ? await this.searchText(filter, work)
          : await readRows(this.dataset, 'pathMarks', { filter }, work);
      this.hits.set(JSON.stringify(filter), marks);
    }
  }

  private async searchText(filter: TextFilter, work: LongWork): Promise<Uint8Array> {
    const found = await searchDataset(
      this.dataset,
      { text: filter.text, isRegularExpression: filter.isPattern, isCaseSensitive: filter.isCaseSensitive },
      work,
    );
    if ('kind' in found) throw new FilterTrouble(found.message);
    return marksOf(found.rows, this.dataset.rowCount);
  }
}

/** Rows in view in their order, or null where that is every row in the order of the file. */
export function rowsInView(
  filters: readonly RowFilter[],
  sort: RowSort | null,
  known: FilterColumns,
): Uint32Array | null {
  const isFileOrder = sort === null || (sort.column === 'row' && !sort.isDescending);
  if (filters.length === 0 && isFileOrder) return null;
  const rows = filterRows(filters, known);
  return isFileOrder ? rows : sortRows(rows, sort, known);
}
