/** What the workbench remembers while it is hidden. */
import type { StepName } from '../../src/protocol/normalization';
import type { EventQuestion } from './eventPages';

const steps: readonly (StepName | 'all')[] = ['all', 'raw', 'frequency', 'rules', 'semantic', 'association', 'manual'];

/** The remembered question to the audit; everything where there is none of this version. */
export function readQuestion(value: unknown): EventQuestion {
  if (typeof value !== 'object' || value === null || !('version' in value) || value.version !== 1)
    return { step: 'all', text: '' };
  const step = 'step' in value ? steps.find((name) => name === value.step) : undefined;
  const text = 'text' in value && typeof value.text === 'string' ? value.text : '';
  return { step: step ?? 'all', text };
}
