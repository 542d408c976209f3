import { expect, it } from 'vitest';
import { pageAction, rowsAction } from '../../../webview/datasetEditor/tableKeys';

const key = (
  name: string,
  held: Partial<{ shiftKey: boolean; ctrlKey: boolean; metaKey: boolean; altKey: boolean }> = {},
) => ({
  key: name,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...held,
});

it('moves with arrows, pages, Home and End, and selects on the way with Shift', () => {
  const movements = ['ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Home', 'End'].map((name) => rowsAction(key(name)));
  expect(movements.map((action) => (action?.kind === 'move' ? action.to : null))).toEqual([
    'up',
    'down',
    'pageUp',
    'pageDown',
    'first',
    'last',
  ]);
  expect(rowsAction(key('PageDown', { shiftKey: true }))).toEqual({ kind: 'move', to: 'pageDown', isExtending: true });
});

it('opens the detail, toggles the selection, enters the tags, selects all', () => {
  expect(['Enter', ' ', 'ArrowRight'].map((name) => rowsAction(key(name))?.kind)).toEqual([
    'openDetail',
    'toggleSelection',
    'enterTags',
  ]);
  expect(rowsAction(key('a', { ctrlKey: true }))?.kind).toBe('selectAll');
});

it('has one key for each command of the page', () => {
  expect(['/', 'f', 't', 'x', 'p', 'g', '?', 'Escape'].map((name) => pageAction(key(name)))).toEqual([
    'find',
    'filter',
    'tag',
    'exclude',
    'pin',
    'goToRow',
    'help',
    'escape',
  ]);
  expect(pageAction(key('f', { ctrlKey: true }))).toBe('find');
  expect(pageAction(key('c', { metaKey: true }))).toBe('copy');
});

it('leaves other combinations to the editor', () => {
  expect(pageAction(key('p', { ctrlKey: true }))).toBeNull();
  expect(pageAction(key('f', { altKey: true }))).toBeNull();
  expect(rowsAction(key('ArrowDown', { altKey: true }))).toBeNull();
  expect(rowsAction(key('ArrowDown', { ctrlKey: true }))).toBeNull();
});
