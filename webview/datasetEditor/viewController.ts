/** Which rows are in view: asks the host for filters and sort, the newest request winning, the one before cancelled. */
import { CancelSource, isCancelled } from '../../src/protocol/cancelSource';
import type { ViewRequest, ViewSummary } from '../../src/protocol/datasetEditor';
import type { AbortSignalLike } from '../../src/core/ports';
import type { RowFilter, RowSort } from '../../src/core/dataset/rowFilter';
import { addFilter, isSameFilters } from './filters';

export interface ViewControllerOptions {
  readonly applyView: (request: ViewRequest, signal: AbortSignalLike) => Promise<ViewSummary>;
  /** Told at once what was asked for, so that chips appear without waiting. */
  readonly onRequest: (request: ViewRequest) => void;
  readonly onView: (view: ViewSummary) => void;
  readonly onError: (error: unknown) => void;
}

export class ViewController {
  private request: ViewRequest = { filters: [], sort: null };
  private view = -1;
  private underWay: CancelSource | null = null;

  constructor(private readonly options: ViewControllerOptions) {}

  get current(): ViewRequest {
    return this.request;
  }

  setFilters(filters: readonly RowFilter[]): void {
    if (isSameFilters(filters, this.request.filters)) return;
    void this.apply({ ...this.request, filters });
  }

  addFilter(filter: RowFilter): void {
    this.setFilters(addFilter(this.request.filters, filter));
  }

  setSort(sort: RowSort | null): void {
    void this.apply({ ...this.request, sort });
  }

  /** Takes over a view that the host tells of; older ones are dropped. */
  receive(view: ViewSummary): void {
    if (view.view < this.view) return;
    this.view = view.view;
    if (this.underWay === null) this.request = { filters: view.filters, sort: view.sort };
    this.options.onView(view);
  }

  private async apply(request: ViewRequest): Promise<void> {
    const before = this.request;
    this.underWay?.cancel();
    const source = new CancelSource();
    this.underWay = source;
    this.request = request;
    this.options.onRequest(request);
    try {
      const view = await this.options.applyView(request, source);
      if (this.underWay !== source) return;
      this.underWay = null;
      this.receive(view);
    } catch (error) {
      if (this.underWay !== source) return;
      this.underWay = null;
      this.request = before;
      this.options.onRequest(before);
      if (!isCancelled(error)) this.options.onError(error);
    }
  }
}
