/** Options of the commands that select or compare. */
import {
  isSelectorName,
  selectorNames,
  type SelectionConstraints,
  type SelectorName,
  type SelectorParameters,
} from '../core/select/selector';
import { numberWithin, UsageError, wholeNumber, type OptionTable, type ParsedArguments } from './arguments';

export const selectOptions: OptionTable = {
  n: { type: 'string', value: 'N', help: 'Rows to select.' },
  seed: { type: 'string', value: 'N', help: 'Seed of everything random (0).' },
  quality: { type: 'string', value: 'PATH', help: 'Quality of a row: a number at this JSON path.' },
  source: { type: 'string', value: 'PATH', help: 'Source of a row, at this JSON path.' },
  'min-quality': { type: 'string', value: 'X', help: 'Never take rows below this quality.' },
  'min-length': { type: 'string', value: 'N', help: 'Never take shorter conversations (characters).' },
  'max-length': { type: 'string', value: 'N', help: 'Never take longer conversations (characters).' },
  'no-near-duplicates': { type: 'boolean', help: 'Take at most one of each group of near-duplicates.' },
  'target-coverage': { type: 'string', value: 'SHARE', help: 'target: share of the vocabulary to reach.' },
  'target-complexity': { type: 'string', value: 'MEAN', help: 'target: mean tags per row to reach.' },
};

export function selectorOf(name: string): SelectorName {
  if (isSelectorName(name)) return name;
  throw new UsageError(`There is no selector "${name}"; there are ${selectorNames.join(', ')}.`);
}

export function constraintsOf(parsed: ParsedArguments): SelectionConstraints {
  const minimumQuality = numberWithin(parsed, 'min-quality', -Infinity, Infinity);
  const minimumLength = wholeNumber(parsed, 'min-length', 0);
  const maximumLength = wholeNumber(parsed, 'max-length', 0);
  return {
    ...(minimumQuality === undefined ? {} : { minimumQuality }),
    ...(minimumLength === undefined ? {} : { minimumLength }),
    ...(maximumLength === undefined ? {} : { maximumLength }),
    ...(parsed.isOn('no-near-duplicates') ? { withoutNearDuplicates: true } : {}),
  };
}

export function selectorParameters(parsed: ParsedArguments): SelectorParameters {
  const targetCoverage = numberWithin(parsed, 'target-coverage', 0, 1);
  const targetComplexity = numberWithin(parsed, 'target-complexity', 0, Infinity);
  return {
    ...(targetCoverage === undefined ? {} : { targetCoverage }),
    ...(targetComplexity === undefined ? {} : { targetComplexity }),
  };
}

export function requiredCount(parsed: ParsedArguments): number {
  const count = wholeNumber(parsed, 'n', 0);
  if (count === undefined) throw new UsageError('Say how many rows: --n N.');
  return count;
}
