/** The funnel as a picture: a band that narrows from step to step, with counts; a step is a button that shows its audit. */
import type { FunnelStep, PreviewCounts, StepName, WorkbenchParameters } from '../../src/protocol/normalization';
import { element, setChildren } from '../shared/dom';
import { formatCount, formatDecimal } from '../shared/format';
import { icon } from '../shared/icons';
import { words } from './text';

export interface FunnelPreview extends PreviewCounts {
  readonly step: StepName;
}

export interface FunnelState {
  readonly steps: readonly FunnelStep[];
  readonly parameters: WorkbenchParameters;
  readonly chosen: StepName | 'all';
  readonly preview: FunnelPreview | null;
  /** Tags of the fixed vocabulary in force. */
  readonly fixedTags: number | undefined;
}

const bandHeight = 72;
const stepWidth = 100;
const svgNamespace = 'http://www.w3.org/2000/svg';

/** The funnel; `onChoose` is told the step that was clicked. */
export function createFunnel(onChoose: (step: StepName) => void): {
  readonly node: HTMLElement;
  update(state: FunnelState): void;
} {
  const node = element('section', { class: 'funnel', label: words.funnel.label, testId: 'funnel' });
  return {
    node,
    update(state) {
      const columns = state.steps.map((step, index) => stepColumn(step, state.steps[index - 1], state, onChoose));
      setChildren(node, band(state.steps), element('div', { class: 'funnel-steps' }, ...columns), ...notes(state));
    },
  };
}

/** The band: per step a block as high as its share of tags, and a slope to the next. */
function band(steps: readonly FunnelStep[]): HTMLElement {
  const most = Math.max(1, ...steps.map((step) => step.tags));
  const picture = document.createElementNS(svgNamespace, 'svg');
  picture.setAttribute('viewBox', `0 0 ${Math.max(1, steps.length) * stepWidth} ${bandHeight}`);
  picture.setAttribute('preserveAspectRatio', 'none');
  picture.setAttribute('aria-hidden', 'true');
  steps.forEach((step, index) => picture.append(bandPart(step, steps[index + 1], index, most)));
  const holder = element('div', { class: 'funnel-band' });
  holder.append(picture);
  return holder;
}

function bandPart(step: FunnelStep, next: FunnelStep | undefined, index: number, most: number): SVGElement {
  const half = (tags: number) => Math.max(0.75, (tags / most) * (bandHeight / 2));
  const [here, there] = [half(step.tags), half((next ?? step).tags)];
  const middle = bandHeight / 2;
  const [left, edge, right] = [index * stepWidth, index * stepWidth + stepWidth * 0.72, (index + 1) * stepWidth];
  const points = [
    [left, middle - here],
    [edge, middle - here],
    [right, middle - there],
    [right, middle + there],
    [edge, middle + here],
    [left, middle + here],
  ];
  const part = document.createElementNS(svgNamespace, 'polygon');
  part.setAttribute('points', points.map((point) => point.join(',')).join(' '));
  part.setAttribute('class', `band-part band-${step.step}`);
  return part;
}

function stepColumn(
  step: FunnelStep,
  before: FunnelStep | undefined,
  { parameters, chosen, preview, fixedTags }: FunnelState,
  onChoose: (step: StepName) => void,
): HTMLElement {
  const isVocabulary = step.step === 'manual' && fixedTags !== undefined;
  const name = isVocabulary ? words.vocabularyStep : words.steps[step.step];
  const made = element(
    'button',
    {
      class: 'funnel-step',
      testId: `step-${step.step}`,
      title: stepTitle(step),
      aria: { pressed: String(chosen === step.step) },
      onClick: () => onChoose(step.step),
    },
    element('span', { class: 'step-name', text: name }),
    element('span', { class: 'step-count number', text: formatCount(step.tags) }),
    element('span', { class: 'step-change quiet number', text: changeText(step, before, parameters) }),
    preview?.step === step.step ? previewLine(step, preview) : null,
    element('span', {
      class: 'step-rows quiet',
      text: step.rowsWithoutTags === 0 ? '' : words.funnel.without(step.rowsWithoutTags),
    }),
  );
  made.type = 'button';
  return made;
}

/** What a look at the numbers does not tell: a vocabulary in the steps' place, and why nothing is left. */
function notes({ steps, parameters, fixedTags }: FunnelState): HTMLElement[] {
  const fixed = fixedTags === undefined ? [] : [note(words.fixed(fixedTags), 'fixed-note')];
  const emptied = steps.find((step, index) => step.tags === 0 && (steps[index - 1]?.tags ?? 0) > 0);
  return emptied === undefined
    ? fixed
    : [...fixed, note(nothingLeft(emptied.step, parameters, fixedTags), 'empty-note')];
}

function note(text: string, testId: string): HTMLElement {
  return element('p', { class: 'funnel-note', role: 'note', testId }, icon('info'), element('span', { text }));
}

function nothingLeft(step: StepName, parameters: WorkbenchParameters, fixedTags: number | undefined): string {
  const texts = words.nothingLeft;
  switch (step) {
    case 'frequency':
      return texts.frequency(parameters.frequency.alpha);
    case 'rules':
      return texts.rules;
    case 'manual':
      return fixedTags === undefined ? texts.manual : texts.vocabulary;
    case 'raw':
    case 'semantic':
    case 'association':
      return texts.other;
  }
}

function stepTitle(step: FunnelStep): string {
  const average = words.funnel.average(formatDecimal(step.averageTagsPerRow, 2));
  return [words.funnel.show(words.steps[step.step]), words.funnel.occurrences(step.occurrences), average].join('\n');
}

function changeText(step: FunnelStep, before: FunnelStep | undefined, parameters: WorkbenchParameters): string {
  if (before === undefined) return '';
  if (!isStepOn(step.step, parameters)) return words.funnel.off;
  return signed(step.tags - before.tags);
}

/** Whether the parameters let a step do anything. */
export function isStepOn(step: StepName, parameters: WorkbenchParameters): boolean {
  switch (step) {
    case 'frequency':
      return parameters.frequency.isOn;
    case 'rules':
      return parameters.rules !== 'off';
    case 'semantic':
      return parameters.semantic.isOn;
    case 'association':
      return parameters.association.isOn;
    case 'raw':
    case 'manual':
      return true;
  }
}

function previewLine(step: FunnelStep, preview: FunnelPreview): HTMLElement {
  const text = words.funnel.preview(formatCount(preview.tags), signed(preview.tags - step.tags));
  return element('span', { class: 'step-preview number', text, testId: 'step-preview' });
}

/** `−512`, `+3`, `±0`. */
export function signed(difference: number): string {
  if (difference === 0) return '±0';
  return `${difference < 0 ? '−' : '+'}${formatCount(Math.abs(difference))}`;
}
