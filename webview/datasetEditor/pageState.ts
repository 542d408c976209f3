/** What the dataset editor remembers while it is hidden; read back with care, since another version may have written it. */
import type { ViewRequest } from '../../src/protocol/datasetEditor';
import type { RowFilter, RowSort } from '../../src/core/dataset/rowFilter';
import type { ColumnWidths } from './columns';
import type { RawForm } from './detail/rawView';

export interface EditorPageState {
  readonly version: 1;
  readonly view: ViewRequest;
  /** Scroll position in rows. */
  readonly top: number;
  readonly activeRow: number | null;
  readonly isDetailOpen: boolean;
  /** In pixels, where the user has chosen one. */
  readonly detailWidth: number | null;
  readonly isRaw: boolean;
  readonly rawForm: RawForm;
  readonly widths: ColumnWidths;
}

export const initialState: EditorPageState = {
  version: 1,
  view: { filters: [], sort: null },
  top: 0,
  activeRow: null,
  isDetailOpen: true,
  detailWidth: null,
  isRaw: false,
  rawForm: 'exact',
  widths: {},
};

/** The remembered state, or null where there is none of this version. */
export function readPageState(value: unknown): EditorPageState | null {
  if (!isRecord(value) || value['version'] !== 1) return null;
  return {
    version: 1,
    view: readView(value['view']),
    top: numberOr(value['top'], 0),
    activeRow: typeof value['activeRow'] === 'number' ? value['activeRow'] : null,
    isDetailOpen: value['isDetailOpen'] !== false,
    detailWidth: numberOr(value['detailWidth'], null),
    isRaw: value['isRaw'] === true,
    rawForm: value['rawForm'] === 'indented' ? 'indented' : 'exact',
    widths: isRecord(value['widths']) ? readWidths(value['widths']) : {},
  };
}

function readView(value: unknown): ViewRequest {
  if (!isRecord(value) || !Array.isArray(value['filters'])) return initialState.view;
  // The host checks filters again; here it is enough that they are ours by form.
  const filters = value['filters'].filter(
    (filter): filter is RowFilter => isRecord(filter) && typeof filter['kind'] === 'string',
  );
  const sort = isSort(value['sort']) ? value['sort'] : null;
  return { filters, sort };
}

function isSort(value: unknown): value is RowSort {
  return isRecord(value) && typeof value['column'] === 'string' && typeof value['isDescending'] === 'boolean';
}

function readWidths(value: Record<string, unknown>): ColumnWidths {
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
  );
}

function numberOr<Otherwise extends number | null>(value: unknown, otherwise: Otherwise): number | Otherwise {
  return typeof value === 'number' && Number.isFinite(value) ? value : otherwise;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
