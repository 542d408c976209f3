/** Options of the commands that select or compare. */
import {
  isSelectorName,
  selectorNames,
  type Quota,
  type SelectionConstraints,
  type SelectorName,
  type SelectorParameters,
} from '../core/select/selector';
import { rowVectorMethods } from '../node/session/selectionData';
import { numberWithin, UsageError, wholeNumber, type OptionTable, type ParsedArguments } from './arguments';

export const selectOptions: OptionTable = {
  n: { type: 'string', value: 'N', help: 'Rows to select.' },
  seed: { type: 'string', value: 'N', help: 'Seed of everything random (0).' },
  quality: { type: 'string', value: 'PATH', help: 'Quality of a row: a number at this JSON path.' },
  source: { type: 'string', value: 'PATH', help: 'Source of a row, at this JSON path.' },
  'min-quality': { type: 'string', value: 'X', help: 'Never take rows below this quality.' },
  'min-length': { type: 'string', value: 'N', help: 'Never take shorter conversations (characters).' },
  'max-length': { type: 'string', value: 'N', help: 'Never take longer conversations (characters).' },
  quotas: { type: 'string', value: 'LIST', help: 'Rows per source, language or tag: source:alpaca=0-100,tag:sql=20-' },
  'pin-rows': { type: 'string', value: 'LIST', help: 'Rows taken first, by number: 3,17.' },
  'exclude-rows': { type: 'string', value: 'LIST', help: 'Rows never taken.' },
  'pin-tags': { type: 'string', value: 'LIST', help: 'Tags of which at least one row is taken.' },
  'exclude-tags': { type: 'string', value: 'LIST', help: 'Tags whose rows are never taken.' },
  vectors: { type: 'boolean', help: 'deita, k-center: embed every query (minutes) in place of comparing tag sets.' },
  'no-near-duplicates': { type: 'boolean', help: 'Take at most one of each group of near-duplicates.' },
  'target-coverage': { type: 'string', value: 'SHARE', help: 'target: share of the vocabulary to reach.' },
  'target-complexity': { type: 'string', value: 'MEAN', help: 'target: mean tags per row to reach.' },
};

export function selectorOf(name: string): SelectorName {
  if (isSelectorName(name)) return name;
  throw new UsageError(`There is no selector "${name}"; there are ${selectorNames.join(', ')}.`);
}

export function constraintsOf(parsed: ParsedArguments): SelectionConstraints {
  const quotas = quotasOf(parsed);
  const pinnedRows = listOf(parsed, 'pin-rows')?.map((text) => rowNumber('pin-rows', text));
  const excludedRows = listOf(parsed, 'exclude-rows')?.map((text) => rowNumber('exclude-rows', text));
  const pinnedTags = listOf(parsed, 'pin-tags');
  const excludedTags = listOf(parsed, 'exclude-tags');
  const minimumQuality = numberWithin(parsed, 'min-quality', -Infinity, Infinity);
  const minimumLength = wholeNumber(parsed, 'min-length', 0);
  const maximumLength = wholeNumber(parsed, 'max-length', 0);
  return {
    ...(minimumQuality === undefined ? {} : { minimumQuality }),
    ...(minimumLength === undefined ? {} : { minimumLength }),
    ...(maximumLength === undefined ? {} : { maximumLength }),
    ...(parsed.isOn('no-near-duplicates') ? { withoutNearDuplicates: true } : {}),
    ...(quotas === undefined ? {} : { quotas }),
    ...(pinnedRows === undefined ? {} : { pinnedRows }),
    ...(excludedRows === undefined ? {} : { excludedRows }),
    ...(pinnedTags === undefined ? {} : { pinnedTags }),
    ...(excludedTags === undefined ? {} : { excludedTags }),
  };
}

function listOf(parsed: ParsedArguments, name: string): string[] | undefined {
  return parsed
    .text(name)
    ?.split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

function rowNumber(name: string, text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new UsageError(`--${name} is a list of row numbers like 3,17, got "${text}".`);
}

const quotaKinds: readonly Quota['by'][] = ['source', 'language', 'tag'];

/** `source:alpaca=0-100,tag:sql=20-`; a name may hold commas, so an entry ends with its range. */
function quotasOf(parsed: ParsedArguments): Quota[] | undefined {
  const text = parsed.text('quotas');
  if (text === undefined) return undefined;
  const entries = [...text.matchAll(/\s*(\w+):(.+?)=(\d*)-(\d*)\s*(?:,|$)/gsu)];
  const length = entries.reduce((total, [whole]) => total + whole.length, 0);
  if (entries.length === 0 || length !== text.length)
    throw new UsageError(`--quotas is a list like source:alpaca=0-100,tag:sql=20-, got "${text}".`);
  return entries.map(([, kind, value = '', minimum = '', maximum = '']) => {
    const by = quotaKinds.find((known) => known === kind);
    if (by === undefined) throw new UsageError(`--quotas are by ${quotaKinds.join(', ')}, got "${kind}".`);
    return {
      by,
      value,
      ...(minimum === '' ? {} : { minimum: Number(minimum) }),
      ...(maximum === '' ? {} : { maximum: Number(maximum) }),
    };
  });
}

export function selectorParameters(parsed: ParsedArguments): SelectorParameters {
  const targetCoverage = numberWithin(parsed, 'target-coverage', 0, 1);
  const targetComplexity = numberWithin(parsed, 'target-complexity', 0, Infinity);
  return {
    ...(targetCoverage === undefined ? {} : { targetCoverage }),
    ...(targetComplexity === undefined ? {} : { targetComplexity }),
  };
}

/** Said where a selector compares rows and was not given the vectors to do it properly. */
export function vectorNotes(method: SelectorName, parsed: ParsedArguments): string[] {
  if (!rowVectorMethods.includes(method) || parsed.isOn('vectors')) return [];
  return ['With --vectors every query is embedded and texts are compared, as the paper does; it takes minutes.'];
}

export function requiredCount(parsed: ParsedArguments): number {
  // 0 is a number that no data can have: the selection refuses it, as it does one that is too large.
  const count = parsed.text('n') === '0' ? 0 : wholeNumber(parsed, 'n', 1);
  if (count === undefined) throw new UsageError('Say how many rows: --n N.');
  return count;
}
