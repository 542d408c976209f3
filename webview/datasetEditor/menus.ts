/** The toolbar's menus: how rows are read, what to tag, and the rest. */
import type { EditorCommand, EditorSnapshot, TagScope } from '../../src/protocol/datasetEditor';
import { button, checkbox, textField } from '../shared/controls';
import { element } from '../shared/dom';
import { formatCount, formatGrowing } from '../shared/format';
import { openMenu } from '../shared/menu';
import type { MenuEntry } from '../shared/menu';
import { closePopovers, openPopover } from '../shared/popover';
import type { PopoverPlace } from '../shared/popover';
import { usualSample } from './emptyState';
import { readNumber } from './filters';
import { words } from './text';

/** The menu behind the shape chip. */
export function openShapeMenu(
  place: PopoverPlace,
  { shape, mappings, mappingOrigin }: EditorSnapshot,
  actions: { setMapping(mapping: string | null): void; remember(): void },
): void {
  openMenu({
    label: words.shape.menu,
    place,
    testId: 'shape-menu',
    entries: [
      { kind: 'heading', label: words.shape.menu },
      ...mappings.map((choice): MenuEntry => ({
        kind: 'action',
        label: choice.label,
        testId: `mapping-${choice.mapping}`,
        isChecked: choice.mapping === (shape.isChosen ? shape.mapping : 'auto'),
        run: () => actions.setMapping(choice.mapping),
      })),
      { kind: 'line' },
      {
        kind: 'action',
        label: words.shape.custom,
        icon: 'edit',
        testId: 'mapping-custom',
        run: () => openMappingForm(place, shape.mapping, (mapping) => actions.setMapping(mapping)),
      },
      {
        kind: 'action',
        label: words.shape.remember,
        icon: 'save',
        testId: 'mapping-remember',
        run: () => actions.remember(),
      },
      {
        kind: 'action',
        label: words.shape.forget,
        testId: 'mapping-forget',
        isDisabled: mappingOrigin !== 'file',
        run: () => actions.setMapping(null),
      },
    ],
  });
}

function openMappingForm(place: PopoverPlace, mapping: string, setMapping: (mapping: string) => void): void {
  const apply = () => {
    const text = field.value().trim();
    if (text === '') return;
    closePopovers();
    setMapping(text);
  };
  const field = textField({
    label: words.shape.customLabel,
    value: mapping.includes('=') ? mapping : '',
    placeholder: 'query=instruction; answer=output',
    testId: 'mapping-field',
    onEnter: apply,
  });
  const content = element(
    'div',
    { class: 'form-body wide' },
    field.node,
    element('div', { class: 'quiet', text: words.shape.customHint }),
    button({ label: words.shape.apply, isPrimary: true, testId: 'mapping-apply', onClick: apply }),
  );
  openPopover({ content, place, class: 'form', label: words.shape.customLabel });
  requestAnimationFrame(() => field.focus());
}

export interface TagMenuState {
  readonly snapshot: EditorSnapshot;
  /** The row that `t` means, if any, and whether it has tags already. */
  readonly activeRow: { readonly row: number; readonly isTagged: boolean } | null;
  readonly selectedCount: number;
  readonly hasVisibleRows: boolean;
}

export interface TagMenuActions {
  tag(scope: TagScope): void;
  tagSelected(): void;
  tagVisible(): void;
  chooseTagger(): void;
}

/** The menu behind the Tag button and the key `t`. */
export function openTagMenu(place: PopoverPlace, state: TagMenuState, actions: TagMenuActions): void {
  const { snapshot } = state;
  openMenu({
    label: words.tag.menu,
    place,
    testId: 'tag-menu-list',
    entries: [
      { kind: 'heading', label: snapshot.tagger.label },
      entry('tag-sample', words.tag.sample, snapshot.rowCount > 0, () => openSampleForm(place, snapshot, actions)),
      rowEntry(state, actions),
      ...(state.selectedCount > 1
        ? [entry('tag-selected', words.tag.selected(state.selectedCount), true, () => actions.tagSelected())]
        : []),
      entry('tag-visible', words.tag.visible, state.hasVisibleRows, () => actions.tagVisible()),
      ...(snapshot.view.filters.length > 0
        ? [
            entry(
              'tag-view',
              words.tag.view(formatGrowing(snapshot.view.rowCount, !snapshot.view.isSearching)),
              snapshot.view.rowCount > 0,
              () => actions.tag({ kind: 'view' }),
            ),
          ]
        : []),
      entry('tag-all', words.tag.all(formatGrowing(snapshot.rowCount, snapshot.isIndexed)), snapshot.rowCount > 0, () =>
        actions.tag({ kind: 'all' }),
      ),
      ...(snapshot.failedQueryCount > 0
        ? [
            entry('tag-failed', words.tag.failed(snapshot.failedQueryCount), true, () =>
              actions.tag({ kind: 'failed' }),
            ),
          ]
        : []),
      { kind: 'line' },
      {
        kind: 'action',
        label: words.tag.chooseTagger,
        icon: 'settings-gear',
        testId: 'choose-tagger',
        run: () => actions.chooseTagger(),
      },
    ],
  });
}

function rowEntry({ activeRow }: TagMenuState, actions: TagMenuActions): MenuEntry {
  const isAgain = activeRow?.isTagged === true;
  return entry('tag-row', isAgain ? words.tag.rowAgain : words.tag.row, activeRow !== null, () => {
    if (activeRow !== null) actions.tag({ kind: 'rows', rows: [activeRow.row], ...(isAgain ? { isAgain } : {}) });
  });
}

function entry(testId: string, label: string, isEnabled: boolean, run: () => void): MenuEntry {
  return { kind: 'action', label, testId, isDisabled: !isEnabled, run };
}

function openSampleForm(place: PopoverPlace, snapshot: EditorSnapshot, actions: TagMenuActions): void {
  const start = () => {
    const wanted = readNumber(count.value());
    if (wanted === undefined || wanted === 0) return count.focus();
    closePopovers();
    actions.tag({
      kind: 'sample',
      count: wanted,
      seed: readNumber(seed.value()) ?? 0,
      isStratified: spread.isChecked(),
    });
  };
  const count = textField({
    label: words.tag.sampleCount,
    value: String(usualSample(snapshot)),
    testId: 'sample-count',
    onEnter: start,
  });
  const seed = textField({ label: words.tag.sampleSeed, value: '0', onEnter: start });
  const spread = checkbox({ label: words.tag.sampleStratified, isChecked: true, onChange: () => {} });
  const labelled = (label: string, field: HTMLElement) =>
    element('label', { class: 'form-label' }, element('span', { text: label }), field);
  const content = element(
    'div',
    { class: 'form-body' },
    labelled(words.tag.sampleCount, count.node),
    labelled(words.tag.sampleSeed, seed.node),
    spread.node,
    button({ label: words.tag.sampleStart, isPrimary: true, testId: 'sample-start', onClick: start }),
  );
  openPopover({ content, place, class: 'form', label: words.tag.sample });
  requestAnimationFrame(() => count.focus());
}

export interface MoreMenuActions {
  run(command: EditorCommand): void;
  goToRow(): void;
  toggleDetail(): void;
  showHelp(): void;
}

/** The menu behind the three dots. */
export function openMoreMenu(place: PopoverPlace, isDetailOpen: boolean, actions: MoreMenuActions): void {
  const command = (label: string, name: EditorCommand): MenuEntry => ({
    kind: 'action',
    label,
    testId: `command-${name}`,
    run: () => actions.run(name),
  });
  openMenu({
    label: words.more,
    place,
    entries: [
      { kind: 'action', label: words.goToRow, hint: 'g', testId: 'go-to-row', run: () => actions.goToRow() },
      {
        kind: 'action',
        label: isDetailOpen ? words.detail.close : words.detail.open,
        hint: 'Enter',
        run: () => actions.toggleDetail(),
      },
      command(words.openAsText, 'openAsText'),
      { kind: 'line' },
      command(words.exportSelection, 'exportSelection'),
      command(words.showProblems, 'showProblems'),
      command(words.openJournal, 'openJournal'),
      command(words.reload, 'reload'),
      { kind: 'line' },
      { kind: 'action', label: words.shortcuts, hint: '?', run: () => actions.showHelp() },
    ],
  });
}

/** Asks for a row number; `onGo` gets a number from 0. */
export function openGoToRow(place: PopoverPlace, rowCount: number, onGo: (row: number) => void): void {
  const field = textField({
    label: words.goToRowLabel,
    placeholder: `0 – ${formatCount(Math.max(0, rowCount - 1))}`,
    testId: 'go-to-row-field',
    onEnter: (text) => {
      const row = readNumber(text);
      if (row === undefined) return;
      closePopovers();
      onGo(row);
    },
  });
  openPopover({
    content: element('div', { class: 'form-body' }, field.node),
    place,
    class: 'form',
    label: words.goToRow,
  });
  requestAnimationFrame(() => field.focus());
}
