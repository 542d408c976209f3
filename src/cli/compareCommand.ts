/** `sft-lens compare`: selectors side by side at equal n. */
import { compareSelections } from '../core/measure/compareSelections';
import type { MethodFigures } from '../core/measure/measures';
import { selectorNames } from '../core/select/selector';
import { InputTrouble } from '../node/session/taggedPool';
import { exactlyOneFile, wholeNumber } from './arguments';
import type { CommandContext } from './commandContext';
import { withNormalizedPool } from './openNormalized';
import { constraintsOf, requiredCount, selectorOf, selectorParameters, vectorNotes } from './selectOptions';
import { formatShare, formatTable } from './terminal';

export async function compareCommand(context: CommandContext): Promise<void> {
  const { parsed, terminal, isJson } = context;
  const named = parsed
    .text('methods')
    ?.split(',')
    .map((name) => name.trim());
  const methods = [...new Set(named ?? selectorNames.filter((name) => name !== 'target'))].map(selectorOf);
  const count = requiredCount(parsed);
  const needs = { methods, withDuplicates: true, withRowVectors: parsed.isOn('vectors') };
  await withNormalizedPool(context, [exactlyOneFile(parsed)], needs, ({ data }) => {
    const comparison = compareSelections(
      data,
      {
        methods,
        count,
        seed: wholeNumber(parsed, 'seed', 0) ?? 0,
        constraints: constraintsOf(parsed),
        parameters: selectorParameters(parsed),
      },
      terminal.work('Comparing'),
    );
    if (comparison.kind === 'refused') throw new InputTrouble(comparison.problems.join(' '));
    const compared = comparison.methods.map((figures, index) => ({
      ...figures,
      notes: [...figures.notes, ...vectorNotes(methods[index]!, parsed)],
    }));
    if (isJson) return terminal.printJson({ n: comparison.n, methods: compared });
    for (const line of tableOf(compared)) terminal.print(line);
    for (const { method, notes } of compared) for (const note of notes) terminal.print(`${method}: ${note}`);
  });
}

function tableOf(methods: readonly MethodFigures[]): string[] {
  const share = (value: number | null) => (value === null ? '–' : formatShare(value));
  const figure = (value: number | null, digits: number) => (value === null ? '–' : value.toFixed(digits));
  return formatTable(
    [
      'method',
      'rows',
      'coverage',
      'mean tags',
      'mean quality',
      'query length',
      'length shift',
      'near-duplicates',
      'tags lost',
    ],
    methods.map((line) => [
      line.method,
      String(line.selected),
      formatShare(line.coverage),
      line.averageTags.toFixed(2),
      figure(line.meanQuality, 3),
      figure(line.meanQueryLength, 0),
      share(line.lengthShift),
      share(line.nearDuplicateShare),
      String(line.tagsLost),
    ]),
  );
}
