/** Find: text or a regular expression anywhere in the rows; applied a moment after typing, or at once on Enter. */
import type { RowFilter } from '../../src/core/dataset/rowFilter';
import { iconButton, textField } from '../shared/controls';
import { element } from '../shared/dom';
import type { IconName } from '../shared/icons';
import { patternProblem } from './filters';
import { words } from './text';

type TextFilter = Extract<RowFilter, { kind: 'text' }>;

export interface FindBox {
  readonly node: HTMLElement;
  focus(): void;
  /** Shows the filter in force without applying it again. */
  show(filter: TextFilter | undefined): void;
}

const typingPauseMs = 300;

/** The find box; `onFind` is told the filter to apply, or null for none; `onLeave` when Escape was pressed in it. */
export function createFindBox(onFind: (filter: TextFilter | null) => void, onLeave: () => void): FindBox {
  let applied = '';
  let pause: ReturnType<typeof setTimeout> | undefined;
  const field = textField({
    label: words.find.label,
    placeholder: words.find.placeholder,
    testId: 'find',
    onInput: () => later(),
    onEnter: () => apply(),
  });
  const matchCase = toggle('case-sensitive', words.find.matchCase, () => apply());
  const pattern = toggle('regex', words.find.pattern, () => apply());
  const node = element(
    'div',
    { class: 'find', role: 'search' },
    field.node,
    element('div', { class: 'find-options' }, matchCase.node, pattern.node),
  );

  const read = (): TextFilter | null => {
    const text = field.value();
    if (text === '') return null;
    return { kind: 'text', text, isPattern: pattern.isOn(), isCaseSensitive: matchCase.isOn() };
  };
  const later = () => {
    clearTimeout(pause);
    pause = setTimeout(apply, typingPauseMs);
  };
  const apply = () => {
    clearTimeout(pause);
    const filter = read();
    const problem = filter?.isPattern === true ? patternProblem(filter.text) : null;
    node.classList.toggle('invalid', problem !== null);
    node.title = problem === null ? '' : words.find.badPattern(problem);
    if (problem !== null || JSON.stringify(filter) === applied) return;
    applied = JSON.stringify(filter);
    onFind(filter);
  };
  node.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    field.setValue('');
    apply();
    onLeave();
  });
  return {
    node,
    focus: () => field.focus(),
    show(filter) {
      const text = JSON.stringify(filter ?? null);
      if (text === applied) return;
      applied = text;
      field.setValue(filter?.text ?? '');
      pattern.set(filter?.isPattern === true);
      matchCase.set(filter?.isCaseSensitive === true);
    },
  };
}

function toggle(name: IconName, label: string, onChange: () => void) {
  const set = (isOn: boolean) => node.setAttribute('aria-pressed', String(isOn));
  const isOn = () => node.getAttribute('aria-pressed') === 'true';
  const node = iconButton({
    label,
    icon: name,
    onClick: () => {
      set(!isOn());
      onChange();
    },
  });
  set(false);
  return { node, isOn, set };
}
