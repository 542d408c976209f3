/** One row of the preview. */
import type { PreviewRow } from '../../../src/protocol/insights';
import type { RowMark, TagPill } from '../../../src/protocol/datasetEditor';
import { iconButton } from '../../shared/controls';
import { element } from '../../shared/dom';
import { formatCount } from '../../shared/format';
import type { Words } from '../words/english';

export interface PreviewRowActions {
  readonly words: Words;
  readonly onOpen: (row: number) => void;
  readonly onMark: (row: number, mark: RowMark | null) => void;
  readonly onTag: (tag: string) => void;
  readonly onFocus: (position: number) => void;
  /** How many pills there is room for. */
  shownPills(): number;
}

/** The row's element; a quiet placeholder while it is being read. */
export function previewRow(
  row: PreviewRow | undefined,
  position: number,
  isActive: boolean,
  actions: PreviewRowActions,
): HTMLElement {
  const made = element('div', {
    class: `preview-row${isActive ? ' active' : ''}${row?.mark ? ` ${row.mark}` : ''}`,
    role: 'row',
    testId: `preview-row-${row?.rank ?? position + 1}`,
    aria: { rowindex: String(position + 2), selected: String(isActive) },
  });
  made.id = `preview-${position}`;
  if (row === undefined) {
    made.append(cell('rank number', formatCount(position + 1)), cell('query quiet', actions.words.loading));
    return made;
  }
  made.append(
    cell('rank number quiet', formatCount(row.rank)),
    cell('row-number number', formatCount(row.row)),
    cell('why', row.why),
    cell('count number', formatCount(row.tagCount)),
    element('div', { class: 'cell pills', role: 'gridcell' }, ...pillNodes(row.pills, actions)),
    cell('query', row.query),
    element('div', { class: 'cell marks', role: 'gridcell' }, ...markButtons(row, actions)),
  );
  made.addEventListener('click', () => {
    actions.onFocus(position);
    actions.onOpen(row.row);
  });
  return made;
}

function cell(name: string, text: string): HTMLElement {
  return element('div', { class: `cell ${name}`, role: 'gridcell', text, title: text, direction: 'auto' });
}

function pillNodes(pills: readonly TagPill[], actions: PreviewRowActions): HTMLElement[] {
  const room = actions.shownPills();
  const shown = pills.slice(0, room).map((pill) => {
    const made = element(
      'button',
      { class: pill.isDropped ? 'pill dropped' : 'pill', title: pill.explanation ?? pill.name, tabIndex: -1 },
      element('span', { text: pill.name, direction: 'auto' }),
    );
    made.addEventListener('click', (event) => {
      event.stopPropagation();
      actions.onTag(pill.name);
    });
    return made;
  });
  const rest = pills.length - room;
  const names = pills.slice(room).map((pill) => pill.name);
  return rest > 0 ? [...shown, element('span', { class: 'quiet', text: `+${rest}`, title: names.join(', ') })] : shown;
}

function markButtons(row: PreviewRow, actions: PreviewRowActions): HTMLElement[] {
  const { words } = actions;
  const isPinned = row.mark === 'pinned';
  const isExcluded = row.mark === 'excluded';
  const toggle = (mark: RowMark, isOn: boolean) => actions.onMark(row.row, isOn ? null : mark);
  const pin = iconButton({
    label: isPinned ? words.unpin : words.pin,
    icon: isPinned ? 'pinned' : 'pin',
    onClick: () => toggle('pinned', isPinned),
  });
  const exclude = iconButton({
    label: isExcluded ? words.include : words.exclude,
    icon: 'circle-slash',
    onClick: () => toggle('excluded', isExcluded),
  });
  for (const [made, isOn] of [
    [pin, isPinned],
    [exclude, isExcluded],
  ] as const) {
    made.tabIndex = -1;
    made.setAttribute('aria-pressed', String(isOn));
    made.addEventListener('click', (event) => event.stopPropagation());
  }
  return [pin, exclude];
}
