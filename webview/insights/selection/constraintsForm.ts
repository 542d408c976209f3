/** The form behind "Constraints": quality, length, quota, near-duplicates. Every valid change takes effect at once. */
import { button, checkbox, textField } from '../../shared/controls';
import { element, setText } from '../../shared/dom';
import type { SelectionSettings } from '../../../src/protocol/insights';
import type { Words } from '../words/english';
import { contradiction, fieldText, readField, withNumber, without, withoutConstraints } from './constraints';
import type { NumberSetting } from './constraints';
import { pathDropdown } from './pathDropdown';

export interface ConstraintsFormOptions {
  readonly words: Words;
  readonly settings: SelectionSettings;
  readonly qualityPaths: readonly string[];
  readonly sourcePaths: readonly string[];
  readonly onChange: (settings: SelectionSettings) => void;
  readonly onDone: () => void;
}

const defaultQuotaShare = 0.5;

/** Builds the form over a copy of the settings. */
export function constraintsForm(options: ConstraintsFormOptions): HTMLElement {
  const { words } = options;
  let settings = options.settings;
  const problem = element('p', { class: 'field-problem', role: 'alert' });
  const change = (next: SelectionSettings) => {
    settings = next;
    const message = contradiction(settings, words);
    setText(problem, message);
    if (message === '') options.onChange(settings);
  };
  const number = (setting: NumberSetting, label: string) =>
    numberField({ words, setting, label, settings, onValue: (value) => change(withNumber(settings, setting, value)) });
  const path = (label: string, paths: readonly string[], value: string, onChange: (path: string) => void) =>
    labelled(label, pathDropdown({ words, label, paths, value, onChange }));
  const quality = path(words.qualityPath, options.qualityPaths, settings.qualityPath, (qualityPath) =>
    change({ ...settings, qualityPath }),
  );
  const quota = path(words.quotaPath, options.sourcePaths, settings.quotaPath ?? '', (quotaPath) =>
    change(withQuotaPath(settings, quotaPath)),
  );
  const duplicates = checkbox({
    label: words.dropNearDuplicates,
    isChecked: settings.dropsNearDuplicates === true,
    onChange: (isChecked) => change({ ...settings, dropsNearDuplicates: isChecked }),
  });
  const reset = () => {
    change(withoutConstraints(settings));
    options.onDone();
  };
  const actions = element(
    'div',
    { class: 'form-actions' },
    button({ label: words.reset, onClick: reset }),
    button({ label: words.done, isPrimary: true, onClick: options.onDone }),
  );
  return element(
    'div',
    { class: 'constraints-form' },
    quality,
    number('minimumQuality', words.minimumQuality),
    number('minimumLength', words.minimumLength),
    number('maximumLength', words.maximumLength),
    quota,
    number('quotaShare', words.quotaShare),
    duplicates.node,
    problem,
    actions,
  );
}

/** A quota needs a share: half, until the user says otherwise. */
function withQuotaPath(settings: SelectionSettings, path: string): SelectionSettings {
  if (path === '') return without(settings, 'quotaPath', 'quotaShare');
  return { ...settings, quotaPath: path, quotaShare: settings.quotaShare ?? defaultQuotaShare };
}

export interface NumberFieldOptions {
  readonly words: Words;
  readonly setting: NumberSetting;
  readonly label: string;
  readonly settings: SelectionSettings;
  readonly onValue: (value: number | undefined) => void;
}

/** A field for one number; what cannot be read is said below it and changes nothing. */
export function numberField(options: NumberFieldOptions): HTMLElement {
  const { words, setting, label } = options;
  const problem = element('span', { class: 'field-problem', role: 'alert' });
  const field = textField({
    label,
    value: fieldText(setting, options.settings),
    testId: `constraint-${setting}`,
    ...(setting === 'quotaShare' && { placeholder: String(defaultQuotaShare * 100) }),
    onInput(typed) {
      const reading = readField(setting, typed, words);
      setText(problem, reading.kind === 'problem' ? reading.message : '');
      if (reading.kind !== 'problem') options.onValue(reading.kind === 'value' ? reading.value : undefined);
    },
  });
  return labelled(label, field.node, problem);
}

/** A control with its label above. */
export function labelled(label: string, ...nodes: readonly Node[]): HTMLElement {
  return element(
    'div',
    { class: 'field' },
    element('span', { class: 'field-label quiet', text: label, aria: { hidden: 'true' } }),
    ...nodes,
  );
}
