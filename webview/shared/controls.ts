/**
 * Form controls. The only file that knows the toolkit, which is archived but works; to replace it, change this file.
 * The toolkit has no slider: ours is the browser's own range input in the theme's colours.
 */
import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeCheckbox,
  vsCodeDropdown,
  vsCodeOption,
  vsCodeTextField,
} from '@vscode/webview-ui-toolkit';
import { element } from './dom';
import { icon } from './icons';
import type { IconName } from './icons';

/** Registers the custom elements; once per page, before the first control is made. */
export function registerControls(): void {
  provideVSCodeDesignSystem().register(
    vsCodeButton(),
    vsCodeCheckbox(),
    vsCodeDropdown(),
    vsCodeOption(),
    vsCodeTextField(),
  );
}

export interface ButtonOptions {
  readonly label: string;
  readonly icon?: IconName;
  readonly isPrimary?: boolean;
  readonly title?: string;
  readonly testId?: string;
  readonly isDisabled?: boolean;
  readonly onClick: (button: HTMLElement) => void;
}

/** A button with a label. */
export function button(options: ButtonOptions): HTMLElement {
  const made = document.createElement('vscode-button');
  made.setAttribute('appearance', options.isPrimary === true ? 'primary' : 'secondary');
  if (options.icon !== undefined) {
    const start = icon(options.icon);
    start.slot = 'start';
    made.append(start);
  }
  made.append(options.label);
  finishButton(made, options);
  return made;
}

/** A button that is only an icon; the label is its tooltip and its name. */
export function iconButton(options: ButtonOptions & { readonly icon: IconName }): HTMLButtonElement {
  const made = element('button', { class: 'icon-button', label: options.label }, icon(options.icon));
  made.type = 'button';
  finishButton(made, { ...options, title: options.title ?? options.label });
  return made;
}

function finishButton(made: HTMLElement, options: ButtonOptions): void {
  if (options.title !== undefined) made.title = options.title;
  if (options.testId !== undefined) made.dataset['testid'] = options.testId;
  setDisabled(made, options.isDisabled === true);
  made.addEventListener('click', () => options.onClick(made));
}

/** Disables or enables any control of this file. */
export function setDisabled(control: HTMLElement, isDisabled: boolean): void {
  control.toggleAttribute('disabled', isDisabled);
}

export interface FieldOptions {
  readonly label: string;
  readonly value?: string;
  readonly placeholder?: string;
  readonly testId?: string;
  /** Told at every key stroke. */
  readonly onInput?: (value: string) => void;
  /** Told on Enter. */
  readonly onEnter?: (value: string) => void;
}

/** A text field; `label` is its accessible name. */
export function textField(options: FieldOptions): TextFieldControl {
  const made = document.createElement('vscode-text-field') as HTMLElement & { value: string };
  made.setAttribute('aria-label', options.label);
  if (options.placeholder !== undefined) made.setAttribute('placeholder', options.placeholder);
  if (options.testId !== undefined) made.dataset['testid'] = options.testId;
  made.setAttribute('spellcheck', 'false');
  made.setAttribute('current-value', options.value ?? '');
  const value = () => made.value ?? '';
  made.addEventListener('input', () => options.onInput?.(value()));
  made.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.isComposing || options.onEnter === undefined) return;
    event.preventDefault(); // else what gets the focus meanwhile, such as the button behind a form, is pressed too
    options.onEnter(value());
  });
  return { node: made, value, setValue: (text) => (made.value = text), focus: () => made.focus() };
}

export interface TextFieldControl {
  readonly node: HTMLElement;
  value(): string;
  setValue(text: string): void;
  focus(): void;
}

export interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly isDisabled?: boolean;
  readonly title?: string;
}

export interface DropdownOptions<Value extends string> {
  readonly label: string;
  readonly choices: readonly Choice<Value>[];
  readonly value: Value;
  readonly testId?: string;
  readonly onChange: (value: Value) => void;
}

export interface DropdownControl<Value extends string> {
  readonly node: HTMLElement;
  value(): Value;
  setValue(value: Value): void;
}

/** A list to choose one value from. */
export function dropdown<Value extends string>(options: DropdownOptions<Value>): DropdownControl<Value> {
  const made = document.createElement('vscode-dropdown') as HTMLElement & { value: string };
  made.setAttribute('aria-label', options.label);
  if (options.testId !== undefined) made.dataset['testid'] = options.testId;
  for (const choice of options.choices) made.append(optionElement(choice, choice.value === options.value));
  const chosen = () => options.choices.find((choice) => choice.value === made.value)?.value ?? options.value;
  made.addEventListener('change', () => options.onChange(chosen()));
  return { node: made, value: chosen, setValue: (value) => (made.value = value) };
}

function optionElement(choice: Choice<string>, isSelected: boolean): HTMLElement {
  const made = document.createElement('vscode-option');
  made.setAttribute('value', choice.value);
  made.textContent = choice.label;
  made.toggleAttribute('selected', isSelected);
  made.toggleAttribute('disabled', choice.isDisabled === true);
  if (choice.title !== undefined) made.title = choice.title;
  return made;
}

export interface CheckboxOptions {
  readonly label: string;
  readonly isChecked: boolean;
  readonly testId?: string;
  readonly title?: string;
  readonly onChange: (isChecked: boolean) => void;
}

export interface CheckboxControl {
  readonly node: HTMLElement;
  isChecked(): boolean;
  setChecked(isChecked: boolean): void;
}

export function checkbox(options: CheckboxOptions): CheckboxControl {
  const made = document.createElement('vscode-checkbox') as HTMLElement & { checked: boolean };
  made.textContent = options.label;
  made.toggleAttribute('checked', options.isChecked);
  if (options.title !== undefined) made.title = options.title;
  if (options.testId !== undefined) made.dataset['testid'] = options.testId;
  made.addEventListener('change', () => options.onChange(made.checked));
  return { node: made, isChecked: () => made.checked, setChecked: (isChecked) => (made.checked = isChecked) };
}

export interface SliderOptions {
  readonly label: string;
  readonly minimum: number;
  readonly maximum: number;
  readonly step: number;
  readonly value: number;
  readonly testId?: string;
  /** The value in words for screen readers. */
  readonly format?: (value: number) => string;
  /** Told while the thumb moves. */
  readonly onInput: (value: number) => void;
  /** Told once when it is let go. */
  readonly onChange?: (value: number) => void;
}

export interface SliderControl {
  readonly node: HTMLInputElement;
  value(): number;
  setValue(value: number): void;
  setRange(minimum: number, maximum: number): void;
}

export function slider(options: SliderOptions): SliderControl {
  const made = element('input', { class: 'slider', label: options.label });
  made.type = 'range';
  made.step = String(options.step);
  if (options.testId !== undefined) made.dataset['testid'] = options.testId;
  const update = () => {
    const span = Number(made.max) - Number(made.min);
    made.style.setProperty('--filled', `${span > 0 ? ((made.valueAsNumber - Number(made.min)) / span) * 100 : 0}%`);
    if (options.format !== undefined) made.setAttribute('aria-valuetext', options.format(made.valueAsNumber));
  };
  const setRange = (minimum: number, maximum: number) => {
    made.min = String(minimum);
    made.max = String(maximum);
    update();
  };
  const setValue = (value: number) => {
    made.value = String(value);
    update();
  };
  setRange(options.minimum, options.maximum);
  setValue(options.value);
  made.addEventListener('input', () => (update(), options.onInput(made.valueAsNumber)));
  made.addEventListener('change', () => options.onChange?.(made.valueAsNumber));
  return { node: made, value: () => made.valueAsNumber, setValue, setRange };
}
