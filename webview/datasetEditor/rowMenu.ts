/** The context menu of a row. */
import type { CopyForm, EditorCommand, RowMark, RowSummary, TagScope } from '../../src/protocol/datasetEditor';
import { formatCount } from '../shared/format';
import { openMenu } from '../shared/menu';
import { placeAtPointer } from '../shared/popover';
import { words } from './text';

export interface RowMenuActions {
  tag(scope: TagScope): void;
  tagSelected(): void;
  toggleMark(kind: RowMark): void;
  copy(row: number, form: CopyForm): void;
  run(command: EditorCommand): void;
}

export function openRowMenu(event: MouseEvent, row: RowSummary, selectedCount: number, actions: RowMenuActions): void {
  const isAgain = row.tagState === 'tagged';
  const scope: TagScope = { kind: 'rows', rows: [row.row], ...(isAgain ? { isAgain } : {}) };
  openMenu({
    label: words.row.label(formatCount(row.row)),
    place: placeAtPointer(event),
    entries: [
      {
        kind: 'action',
        label: isAgain ? words.tag.rowAgain : words.tag.row,
        icon: 'tag',
        run: () => actions.tag(scope),
      },
      ...(selectedCount > 1
        ? [{ kind: 'action' as const, label: words.tag.selected(selectedCount), run: () => actions.tagSelected() }]
        : []),
      { kind: 'line' },
      {
        kind: 'action',
        label: words.detail.pin,
        icon: 'pin',
        hint: 'p',
        isChecked: row.mark === 'pinned',
        run: () => actions.toggleMark('pinned'),
      },
      {
        kind: 'action',
        label: words.detail.exclude,
        hint: 'x',
        isChecked: row.mark === 'excluded',
        run: () => actions.toggleMark('excluded'),
      },
      { kind: 'line' },
      { kind: 'action', label: words.detail.copyQuery, icon: 'copy', run: () => actions.copy(row.row, 'query') },
      {
        kind: 'action',
        label: words.detail.copyJson,
        icon: 'json',
        hint: 'Ctrl+C',
        run: () => actions.copy(row.row, 'json'),
      },
      { kind: 'action', label: words.detail.copyLink, run: () => actions.copy(row.row, 'link') },
      { kind: 'action', label: words.openAsText, icon: 'go-to-file', run: () => actions.run('openAsText') },
    ],
  });
}
