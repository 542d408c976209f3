/** What keys mean in the dataset editor; pure, without the page around it. */

export type Movement = 'up' | 'down' | 'pageUp' | 'pageDown' | 'first' | 'last';

/** Keys for the table: they move among rows. */
export type RowsAction =
  | { readonly kind: 'move'; readonly to: Movement; readonly isExtending: boolean }
  | { readonly kind: 'selectAll' | 'toggleSelection' | 'openDetail' | 'enterTags' };

/** Keys for the page: they do something to the rows, or lead somewhere. */
export type PageAction = 'find' | 'filter' | 'tag' | 'exclude' | 'pin' | 'goToRow' | 'help' | 'copy' | 'escape';

export interface Key {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

const movements: ReadonlyMap<string, Movement> = new Map([
  ['ArrowUp', 'up'],
  ['ArrowDown', 'down'],
  ['PageUp', 'pageUp'],
  ['PageDown', 'pageDown'],
  ['Home', 'first'],
  ['End', 'last'],
]);

const pageKeys: ReadonlyMap<string, PageAction> = new Map([
  ['/', 'find'],
  ['f', 'filter'],
  ['t', 'tag'],
  ['x', 'exclude'],
  ['p', 'pin'],
  ['g', 'goToRow'],
  ['?', 'help'],
  ['Escape', 'escape'],
]);

/** What a key means while the table has the focus. */
export function rowsAction(key: Key): RowsAction | null {
  if (key.altKey) return null;
  const isCommand = key.ctrlKey || key.metaKey;
  const movement = movements.get(key.key);
  if (movement !== undefined && (!isCommand || movement === 'first' || movement === 'last')) {
    return { kind: 'move', to: movement, isExtending: key.shiftKey };
  }
  if (isCommand) return key.key.toLowerCase() === 'a' ? { kind: 'selectAll' } : null;
  switch (key.key) {
    case 'Enter':
      return { kind: 'openDetail' };
    case ' ':
      return { kind: 'toggleSelection' };
    case 'ArrowRight':
      return { kind: 'enterTags' };
    default:
      return null;
  }
}

/** What a key means everywhere on the page but in text fields. */
export function pageAction(key: Key): PageAction | null {
  if (key.altKey) return null;
  if (!key.ctrlKey && !key.metaKey) return pageKeys.get(key.key) ?? null;
  switch (key.key.toLowerCase()) {
    case 'f':
      return 'find';
    case 'c':
      return 'copy';
    default:
      return null;
  }
}
