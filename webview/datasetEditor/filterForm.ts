/** Building a filter: a menu of kinds, then a small form for the chosen one. */
import type { EditorSnapshot } from '../../src/protocol/datasetEditor';
import type { NumberColumn, RowFilter, RowState } from '../../src/core/dataset/rowFilter';
import { button, checkbox, dropdown, textField } from '../shared/controls';
import type { TextFieldControl } from '../shared/controls';
import { element, setChildren, setText } from '../shared/dom';
import { formatCount } from '../shared/format';
import { icon } from '../shared/icons';
import { openMenu } from '../shared/menu';
import type { MenuEntry } from '../shared/menu';
import { closePopovers, openPopover } from '../shared/popover';
import type { PopoverPlace } from '../shared/popover';
import { readRange } from './filters';
import { tagChooser } from '../shared/tagChooser';
import type { SuggestTags } from '../shared/tagChooser';
import { words } from './text';

const chooserWords = {
  label: words.filters.tag,
  placeholder: words.filters.tagPlaceholder,
  none: words.filters.noTags,
  testId: 'filter-tag',
};

export interface FilterFormOptions {
  readonly place: PopoverPlace;
  readonly snapshot: EditorSnapshot;
  readonly suggestTags: SuggestTags;
  readonly onAdd: (filter: RowFilter) => void;
}

const numberColumns = [
  'tagCount',
  'length',
  'queryLength',
  'answerLength',
  'turns',
] as const satisfies readonly NumberColumn[];
const comparisons = ['=', '!=', '<', '<=', '>', '>=', 'contains', 'exists'] as const;
type Comparison = (typeof comparisons)[number];

/** Opens the menu of filter kinds. */
export function openFilterMenu(options: FilterFormOptions): void {
  const { kinds } = words.filters;
  const form = (label: string, testId: string, build: () => HTMLElement): MenuEntry => ({
    kind: 'action',
    label,
    testId,
    run: () => openForm(options.place, label, build()),
  });
  openMenu({
    label: words.filters.addLabel,
    place: options.place,
    entries: [
      form(kinds.tag, 'filter-kind-tag', () => tagForm(options)),
      form(kinds.anyTag, 'filter-kind-anyTag', () => anyTagForm(options)),
      ...numberColumns.map((column) => form(kinds[column], `filter-kind-${column}`, () => numberForm(column, options))),
      form(kinds.language, 'filter-kind-language', () => languageForm(options)),
      form(kinds.path, 'filter-kind-path', () => pathForm(options)),
      form(kinds.state, 'filter-kind-state', () => stateForm(options)),
    ],
  });
}

function openForm(place: PopoverPlace, label: string, content: HTMLElement): void {
  openPopover({ content, place, class: 'form', label, testId: 'filter-form' });
  requestAnimationFrame(() =>
    content.querySelector<HTMLElement>('vscode-text-field, vscode-dropdown, button')?.focus(),
  );
}

function tagForm(options: FilterFormOptions): HTMLElement {
  const without = checkbox({ label: words.filters.exclude, isChecked: false, onChange: () => {} });
  const chooser = tagChooser(chooserWords, options.suggestTags, (tag) =>
    finish(options, { kind: 'tag', tag, isExcluded: without.isChecked() }),
  );
  return element('div', { class: 'form-body' }, chooser, without.node);
}

/** Tags gather above the field until the filter is added; a click on one takes it out again. */
function anyTagForm(options: FilterFormOptions): HTMLElement {
  const chosen = new Set<string>();
  const list = element('div', { class: 'chips', role: 'list', label: words.filters.anyTag });
  const problem = problemLine('');
  const draw = () => setChildren(list, ...[...chosen].map((tag) => chosenTag(tag, () => (chosen.delete(tag), draw()))));
  const chooser = tagChooser(chooserWords, options.suggestTags, (tag) => {
    chosen.add(tag);
    setText(problem, '');
    draw();
  });
  return formBody([list, chooser, problem], () => {
    if (chosen.size === 0) setText(problem, words.filters.needsTag);
    else finish(options, { kind: 'anyTag', tags: [...chosen] });
  });
}

function chosenTag(tag: string, remove: () => void): HTMLElement {
  const made = element(
    'button',
    { class: 'chip', label: words.filters.removeTag(tag), onClick: remove },
    element('span', { text: tag, direction: 'auto' }),
    icon('close'),
  );
  made.type = 'button';
  return element('span', { role: 'listitem' }, made);
}

function numberForm(column: NumberColumn, options: FilterFormOptions): HTMLElement {
  const apply = () => {
    const range = readRange(low.value(), high.value());
    if (typeof range === 'string') setText(problem, range);
    else finish(options, { kind: 'number', column, ...range });
  };
  const low = textField({
    label: words.filters.minimum,
    placeholder: words.filters.minimum,
    testId: 'filter-minimum',
    onEnter: apply,
  });
  const high = textField({
    label: words.filters.maximum,
    placeholder: words.filters.maximum,
    testId: 'filter-maximum',
    onEnter: apply,
  });
  const problem = problemLine(surveyNote(options.snapshot, column));
  return formBody([element('div', { class: 'form-pair' }, low.node, '–', high.node), problem], apply);
}

function surveyNote({ isSurveyed, surveyedRows }: EditorSnapshot, column: NumberColumn): string {
  return isSurveyed || column === 'tagCount' ? '' : words.filters.needsSurvey(formatCount(surveyedRows));
}

function languageForm(options: FilterFormOptions): HTMLElement {
  const languages = options.snapshot.languages.length > 0 ? options.snapshot.languages : ['unknown'];
  const choices = languages.map((language) => ({ value: language, label: language }));
  const list = dropdown({
    label: words.filters.language,
    choices,
    value: languages[0] ?? 'unknown',
    onChange: () => {},
  });
  const without = checkbox({ label: words.filters.exclude, isChecked: false, onChange: () => {} });
  return formBody([list.node, without.node], () =>
    finish(options, { kind: 'language', language: list.value(), isExcluded: without.isChecked() }),
  );
}

function pathForm(options: FilterFormOptions): HTMLElement {
  const apply = () => {
    const path = at.value().trim();
    if (path === '') setText(problem, words.filters.needsPath);
    else finish(options, { kind: 'path', path, comparison: comparison.value(), value: value.value() });
  };
  const at: TextFieldControl = textField({
    label: words.filters.path,
    placeholder: words.filters.pathPlaceholder,
    testId: 'filter-path',
    onEnter: apply,
  });
  const choices = comparisons.map((sign) => ({ value: sign, label: signLabel(sign) }));
  const comparison = dropdown<Comparison>({
    label: words.filters.comparison,
    choices,
    value: '=',
    onChange: (sign) => (value.node.hidden = sign === 'exists'),
  });
  const value = textField({
    label: words.filters.value,
    placeholder: words.filters.value,
    testId: 'filter-value',
    onEnter: apply,
  });
  const problem = problemLine('');
  return formBody([at.node, element('div', { class: 'form-pair' }, comparison.node, value.node), problem], apply);
}

function signLabel(sign: Comparison): string {
  if (sign === 'contains') return words.filters.contains;
  return sign === 'exists' ? words.filters.exists : sign;
}

function stateForm(options: FilterFormOptions): HTMLElement {
  const names = Object.entries(words.filters.states) as readonly [RowState, string][];
  const choices = names.map(([value, label]) => ({ value, label }));
  const list = dropdown<RowState>({ label: words.filters.kinds.state, choices, value: 'tagged', onChange: () => {} });
  const without = checkbox({ label: words.filters.not, isChecked: false, onChange: () => {} });
  return formBody([list.node, without.node], () =>
    finish(options, { kind: 'state', state: list.value(), isExcluded: without.isChecked() }),
  );
}

function formBody(fields: readonly HTMLElement[], apply: () => void): HTMLElement {
  const add = button({ label: words.filters.apply, isPrimary: true, testId: 'filter-apply', onClick: apply });
  return element('div', { class: 'form-body' }, ...fields, add);
}

function problemLine(text: string): HTMLElement {
  return element('div', { class: 'form-problem quiet', text, role: 'status' });
}

function finish(options: FilterFormOptions, filter: RowFilter): void {
  closePopovers();
  options.onAdd(filter);
}
