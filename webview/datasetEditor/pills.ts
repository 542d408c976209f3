/** Tags as pills: click filters, Alt-click leaves out, the context menu edits, hover or focus explains. */
import type { TagPill } from '../../src/protocol/datasetEditor';
import { element } from '../shared/dom';
import { openMenu } from '../shared/menu';
import { placeAtPointer, placeBelow } from '../shared/popover';
import type { PopoverPlace } from '../shared/popover';
import { hideTagCard, showTagCard } from './tagCard';
import { words } from './text';

export interface PillActions {
  filterTag(tag: string, isExcluded: boolean): void;
  editTag(tag: string, action: 'rename' | 'merge' | 'drop'): void;
}

/** A tag as a pill. In the table pills are reached with the arrow keys, so they take no stop of the Tab key there. */
export function pillElement(
  pill: TagPill,
  actions: PillActions,
  options: { tagger?: string; isTabStop: boolean },
): HTMLElement {
  const made = element(
    'button',
    { class: pill.isDropped === true ? 'pill dropped' : 'pill', tabIndex: options.isTabStop ? 0 : -1 },
    element('span', { text: pill.name, direction: 'auto' }),
  );
  made.type = 'button';
  made.addEventListener('click', (event) => {
    event.stopPropagation();
    hideTagCard();
    actions.filterTag(pill.name, event.altKey);
  });
  made.addEventListener('contextmenu', (event) => {
    event.preventDefault();
    event.stopPropagation();
    // The keyboard's context menu key reports no pointer.
    openTagMenu(pill, actions, event.clientX === 0 && event.clientY === 0 ? placeBelow(made) : placeAtPointer(event));
  });
  made.addEventListener('pointerenter', () => showTagCard(made, pill, options.tagger, 350));
  made.addEventListener('pointerleave', () => hideTagCard());
  made.addEventListener('focus', () => made.matches(':focus-visible') && showTagCard(made, pill, options.tagger, 0));
  made.addEventListener('blur', () => hideTagCard());
  return made;
}

function openTagMenu(pill: TagPill, actions: PillActions, place: PopoverPlace): void {
  hideTagCard();
  openMenu({
    label: pill.name,
    place,
    entries: [
      { kind: 'heading', label: pill.name },
      { kind: 'action', label: words.pill.filter, icon: 'filter', run: () => actions.filterTag(pill.name, false) },
      {
        kind: 'action',
        label: words.pill.exclude,
        icon: 'circle-slash',
        hint: 'Alt+Click',
        run: () => actions.filterTag(pill.name, true),
      },
      { kind: 'line' },
      { kind: 'action', label: words.pill.rename, icon: 'edit', run: () => actions.editTag(pill.name, 'rename') },
      { kind: 'action', label: words.pill.merge, icon: 'git-merge', run: () => actions.editTag(pill.name, 'merge') },
      { kind: 'action', label: words.pill.drop, icon: 'trash', run: () => actions.editTag(pill.name, 'drop') },
      { kind: 'line' },
      {
        kind: 'action',
        label: words.pill.copy,
        icon: 'copy',
        run: () => void navigator.clipboard.writeText(pill.name).catch(() => {}),
      },
    ],
  });
}
