/** All parameters of the four steps in one place; every move is told at once, nothing is applied by itself. */
import type { StepName, WorkbenchParameters, WorkbenchSnapshot } from '../../src/protocol/normalization';
import { checkbox, dropdown } from '../shared/controls';
import { element, setChildren } from '../shared/dom';
import { formatDecimal } from '../shared/format';
import { numberSlider } from './numberSlider';
import { words } from './text';

export type ParameterChange = (parameters: WorkbenchParameters, moved: StepName) => void;

export interface ParameterPanel {
  readonly node: HTMLElement;
  /** Shows parameters without telling of a change. */
  show(parameters: WorkbenchParameters, vectors: VectorState): void;
}

/** Where vectors come from, and why there are none where there are none. */
export type VectorState = Pick<WorkbenchSnapshot, 'embedding' | 'semanticProblem'>;

const text = words.parameters;

export function createParameterPanel(onChange: ParameterChange, chooseEmbeddings: () => void): ParameterPanel {
  const node = element('form', { class: 'parameters', label: text.title });
  node.addEventListener('submit', (event) => event.preventDefault());
  let current: WorkbenchParameters | null = null;
  let shownVectors: VectorState = { embedding: '' };
  const change = (changed: Partial<WorkbenchParameters>, moved: StepName) => {
    if (current === null) return;
    const needsRedraw = isRedrawNeeded(current, changed);
    current = { ...current, ...changed };
    if (needsRedraw) draw(current);
    onChange(current, moved);
  };
  const draw = (parameters: WorkbenchParameters) =>
    setChildren(
      node,
      orderField(parameters, change),
      frequencyFields(parameters, change),
      rulesField(parameters, change),
      semanticFields(parameters, vectorLines(shownVectors, chooseEmbeddings), change),
      associationFields(parameters, change),
    );
  return {
    node,
    show(parameters, vectors) {
      if (JSON.stringify([parameters, vectors]) === JSON.stringify([current, shownVectors])) return;
      current = parameters;
      shownVectors = vectors;
      draw(parameters);
    },
  };
}

type Change = (changed: Partial<WorkbenchParameters>, moved: StepName) => void;

/** Switches show and hide fields; sliders must not be rebuilt under the pointer. */
function isRedrawNeeded(before: WorkbenchParameters, changed: Partial<WorkbenchParameters>): boolean {
  const switches = (parameters: WorkbenchParameters) =>
    [
      parameters.frequency.isOn,
      parameters.frequency.isAuto,
      parameters.semantic.isOn,
      parameters.association.isOn,
      parameters.association.isAuto,
    ].join();
  return switches(before) !== switches({ ...before, ...changed });
}

function group(
  name: string,
  testId: string,
  head: HTMLElement | null,
  ...fields: readonly (HTMLElement | null)[]
): HTMLElement {
  return element('fieldset', { testId }, element('legend', {}, head ?? name), ...fields);
}

function orderField({ order }: WorkbenchParameters, change: Change): HTMLElement {
  const list = dropdown({
    label: text.order,
    value: order,
    choices: [
      { value: 'frequency-first', label: text.frequencyFirst },
      { value: 'rules-first', label: text.rulesFirst },
    ],
    onChange: (value) => change({ order: value }, 'association'),
  });
  return group(text.order, 'param-order', null, list.node);
}

function frequencyFields({ frequency }: WorkbenchParameters, change: Change): HTMLElement {
  const set = (changed: Partial<WorkbenchParameters['frequency']>) =>
    change({ frequency: { ...frequency, ...changed } }, 'frequency');
  const head = checkbox({ label: text.frequency, isChecked: frequency.isOn, onChange: (isOn) => set({ isOn }) });
  if (!frequency.isOn) return group(text.frequency, 'param-frequency', head.node);
  const alpha = numberSlider({
    label: text.alpha,
    hint: () => text.alphaHint,
    testId: 'param-alpha',
    minimum: 1,
    maximum: Math.max(60, frequency.alpha * 4),
    step: 1,
    value: frequency.alpha,
    isDisabled: frequency.isAuto,
    onInput: (value) => change({ frequency: { ...frequency, isAuto: false, alpha: value } }, 'frequency'),
  });
  const auto = checkbox({
    label: text.auto,
    isChecked: frequency.isAuto,
    testId: 'param-alpha-auto',
    onChange: (isAuto) => set({ isAuto }),
  });
  return group(text.frequency, 'param-frequency', head.node, alpha, auto.node);
}

function rulesField({ rules }: WorkbenchParameters, change: Change): HTMLElement {
  const list = dropdown({
    label: text.rules,
    value: rules,
    choices: [
      { value: 'lemma', label: text.lemma },
      { value: 'literal', label: text.literal },
      { value: 'off', label: text.off },
    ],
    onChange: (value) => change({ rules: value }, 'rules'),
  });
  return group(text.rules, 'param-rules', null, list.node);
}

function vectorLines({ embedding, semanticProblem }: VectorState, chooseEmbeddings: () => void): HTMLElement {
  const change = element('button', {
    class: 'link-button',
    text: text.change,
    testId: 'choose-embeddings',
    onClick: chooseEmbeddings,
  });
  change.type = 'button';
  const source = element('div', { class: 'quiet number-hint' }, `${text.vectorsFrom(embedding)} `, change);
  const problem = semanticProblem?.kind === 'waits' ? text.waits : semanticProblem?.message;
  return element(
    'div',
    {},
    source,
    problem === undefined ? null : element('p', { class: 'parameter-problem', text: problem, role: 'note' }),
  );
}

function semanticFields({ semantic }: WorkbenchParameters, note: HTMLElement, change: Change): HTMLElement {
  let latest = semantic;
  const set = (changed: Partial<WorkbenchParameters['semantic']>) => {
    latest = { ...latest, ...changed };
    change({ semantic: latest }, 'semantic');
  };
  const head = checkbox({ label: text.semantic, isChecked: semantic.isOn, onChange: (isOn) => set({ isOn }) });
  if (!semantic.isOn) return group(text.semantic, 'param-semantic', head.node, note);
  const epsilon = numberSlider({
    label: text.epsilon,
    hint: (value) => text.epsilonHint(formatDecimal(1 - value, 3)),
    testId: 'param-epsilon',
    minimum: 0.005,
    maximum: 0.4,
    step: 0.005,
    value: semantic.epsilon,
    onInput: (value) => set({ epsilon: value }),
  });
  const minSamples = numberSlider({
    label: text.minSamples,
    hint: () => text.minSamplesHint,
    testId: 'param-minSamples',
    minimum: 1,
    maximum: 10,
    step: 1,
    value: semantic.minSamples,
    onInput: (value) => set({ minSamples: value }),
  });
  return group(text.semantic, 'param-semantic', head.node, note, epsilon, minSamples);
}

function associationFields({ association }: WorkbenchParameters, change: Change): HTMLElement {
  let latest = association;
  const set = (changed: Partial<WorkbenchParameters['association']>) => {
    latest = { ...latest, ...changed };
    change({ association: latest }, 'association');
  };
  const head = checkbox({ label: text.association, isChecked: association.isOn, onChange: (isOn) => set({ isOn }) });
  if (!association.isOn) return group(text.association, 'param-association', head.node);
  const support = numberSlider({
    label: text.support,
    hint: () => text.supportHint,
    testId: 'param-support',
    minimum: 1,
    maximum: Math.max(120, association.support * 4),
    step: 1,
    value: association.support,
    isDisabled: association.isAuto,
    onInput: (value) => set({ support: value }),
  });
  const auto = checkbox({
    label: text.auto,
    isChecked: association.isAuto,
    testId: 'param-support-auto',
    onChange: (isAuto) => set({ isAuto }),
  });
  const confidence = numberSlider({
    label: text.confidence,
    hint: () => text.confidenceHint,
    testId: 'param-confidence',
    minimum: 0.5,
    maximum: 1,
    step: 0.005,
    value: association.confidence,
    onInput: (value) => set({ confidence: value }),
  });
  return group(text.association, 'param-association', head.node, support, auto.node, confidence);
}
