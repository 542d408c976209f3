/** The line at the top: what the file is, how it is read, find, tag, insights. */
import type { EditorSnapshot, MappingOrigin } from '../../src/protocol/datasetEditor';
import { button, iconButton } from '../shared/controls';
import { element, setChildren, setText } from '../shared/dom';
import { formatBytes, formatGrowing, formatPercent } from '../shared/format';
import { icon } from '../shared/icons';
import { openPopover, placeBelow } from '../shared/popover';
import type { PopoverPlace } from '../shared/popover';
import { words } from './text';

export interface ToolbarActions {
  openShapeMenu(place: PopoverPlace): void;
  openTagMenu(place: PopoverPlace): void;
  openMoreMenu(place: PopoverPlace): void;
  openInsights(): void;
  openNormalization(): void;
  showInvalidRows(): void;
}

export interface Toolbar {
  readonly node: HTMLElement;
  /** Where the tag menu opens when a key asks for it. */
  tagPlace(): PopoverPlace;
  shapePlace(): PopoverPlace;
  update(snapshot: EditorSnapshot): void;
}

/** The toolbar around a find box. */
export function createToolbar(find: HTMLElement, actions: ToolbarActions): Toolbar {
  const name = element('span', { class: 'file-name', direction: 'auto' });
  const facts = element('span', { class: 'file-facts quiet', testId: 'file-facts' });
  const notes = element('span', { class: 'file-notes' });
  const shape = shapeChip(actions);
  const tag = button({
    label: words.tag.button,
    icon: 'tag',
    isPrimary: true,
    testId: 'tag-menu',
    onClick: (made) => actions.openTagMenu(placeBelow(made)),
  });
  tag.setAttribute('aria-haspopup', 'menu');
  tag.append(endIcon());
  const node = element(
    'div',
    { class: 'toolbar', role: 'toolbar', label: words.toolbar },
    element('div', { class: 'file' }, icon('database'), name, facts, shape.node, notes),
    element('div', { class: 'tools' }, find, tag, ...pageButtons(actions)),
  );
  return {
    node,
    tagPlace: () => placeBelow(tag),
    shapePlace: () => placeBelow(shape.node),
    update(snapshot) {
      setText(name, snapshot.name);
      name.title = snapshot.path;
      setText(facts, factsOf(snapshot));
      facts.title = [snapshot.container, snapshot.encoding, ...(snapshot.isIndexed ? [] : [words.counting])].join(
        ' · ',
      );
      shape.update(snapshot);
      setChildren(notes, invalidNote(snapshot, actions), warningNote(snapshot));
    },
  };
}

function pageButtons(actions: ToolbarActions): HTMLElement[] {
  return [
    button({
      label: words.insights,
      icon: 'graph',
      testId: 'open-insights',
      title: words.insights,
      onClick: () => actions.openInsights(),
    }),
    button({
      label: words.normalize,
      icon: 'type-hierarchy',
      testId: 'open-normalization',
      title: words.normalize,
      onClick: () => actions.openNormalization(),
    }),
    iconButton({
      label: words.more,
      icon: 'ellipsis',
      testId: 'more-menu',
      onClick: (made) => actions.openMoreMenu(placeBelow(made)),
    }),
  ];
}

function endIcon(): HTMLElement {
  const made = icon('chevron-down');
  made.slot = 'end';
  return made;
}

function factsOf(snapshot: EditorSnapshot): string {
  const rows = words.allRows(formatGrowing(snapshot.rowCount, snapshot.isIndexed));
  return [rows, sizeOf(snapshot)].join(' · ');
}

/** `22.8 MB`, or `37 % of 22.8 MB` while rows are counted. */
function sizeOf({ isIndexed, indexedBytes, sizeBytes }: EditorSnapshot): string {
  const size = formatBytes(sizeBytes);
  const percent = Math.floor((100 * indexedBytes) / Math.max(1, sizeBytes));
  return isIndexed || indexedBytes === 0 ? size : words.countedShare(percent, size);
}

function shapeChip(actions: ToolbarActions): { readonly node: HTMLElement; update(snapshot: EditorSnapshot): void } {
  const label = element('span');
  const node = element(
    'button',
    {
      class: 'chip shape-chip',
      testId: 'shape-chip',
      aria: { haspopup: 'menu' },
      onClick: () => actions.openShapeMenu(placeBelow(node)),
    },
    label,
    icon('chevron-down'),
  );
  node.type = 'button';
  return {
    node,
    update({ shape, mappingOrigin }) {
      const isUnknown = shape.label === 'unknown';
      setText(
        label,
        isUnknown
          ? words.shape.unknown
          : words.shape.chip(
              shape.label,
              shape.isChosen ? `(${originOf(mappingOrigin)})` : formatPercent(shape.confidence),
            ),
      );
      node.classList.toggle('attention', isUnknown);
      node.title = words.shape.title(shape.mapping);
    },
  };
}

function originOf(origin: MappingOrigin | undefined): string {
  return origin === 'settings' ? words.shape.settings : words.shape.chosen;
}

function invalidNote(snapshot: EditorSnapshot, actions: ToolbarActions): HTMLElement | null {
  if (snapshot.invalidRowCount === 0) return null;
  const made = element(
    'button',
    { class: 'chip note problem', testId: 'invalid-rows', onClick: () => actions.showInvalidRows() },
    icon('warning'),
    words.invalidRows(snapshot.invalidRowCount),
  );
  made.type = 'button';
  return made;
}

/** Opens the list of what is to be known of the file as a whole. */
function warningNote({ warnings }: EditorSnapshot): HTMLElement | null {
  if (warnings.length === 0) return null;
  const open = () => {
    const items = warnings.map((text) => element('li', { class: 'selectable', text, direction: 'auto' }));
    const content = element('ul', { class: 'warning-list', tabIndex: 0 }, ...items);
    openPopover({ content, place: placeBelow(made), label: words.warningsTitle, testId: 'warning-list' });
    content.focus();
  };
  const made = element(
    'button',
    { class: 'chip note', testId: 'warnings', title: warnings.join('\n'), onClick: open },
    icon('info'),
    words.warnings(warnings.length),
  );
  made.type = 'button';
  return made;
}
