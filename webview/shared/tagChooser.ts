/** A field that suggests tags while one types, with their row counts; arrows and Enter choose. */
import { textField } from './controls';
import { element, setChildren } from './dom';
import { formatCount } from './format';

export type SuggestTags = (text: string) => Promise<readonly { readonly tag: string; readonly rows: number }[]>;

export interface TagChooserWords {
  readonly label: string;
  readonly placeholder: string;
  /** Said where no tag holds the text. */
  readonly none: string;
  readonly testId: string;
}

/** The field and its suggestions; answers that a newer key stroke has overtaken are dropped. It is empty again after a choice. */
export function tagChooser(texts: TagChooserWords, suggest: SuggestTags, onChosen: (tag: string) => void): HTMLElement {
  const onChoose = (tag: string) => {
    field.setValue('');
    field.focus();
    void update('');
    onChosen(tag);
  };
  let newest = 0;
  const list = element('div', { class: 'suggestions', role: 'listbox', label: texts.label });
  const field = textField({
    label: texts.label,
    placeholder: texts.placeholder,
    testId: texts.testId,
    onInput: (text) => void update(text),
    onEnter: (text) => chooseFirst(text),
  });
  const update = async (text: string) => {
    const request = ++newest;
    const found = await suggest(text).catch(() => []);
    if (request !== newest) return;
    setChildren(
      list,
      ...(found.length === 0
        ? [element('div', { class: 'quiet suggestion-none', text: texts.none })]
        : found.map((hit) => item(hit, onChoose))),
    );
  };
  const chooseFirst = (text: string) => {
    const first = list.querySelector<HTMLElement>('.menu-item');
    if (first !== null) first.click();
    else if (text.trim() !== '') onChoose(text.trim());
  };
  const node = element('div', {}, field.node, list);
  node.addEventListener('keydown', (event) => moveThrough(event, field.node, list));
  void update('');
  return node;
}

function item(hit: { readonly tag: string; readonly rows: number }, onChoose: (tag: string) => void): HTMLElement {
  const made = element(
    'button',
    { class: 'menu-item', role: 'option', onClick: () => onChoose(hit.tag) },
    element('span', { class: 'menu-label', text: hit.tag, direction: 'auto' }),
    element('span', { class: 'menu-hint number', text: formatCount(hit.rows) }),
  );
  made.type = 'button';
  return made;
}

function moveThrough(event: KeyboardEvent, field: HTMLElement, list: HTMLElement): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const stops = [field, ...list.querySelectorAll<HTMLElement>('.menu-item')];
  const at = stops.findIndex((stop) => stop === document.activeElement);
  event.preventDefault();
  stops[Math.max(0, Math.min(stops.length - 1, at + (event.key === 'ArrowDown' ? 1 : -1)))]?.focus();
}
