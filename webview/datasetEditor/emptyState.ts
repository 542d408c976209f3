/** What stands in place of the rows when there are none, and the strip that says what to do next: one sentence, one button. */
import type { EditorSnapshot } from '../../src/protocol/datasetEditor';
import { button } from '../shared/controls';
import { element } from '../shared/dom';
import { formatCount } from '../shared/format';
import { words } from './text';

export type Hint = 'emptyFile' | 'noMatch' | 'noQuery' | 'notTagged';

export interface HintActions {
  openAsText(): void;
  clearFilters(): void;
  chooseMapping(): void;
  tagSample(count: number): void;
}

/** What the user should be told next, if anything. */
export function hintFor(snapshot: EditorSnapshot): Hint | null {
  if (snapshot.rowCount === 0) return snapshot.isIndexed ? 'emptyFile' : null;
  if (snapshot.view.rowCount === 0)
    return snapshot.view.isSearching || snapshot.view.filters.length === 0 ? null : 'noMatch';
  if (snapshot.queryCount === 0) return snapshot.isSurveyed ? 'noQuery' : null;
  return snapshot.taggedQueryCount === 0 && snapshot.tagging === null ? 'notTagged' : null;
}

/** Whether a hint stands in place of the table rather than above it. */
export function replacesTable(hint: Hint | null): boolean {
  return hint === 'emptyFile' || hint === 'noMatch';
}

/** The sentence and its button. */
export function hintView(hint: Hint, snapshot: EditorSnapshot, actions: HintActions): HTMLElement {
  const { sentence, label, onClick } = hintContent(hint, snapshot, actions);
  return element(
    'div',
    { class: replacesTable(hint) ? 'empty' : 'hint-strip', role: 'status', testId: `hint-${hint}` },
    element('span', { text: sentence }),
    button({ label, isPrimary: replacesTable(hint) || hint === 'notTagged', testId: `hint-${hint}-action`, onClick }),
  );
}

function hintContent(
  hint: Hint,
  snapshot: EditorSnapshot,
  actions: HintActions,
): { readonly sentence: string; readonly label: string; readonly onClick: () => void } {
  const { empty } = words;
  switch (hint) {
    case 'emptyFile':
      return { sentence: empty.file, label: empty.fileAction, onClick: () => actions.openAsText() };
    case 'noMatch':
      return { sentence: empty.noMatch, label: empty.noMatchAction, onClick: () => actions.clearFilters() };
    case 'noQuery':
      return { sentence: empty.noQuery, label: empty.noQueryAction, onClick: () => actions.chooseMapping() };
    case 'notTagged':
      return notTagged(snapshot, actions);
  }
}

function notTagged(snapshot: EditorSnapshot, actions: HintActions): ReturnType<typeof hintContent> {
  const { empty } = words;
  const count = usualSample(snapshot);
  return {
    sentence: snapshot.tagger.isRemote ? empty.notTagged : empty.notTaggedHere,
    label: count < snapshot.rowCount ? empty.tagSample(formatCount(count)) : empty.tagEvery,
    onClick: () => actions.tagSample(count),
  };
}

/** Half a minute's work for a tagger of this machine; less where every query may cost money. */
export function usualSample({ tagger, rowCount }: EditorSnapshot): number {
  return Math.min(tagger.isRemote ? 500 : 2_000, Math.max(1, rowCount));
}
