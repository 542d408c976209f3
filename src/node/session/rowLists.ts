/** Lists of rows that a filter stands for: kept here once, while messages and remembered views carry only their name. */
import type { RowFilter } from '../../core/dataset/rowFilter';

export class RowLists {
  private readonly lists = new Map<string, Uint32Array>();

  /** The filter that keeps these rows while the session is open. */
  add(label: string, rows: ArrayLike<number>): RowFilter & { readonly kind: 'rows' } {
    const list = `${label} ${this.lists.size}`;
    this.lists.set(list, Uint32Array.from(rows));
    return { kind: 'rows', label, list, rowCount: rows.length };
  }

  rowsOf(list: string): Uint32Array | undefined {
    return this.lists.get(list);
  }

  /** Without filters whose list is not known any more: the window was reloaded, or the file changed. */
  knownOf(filters: readonly RowFilter[]): readonly RowFilter[] {
    return filters.filter((filter) => filter.kind !== 'rows' || this.lists.has(filter.list));
  }

  /** Takes over the lists of the session before, where the rows kept their numbers. */
  continueFrom(earlier: RowLists): void {
    for (const [list, rows] of earlier.lists) this.lists.set(list, rows);
  }
}
