/** Constraints of a selection as the form edits them: read from text, checked, counted. */
import type { SelectionSettings } from '../../../src/protocol/insights';
import { decimalText } from '../figures';
import type { Words } from '../words/english';

/** Numeric settings that a text field edits; an empty field takes the constraint away. */
export type NumberSetting =
  'minimumQuality' | 'minimumLength' | 'maximumLength' | 'quotaShare' | 'targetCoverage' | 'targetComplexity';

interface NumberRule {
  readonly low: number;
  readonly high: number;
  /** The field shows percent, the setting holds a share. */
  readonly isPercent: boolean;
}

const rules: Readonly<Record<NumberSetting, NumberRule>> = {
  minimumQuality: { low: -Infinity, high: Infinity, isPercent: false },
  minimumLength: { low: 0, high: Infinity, isPercent: false },
  maximumLength: { low: 0, high: Infinity, isPercent: false },
  quotaShare: { low: 1, high: 100, isPercent: true },
  targetCoverage: { low: 0, high: 100, isPercent: true },
  targetComplexity: { low: 0, high: Infinity, isPercent: false },
};

export type FieldReading =
  | { readonly kind: 'value'; readonly value: number }
  | { readonly kind: 'none' }
  | { readonly kind: 'problem'; readonly message: string };

/** Reads what was typed into the field of a setting. */
export function readField(setting: NumberSetting, typed: string, words: Words): FieldReading {
  const text = typed.trim().replaceAll(',', '').replace(/%$/, '').trim();
  if (text === '') return { kind: 'none' };
  const value = Number(text);
  if (!Number.isFinite(value)) return { kind: 'problem', message: words.notANumber(typed) };
  const { low, high, isPercent } = rules[setting];
  if (value < low || value > high) {
    const bound = (end: number) => (Number.isFinite(end) ? decimalText(end) : '∞');
    return { kind: 'problem', message: words.outOfRange(bound(low), bound(high), typed) };
  }
  return { kind: 'value', value: isPercent ? value / 100 : value };
}

/** The text that a setting's field starts with. */
export function fieldText(setting: NumberSetting, settings: SelectionSettings): string {
  const value = settings[setting];
  if (value === undefined) return '';
  return String(rules[setting].isPercent ? Number((value * 100).toFixed(4)) : value);
}

type Constraint = NumberSetting | 'quotaPath' | 'dropsNearDuplicates';

/** The settings without some of their constraints. */
export function without(settings: SelectionSettings, ...names: readonly Constraint[]): SelectionSettings {
  const rest: { -readonly [Name in keyof SelectionSettings]: SelectionSettings[Name] } = { ...settings };
  for (const name of names) delete rest[name];
  return rest;
}

/** The settings with one number changed or taken away. */
export function withNumber(
  settings: SelectionSettings,
  setting: NumberSetting,
  value: number | undefined,
): SelectionSettings {
  return value === undefined ? without(settings, setting) : { ...settings, [setting]: value };
}

/** What contradicts itself, in words, or empty. */
export function contradiction(settings: SelectionSettings, words: Words): string {
  const { minimumLength, maximumLength } = settings;
  return minimumLength !== undefined && maximumLength !== undefined && minimumLength > maximumLength
    ? words.lengthsCross
    : '';
}

/** How many constraints are in force. */
export function constraintCount(settings: SelectionSettings): number {
  return [
    settings.qualityPath !== '',
    settings.minimumQuality !== undefined,
    settings.minimumLength !== undefined,
    settings.maximumLength !== undefined,
    settings.quotaPath !== undefined,
    settings.dropsNearDuplicates === true,
  ].filter(Boolean).length;
}

/** The settings with no constraint; method, size, seed and targets stay. */
export function withoutConstraints(settings: SelectionSettings): SelectionSettings {
  const rest = without(settings, 'minimumQuality', 'minimumLength', 'maximumLength', 'quotaShare');
  return { ...without(rest, 'quotaPath', 'dropsNearDuplicates'), qualityPath: '' };
}
