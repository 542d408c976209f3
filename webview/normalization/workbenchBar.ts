/** The line at the top: what is normalized, undo and redo, recipe and vocabulary, progress and problems. */
import type { WorkbenchSnapshot } from '../../src/protocol/normalization';
import { button, iconButton, setDisabled } from '../shared/controls';
import { element, setChildren, setText } from '../shared/dom';
import { icon } from '../shared/icons';
import { words } from './text';

export interface WorkbenchBarActions {
  undo(): void;
  redo(): void;
  saveRecipe(): void;
  openRecipe(): void;
  exportVocabulary(): void;
  cancel(): void;
}

interface Progress {
  readonly task: string | null;
  readonly done: number;
  readonly total: number;
}

export interface WorkbenchBar {
  readonly node: HTMLElement;
  update(snapshot: WorkbenchSnapshot): void;
  /** `canCancel` where the user asked for what is under way. */
  showProgress(progress: Progress, canCancel: boolean): void;
  showProblem(message: string): void;
}

export function createWorkbenchBar(actions: WorkbenchBarActions): WorkbenchBar {
  const name = element('span', { class: 'file-name', direction: 'auto' });
  const facts = element('span', { class: 'quiet file-facts' });
  const undo = iconButton({ label: words.undo, icon: 'discard', testId: 'undo', onClick: () => actions.undo() });
  const redo = iconButton({ label: words.redo, icon: 'redo', testId: 'redo', onClick: () => actions.redo() });
  const problem = element('div', { class: 'workbench-problem', role: 'alert', isHidden: true });
  const progress = createProgress(() => actions.cancel());
  const tools = element(
    'div',
    { class: 'tools' },
    progress.node,
    undo,
    redo,
    button({ label: words.openRecipe, testId: 'open-recipe', onClick: () => actions.openRecipe() }),
    button({ label: words.saveRecipe, testId: 'save-recipe', onClick: () => actions.saveRecipe() }),
    button({ label: words.exportVocabulary, testId: 'export-vocabulary', onClick: () => actions.exportVocabulary() }),
  );
  const line = element(
    'div',
    { class: 'toolbar' },
    element('div', { class: 'file' }, icon('type-hierarchy'), name, facts),
    tools,
  );
  const hideProblem = () => (problem.hidden = true);
  return {
    node: element('header', {}, line, problem),
    update(snapshot) {
      setText(name, snapshot.dataset ?? words.title);
      setText(facts, snapshot.empty === undefined ? factsText(snapshot) : '');
      setDisabled(undo, !snapshot.canUndo);
      setDisabled(redo, !snapshot.canRedo);
      hideProblem();
    },
    showProgress: (state, canCancel) => progress.show(state, canCancel),
    showProblem(message) {
      problem.hidden = false;
      setChildren(
        problem,
        icon('error'),
        element('span', { class: 'selectable', text: message }),
        iconButton({ label: words.dismiss, icon: 'close', onClick: hideProblem }),
      );
    },
  };
}

function factsText(snapshot: WorkbenchSnapshot): string {
  const decided = snapshot.decisions === 0 ? [] : [words.decisions(snapshot.decisions)];
  return [words.vocabulary(snapshot.vocabularySize), words.facts(snapshot.rows, snapshot.queries), ...decided].join(
    ' · ',
  );
}

function createProgress(cancel: () => void) {
  const filled = element('div', { class: 'progress-filled' });
  const bar = element('div', { class: 'progress', role: 'progressbar', label: words.applying }, filled);
  const text = element('span', { class: 'quiet', text: words.applying });
  const stop = button({ label: words.cancel, onClick: cancel });
  const node = element('div', { class: 'working', isHidden: true, testId: 'progress' }, text, bar, stop);
  const show = ({ task, done, total }: Progress, canCancel: boolean) => {
    node.hidden = task === null;
    stop.hidden = !canCancel;
    bar.classList.toggle('indefinite', total === 0);
    filled.style.width = total === 0 ? '30%' : `${Math.min(1, done / total) * 100}%`;
  };
  return { node, show };
}
