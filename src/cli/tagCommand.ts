/** `sft-lens tag`, with its options, printed. */
import { exactlyOneFile, numberWithin, oneOf, wholeNumber } from './arguments';
import type { CommandContext } from './commandContext';
import { tag, type TagCommandOptions, type TagReport } from './tag';
import { formatCount } from './terminal';

export async function tagCommand({ parsed, terminal, isJson }: CommandContext): Promise<void> {
  const options: Mutable<TagCommandOptions> = {
    isDryRun: parsed.isOn('dry-run'),
    signal: terminal.signal,
    ...(parsed.isOn('quiet') ? {} : { onProgress: (line: string) => terminal.note(line) }),
  };
  const assign = <K extends keyof TagCommandOptions>(key: K, value: TagCommandOptions[K] | undefined) => {
    if (value !== undefined) options[key] = value;
  };
  assign('tagger', oneOf(parsed, 'tagger', ['openai', 'instagger', 'local']));
  assign('baseUrl', parsed.text('base-url'));
  assign('model', parsed.text('model'));
  assign('concurrency', wholeNumber(parsed, 'concurrency', 1));
  assign('limit', wholeNumber(parsed, 'limit', 0));
  assign('rows', parsed.text('rows'));
  assign('maxRequests', wholeNumber(parsed, 'max-requests', 0));
  assign('maxCost', numberWithin(parsed, 'max-cost', 0, Infinity));
  assign('query', parsed.text('query'));
  assign('tagsField', parsed.text('tags-field'));
  assign('journal', parsed.text('journal'));
  const report = await tag(exactlyOneFile(parsed), options);
  if (isJson) return terminal.printJson(report);
  for (const line of reportLines(report, parsed.isOn('dry-run'))) terminal.print(line);
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

function reportLines(report: TagReport, isDryRun: boolean): string[] {
  const left = report.queries - report.alreadyTagged;
  if (isDryRun)
    return [
      `${formatCount(left)} queries to tag: about ${formatCount(report.promptTokens)} prompt tokens, cost about ${report.cost.toFixed(2)}. Nothing was sent.`,
    ];
  return [
    `${formatCount(report.tagged)} queries tagged, ${formatCount(report.failed)} failed, ${formatCount(report.alreadyTagged)} were tagged already`,
    `${formatCount(report.requests)} requests, ${formatCount(report.retries)} retries, cost ${report.cost.toFixed(4)}, ${report.seconds.toFixed(1)} s`,
  ];
}
