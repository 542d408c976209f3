/** What the moved parameters would leave, and the two ways on: apply, or discard. */
import type { PreviewCounts, StepName } from '../../src/protocol/normalization';
import { button } from '../shared/controls';
import { element, setChildren, setText } from '../shared/dom';
import type { PreviewChange } from '../../src/core/normalize/previewChanges';
import { changeText } from './reasonText';
import { words } from './text';

export interface PreviewPanel {
  readonly node: HTMLElement;
  showDirty(): void;
  showRunning(): void;
  showCounts(counts: PreviewCounts, moved: StepName): void;
  clear(): void;
}

export function createPreviewPanel(actions: { apply(): void; reset(): void }): PreviewPanel {
  const line = element('div', { class: 'preview-line', role: 'status', testId: 'preview-line' });
  const changes = element('div', { class: 'preview-changes' });
  const buttons = element(
    'div',
    { class: 'preview-buttons' },
    button({ label: words.apply, isPrimary: true, testId: 'apply', onClick: () => actions.apply() }),
    button({ label: words.reset, testId: 'reset', onClick: () => actions.reset() }),
  );
  const node = element('div', { class: 'preview', isHidden: true }, line, changes, buttons);
  return {
    node,
    showDirty: () => (node.hidden = false),
    showRunning: () => {
      if (line.textContent === '') setText(line, words.preview.running);
      node.classList.add('running');
    },
    showCounts(counts, moved) {
      node.classList.remove('running');
      setText(line, countsText(counts, moved));
      setChildren(changes, ...changeList(counts.changes));
    },
    clear() {
      node.hidden = true;
      setText(line, '');
      setChildren(changes);
    },
  };
}

/** `1,540 tags would be left after Semantic · 35 rows without tags`. */
export function countsText(counts: PreviewCounts, moved: StepName): string {
  const left = words.preview.left(counts.tags, words.steps[moved]);
  return counts.rowsWithoutTags === undefined ? left : `${left} · ${words.preview.without(counts.rowsWithoutTags)}`;
}

function isKept({ kind }: PreviewChange): boolean {
  return kind === 'keep' || kind === 'part';
}

function changeList(changes: readonly PreviewChange[]): HTMLElement[] {
  if (changes.length === 0) return [element('p', { class: 'quiet', text: words.preview.none })];
  return [
    element('h3', { text: words.preview.changes }),
    element(
      'ul',
      {},
      ...changes.map((change) =>
        element('li', { class: isKept(change) ? 'added' : 'removed', text: changeText(change), direction: 'auto' }),
      ),
    ),
  ];
}
