/** The line of filter chips, the "+ filter" button, and how many rows are in view. */
import type { EditorSnapshot } from '../../src/protocol/datasetEditor';
import type { RowFilter } from '../../src/core/dataset/rowFilter';
import { element, setChildren, setText } from '../shared/dom';
import { formatCount, formatGrowing } from '../shared/format';
import { icon } from '../shared/icons';
import { placeBelow } from '../shared/popover';
import type { PopoverPlace } from '../shared/popover';
import { chipFilters, filterLabel } from './filters';
import { words } from './text';

export interface FilterBarActions {
  openFilterMenu(place: PopoverPlace): void;
  removeFilter(filter: RowFilter): void;
  clearFilters(): void;
}

export interface FilterBar {
  readonly node: HTMLElement;
  addPlace(): PopoverPlace;
  update(snapshot: EditorSnapshot): void;
}

export function createFilterBar(actions: FilterBarActions): FilterBar {
  const chips = element('div', { class: 'chips', role: 'list' });
  const count = element('span', { class: 'row-count quiet number', role: 'status', testId: 'row-count' });
  const add = element(
    'button',
    { class: 'chip add', label: words.filters.addLabel, testId: 'filter-add', aria: { haspopup: 'menu' } },
    icon('add'),
    words.filters.add,
  );
  add.type = 'button';
  add.addEventListener('click', () => actions.openFilterMenu(placeBelow(add)));
  const node = element(
    'div',
    { class: 'filter-bar' },
    icon('filter'),
    chips,
    add,
    element('span', { class: 'spacer' }),
    count,
  );
  let shown: readonly RowFilter[] | null = null;
  return {
    node,
    addPlace: () => placeBelow(add),
    update(snapshot) {
      setText(count, countText(snapshot));
      const filters = chipFilters(snapshot.view.filters);
      if (JSON.stringify(filters) === JSON.stringify(shown)) return;
      shown = filters;
      setChildren(
        chips,
        ...filters.map((filter) => chip(filter, actions)),
        filters.length > 1 ? clearButton(actions) : null,
      );
    },
  };
}

function chip(filter: RowFilter, actions: FilterBarActions): HTMLElement {
  const label = filterLabel(filter);
  const remove = element(
    'button',
    { class: 'chip-remove', label: words.filters.remove(label), onClick: () => actions.removeFilter(filter) },
    icon('close'),
  );
  remove.type = 'button';
  return element(
    'span',
    { class: 'chip filter', role: 'listitem', testId: 'filter-chip' },
    element('span', { text: label, direction: 'auto' }),
    remove,
  );
}

function clearButton(actions: FilterBarActions): HTMLElement {
  const made = element('button', {
    class: 'link-button',
    text: words.filters.clear,
    onClick: () => actions.clearFilters(),
  });
  made.type = 'button';
  return made;
}

/** `52,002 rows`, `1,204 of 52,002 rows`, and what a running search has read so far. */
export function countText({ view, rowCount, isIndexed }: EditorSnapshot): string {
  const all = formatGrowing(rowCount, isIndexed);
  if (view.filters.length === 0) return words.allRows(all);
  const found = words.rowCountOf(formatGrowing(view.rowCount, !view.isSearching), all);
  if (!view.isSearching || view.searchedRows === undefined) return found;
  return `${words.searching(formatCount(view.searchedRows))} · ${found}`;
}
