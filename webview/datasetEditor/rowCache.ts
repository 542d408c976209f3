/**
 * Rows of the current view, read in pages and kept while they are likely to be seen again. Pages of an older view are
 * dropped on arrival; at most three are under way, those in sight first; a page that went stale is shown until its
 * successor arrives. Looking a row up is O(1); memory is bounded by `pageLimit` pages.
 */
import type { RowPage, RowSummary } from '../../src/protocol/datasetEditor';

export const pageSize = 64;
const pageLimit = 128;
const requestLimit = 3;

interface Page {
  readonly rows: readonly RowSummary[];
  readonly isStale: boolean;
}

export interface RowCacheOptions {
  readonly readPage: (params: { view: number; start: number; count: number }) => Promise<RowPage>;
  readonly onDidChange: () => void;
  readonly onError: (error: unknown) => void;
}

export class RowCache {
  private view = -1;
  private rowCount = 0;
  private generation = 0;
  /** Least recently wanted first. */
  private readonly pages = new Map<number, Page>();
  private readonly positions = new Map<number, number>();
  private readonly underWay = new Set<number>();
  private readonly failed = new Set<number>();
  private wanted: readonly number[] = [];

  constructor(private readonly options: RowCacheOptions) {}

  /** Takes over a view; another number than before means that everything known is void. */
  setView(view: number, rowCount: number): void {
    if (view !== this.view) {
      this.forget();
      this.view = view;
    } else if (rowCount !== this.rowCount) {
      this.markStale(Math.floor(Math.min(this.rowCount, rowCount) / pageSize));
    }
    this.rowCount = rowCount;
  }

  rowAt(position: number): RowSummary | undefined {
    return this.pages.get(Math.floor(position / pageSize))?.rows[position % pageSize];
  }

  /** Where a row stands in the view, if its page is here. */
  positionOf(row: number): number | undefined {
    return this.positions.get(row);
  }

  /** Says which rows are in sight: their pages are read first, and anything wanted earlier is forgotten. */
  want(first: number, end: number): void {
    const firstPage = Math.floor(first / pageSize);
    const lastPage = Math.floor(Math.max(first, end - 1) / pageSize);
    const inSight: number[] = [];
    for (let page = firstPage; page <= lastPage; page++) inSight.push(page);
    this.wanted = [...inSight, lastPage + 1, firstPage - 1].filter(
      (page) => page >= 0 && page * pageSize < this.rowCount,
    );
    for (const page of this.wanted) this.touch(page);
    this.pump();
  }

  /** Reads rows again when they are next in sight; `null` means all. */
  refresh(rows: readonly number[] | null): void {
    this.failed.clear();
    this.generation += 1;
    const pages = rows === null ? [...this.pages.keys()] : this.pagesOf(rows);
    for (const page of pages) this.markStale(page);
    this.pump();
  }

  /** The rows at some positions, read where they are not here. */
  async rowsAt(positions: readonly number[]): Promise<RowSummary[]> {
    const found: RowSummary[] = [];
    const read = new Map<number, readonly RowSummary[]>();
    for (const position of positions) {
      const page = Math.floor(position / pageSize);
      const rows = this.pages.get(page)?.rows ?? read.get(page) ?? (await this.fetch(page)).rows;
      read.set(page, rows);
      const row = rows[position % pageSize];
      if (row !== undefined) found.push(row);
    }
    return found;
  }

  private pump(): void {
    for (const page of this.wanted) {
      if (this.underWay.size >= requestLimit) return;
      if (this.needs(page)) void this.load(page);
    }
  }

  private needs(page: number): boolean {
    const known = this.pages.get(page);
    return (known === undefined || known.isStale) && !this.underWay.has(page) && !this.failed.has(page);
  }

  private async load(page: number): Promise<void> {
    const { view, generation } = this;
    this.underWay.add(page);
    try {
      const answer = await this.fetch(page);
      if (view !== this.view || answer.view !== view) return;
      this.keep(page, { rows: answer.rows, isStale: generation !== this.generation || this.isShort(page, answer) });
      this.options.onDidChange();
    } catch (error) {
      if (view !== this.view) return;
      this.failed.add(page);
      this.options.onError(error);
    } finally {
      if (view === this.view) {
        this.underWay.delete(page);
        this.pump();
      }
    }
  }

  private fetch(page: number): Promise<RowPage> {
    const start = page * pageSize;
    const count = Math.min(pageSize, this.rowCount - start);
    return this.options.readPage({ view: this.view, start, count });
  }

  /** Rows were added while the page was under way. A page without any rows is not asked for again until the count moves. */
  private isShort(page: number, answer: RowPage): boolean {
    return answer.rows.length > 0 && answer.rows.length < Math.min(pageSize, this.rowCount - page * pageSize);
  }

  private keep(page: number, value: Page): void {
    this.pages.delete(page);
    this.pages.set(page, value);
    value.rows.forEach((row, index) => this.positions.set(row.row, page * pageSize + index));
    const oldest = this.pages.keys().next();
    if (this.pages.size > pageLimit && oldest.done !== true) this.drop(oldest.value);
  }

  private touch(page: number): void {
    const known = this.pages.get(page);
    if (known === undefined) return;
    this.pages.delete(page);
    this.pages.set(page, known);
  }

  private markStale(page: number): void {
    const known = this.pages.get(page);
    if (known !== undefined) this.pages.set(page, { rows: known.rows, isStale: true });
    this.failed.delete(page);
  }

  private drop(page: number): void {
    for (const row of this.pages.get(page)?.rows ?? []) this.positions.delete(row.row);
    this.pages.delete(page);
  }

  private forget(): void {
    this.pages.clear();
    this.positions.clear();
    this.underWay.clear();
    this.failed.clear();
    this.wanted = [];
  }

  private pagesOf(rows: readonly number[]): Set<number> {
    const pages = new Set<number>();
    for (const row of rows) {
      const position = this.positions.get(row);
      if (position !== undefined) pages.add(Math.floor(position / pageSize));
    }
    return pages;
  }
}
