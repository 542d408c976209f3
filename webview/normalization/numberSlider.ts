/** A number that is dragged or typed, with a line that says what it means. */
import { setDisabled, slider, textField } from '../shared/controls';
import { element, setText } from '../shared/dom';

export interface NumberSliderOptions {
  readonly label: string;
  readonly hint: (value: number) => string;
  readonly testId: string;
  readonly minimum: number;
  readonly maximum: number;
  readonly step: number;
  readonly value: number;
  readonly isDisabled?: boolean;
  readonly onInput: (value: number) => void;
}

export function numberSlider(options: NumberSliderOptions): HTMLElement {
  const show = (value: number) => {
    field.setValue(String(value));
    setText(hint, options.hint(value));
  };
  const type = (text: string) => {
    const value = Number(text);
    if (text.trim() === '' || !Number.isFinite(value) || value < options.minimum) return;
    bar.setRange(options.minimum, Math.max(options.maximum, value));
    bar.setValue(value);
    setText(hint, options.hint(value));
    options.onInput(value);
  };
  const bar = slider({
    label: options.label,
    minimum: options.minimum,
    maximum: Math.max(options.maximum, options.value),
    step: options.step,
    value: options.value,
    testId: options.testId,
    onInput: (value) => {
      show(value);
      options.onInput(value);
    },
  });
  const field = textField({ label: options.label, value: String(options.value), onInput: type });
  const hint = element('div', { class: 'quiet number-hint', text: options.hint(options.value) });
  setDisabled(bar.node, options.isDisabled === true);
  setDisabled(field.node, options.isDisabled === true);
  return element(
    'div',
    { class: 'number-slider' },
    element('span', { class: 'number-label', text: options.label }),
    bar.node,
    field.node,
    hint,
  );
}
