/** `sft-lens evaluate`, printed. */
import type { Agreement } from '../core/measure/evaluate';
import { exactlyOneFile, UsageError } from './arguments';
import type { CommandContext } from './commandContext';
import { evaluate } from './evaluate';
import { formatCount, formatShare } from './terminal';

export async function evaluateCommand({ parsed, terminal, isJson }: CommandContext): Promise<void> {
  const reference = parsed.text('reference');
  if (reference === undefined) throw new UsageError('Name the reference: --reference FILE.');
  const report = await evaluate(exactlyOneFile(parsed), reference, {
    ...terminal.work('Evaluating'),
    query: parsed.text('query'),
    tagsField: parsed.text('tags-field'),
    referenceField: parsed.text('reference-field'),
    journal: parsed.text('journal'),
  });
  if (isJson) return terminal.printJson(report);
  terminal.print(`${formatCount(report.queries)} queries`);
  terminal.print(lineOf('exact', report.exact));
  terminal.print(report.fuzzy === null ? 'fuzzy: no embedding model could be loaded' : lineOf('fuzzy', report.fuzzy));
}

function lineOf(name: string, { precision, recall, f1 }: Agreement): string {
  return `${name}: precision ${formatShare(precision)}, recall ${formatShare(recall)}, F1 ${formatShare(f1)}`;
}
