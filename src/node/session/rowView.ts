/** The rows in view: filters resolved against what is known of the dataset, then sorted. */
import type { Dataset } from '../../core/dataset/dataset';
import { filterRows, marksOf, sortRows, type FilterColumns } from '../../core/dataset/filterRows';
import { valueAt } from '../../core/dataset/jsonPath';
import type { RowFilter, RowSort } from '../../core/dataset/rowFilter';
import type { LongWork } from '../../core/ports';
import { searchDataset } from '../dataset/searchDataset';
import { forEachRow } from './rowStream';

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
      const marks = filter.kind === 'text' ? await this.searchText(filter, work) : await this.searchPath(filter, work);
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

  private async searchPath(filter: PathFilter, work: LongWork): Promise<Uint8Array> {
    await this.dataset.whenIndexed();
    const marks = new Uint8Array(this.dataset.rowCount);
    const visit = (row: number, value: unknown) => {
      if (matchesPath(filter, valueAt(value, filter.path))) marks[row] = 1;
    };
    await forEachRow(
      this.dataset,
      (row, parsed) => visit(row, parsed.kind === 'value' ? parsed.value : undefined),
      work,
    );
    return marks;
  }
}

/** Numbers are compared as numbers where both sides are numbers, everything else as text. */
export function matchesPath({ comparison, value: wanted }: PathFilter, value: unknown): boolean {
  if (comparison === 'exists') return value !== undefined;
  if (value === undefined) return comparison === '!=';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (comparison === 'contains') return text.toLowerCase().includes(wanted.toLowerCase());
  const areNumbers =
    wanted.trim() !== '' && text.trim() !== '' && !Number.isNaN(Number(wanted)) && !Number.isNaN(Number(text));
  const order = areNumbers ? Number(text) - Number(wanted) : text < wanted ? -1 : text > wanted ? 1 : 0;
  switch (comparison) {
    case '=':
      return order === 0;
    case '!=':
      return order !== 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
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
