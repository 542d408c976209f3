/** Menus: drop-down and context, by pointer and by keyboard. */
import { element } from './dom';
import { icon } from './icons';
import type { IconName } from './icons';
import { closePopovers, openPopover } from './popover';
import type { Popover, PopoverPlace } from './popover';

export type MenuEntry =
  | {
      readonly kind: 'action';
      readonly label: string;
      readonly icon?: IconName;
      /** Shown at the right: a key, a count. */
      readonly hint?: string;
      readonly isDisabled?: boolean;
      readonly isChecked?: boolean;
      readonly testId?: string;
      readonly title?: string;
      readonly run: () => void;
    }
  | { readonly kind: 'heading'; readonly label: string }
  | { readonly kind: 'line' };

type Action = Extract<MenuEntry, { kind: 'action' }>;

export interface MenuOptions {
  readonly label: string;
  readonly place: PopoverPlace;
  readonly entries: readonly MenuEntry[];
  readonly testId?: string;
}

/** Opens a menu and puts the focus on its first entry. */
export function openMenu(options: MenuOptions): Popover {
  const content = element('div', { class: 'menu' }, ...options.entries.map(entryElement));
  const shown = openPopover({
    content,
    place: options.place,
    role: 'menu',
    label: options.label,
    ...(options.testId === undefined ? {} : { testId: options.testId }),
  });
  shown.node.addEventListener('keydown', (event) => moveFocus(content, event));
  itemsOf(content)[0]?.focus();
  return shown;
}

function entryElement(entry: MenuEntry): HTMLElement {
  switch (entry.kind) {
    case 'line':
      return element('div', { class: 'menu-line', role: 'separator' });
    case 'heading':
      return element('div', { class: 'menu-heading', text: entry.label });
    case 'action':
      return actionElement(entry);
  }
}

function actionElement(entry: Action): HTMLElement {
  const isChoice = entry.isChecked !== undefined;
  const made = element(
    'button',
    {
      class: 'menu-item',
      role: isChoice ? 'menuitemradio' : 'menuitem',
      ...(entry.testId === undefined ? {} : { testId: entry.testId }),
      ...(entry.title === undefined ? {} : { title: entry.title }),
      ...(isChoice ? { aria: { checked: String(entry.isChecked) } } : {}),
      onClick: () => {
        closePopovers();
        entry.run();
      },
    },
    leadingIcon(entry),
    element('span', { class: 'menu-label', text: entry.label }),
    entry.hint === undefined ? null : element('span', { class: 'menu-hint', text: entry.hint }),
  );
  made.type = 'button';
  made.disabled = entry.isDisabled === true;
  made.addEventListener('pointermove', () => made.focus()); // one entry is marked, as in VS Code's menus
  return made;
}

function leadingIcon(entry: Action): HTMLElement {
  if (entry.isChecked === true) return icon('check');
  return entry.icon === undefined ? element('span', { class: 'codicon' }) : icon(entry.icon);
}

function itemsOf(content: HTMLElement): HTMLElement[] {
  return [...content.querySelectorAll<HTMLElement>('.menu-item:not([disabled])')];
}

function moveFocus(content: HTMLElement, event: KeyboardEvent): void {
  const items = itemsOf(content);
  const at = items.findIndex((item) => item === document.activeElement);
  const next = nextIndex(event.key, at, items.length);
  if (next === null) return;
  event.preventDefault();
  event.stopPropagation();
  items[next]?.focus();
}

function nextIndex(key: string, at: number, count: number): number | null {
  if (count === 0) return null;
  switch (key) {
    case 'ArrowDown':
      return (at + 1) % count;
    case 'ArrowUp':
      return (at - 1 + count) % count;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}
