/** The exact bytes of a row as text, in colours where that is cheap; indented only where the user asks for it. */
import type { RawRow } from '../../../src/protocol/datasetEditor';
import { element } from '../../shared/dom';
import { formatCount } from '../../shared/format';
import { words } from '../text';
import { highlightedNodes } from './highlight';
import { indentJson } from './indentJson';

export type RawForm = 'exact' | 'indented';

export function rawView(raw: RawRow, form: RawForm, setForm: (form: RawForm) => void): HTMLElement {
  const content = element('pre', { class: 'raw mono selectable', testId: 'raw', direction: 'ltr' });
  content.append(...highlightedNodes(form === 'exact' ? raw.text : indentJson(raw.text), 'json'));
  return element(
    'div',
    { class: 'raw-holder' },
    element(
      'div',
      { class: 'raw-forms', role: 'group', label: words.detail.rawForms },
      formButton('exact', form, setForm),
      formButton('indented', form, setForm),
    ),
    raw.isCut ? element('p', { class: 'quiet', text: words.detail.rawCut(formatCount(raw.text.length)) }) : null,
    content,
  );
}

function formButton(form: RawForm, shown: RawForm, setForm: (form: RawForm) => void): HTMLElement {
  const made = element('button', {
    class: 'link-button',
    text: words.detail.rawForm[form],
    testId: `raw-${form}`,
    onClick: () => setForm(form),
  });
  made.type = 'button';
  made.setAttribute('aria-pressed', String(form === shown));
  return made;
}
