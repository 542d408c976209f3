/** `sft-lens tag`, with its options, printed. */
import { exactlyOneFile, numberWithin, oneOf, UsageError, wholeNumber, type ParsedArguments } from './arguments';
import type { CommandContext } from './commandContext';
import { tagByBatch, type BatchReport, type BatchTask } from './tagBatch';
import { tag, type TagCommandOptions, type TagReport } from './tag';
import { formatCount } from './terminal';

export async function tagCommand({ parsed, terminal, isJson }: CommandContext): Promise<void> {
  const options: Mutable<TagCommandOptions> = {
    isDryRun: parsed.isOn('dry-run'),
    isRetry: parsed.isOn('retry-failed'),
    signal: terminal.signal,
    onNote: (line) => terminal.note(line),
    ...(parsed.isOn('quiet') ? {} : { onProgress: (line: string) => terminal.note(line) }),
  };
  const assign = <K extends keyof TagCommandOptions>(key: K, value: TagCommandOptions[K] | undefined) => {
    if (value !== undefined) options[key] = value;
  };
  assign('tagger', oneOf(parsed, 'tagger', ['openai', 'instagger', 'local']));
  assign('baseUrl', parsed.text('base-url'));
  assign('model', parsed.text('model'));
  assign('prompt', parsed.text('prompt'));
  assign('concurrency', wholeNumber(parsed, 'concurrency', 1));
  assign('limit', wholeNumber(parsed, 'limit', 0));
  assign('rows', parsed.text('rows'));
  assign('maxRequests', wholeNumber(parsed, 'max-requests', 0));
  assign('maxCost', numberWithin(parsed, 'max-cost', 0, Infinity));
  assign('query', parsed.text('query'));
  assign('tagsField', parsed.text('tags-field'));
  assign('tagsFile', parsed.text('tags-file'));
  assign('journal', parsed.text('journal'));
  assign('apiKeyName', parsed.text('api-key-env'));
  const file = exactlyOneFile(parsed);
  const task = batchTask(parsed);
  if (task !== undefined) {
    const report = await tagByBatch(file, task, options);
    return isJson ? terminal.printJson(report) : terminal.print(batchLineOf(report));
  }
  const report = await tag(file, options);
  if (isJson) return terminal.printJson(report);
  for (const line of reportLines(report, parsed.isOn('dry-run'))) terminal.print(line);
}

/** At most one of the batch options. */
function batchTask(parsed: ParsedArguments): BatchTask | undefined {
  const folder = parsed.text('batch-out');
  const files = parsed.texts('batch-in');
  const tasks: BatchTask[] = [
    ...(folder === undefined ? [] : [{ kind: 'write', folder } as const]),
    ...(files.length === 0 ? [] : [{ kind: 'read', files } as const]),
    ...(parsed.isOn('batch-submit') ? [{ kind: 'submit' } as const] : []),
    ...(parsed.isOn('batch-collect') ? [{ kind: 'collect' } as const] : []),
    ...(parsed.isOn('batch-cancel') ? [{ kind: 'cancel' } as const] : []),
  ];
  if (tasks.length > 1)
    throw new UsageError('Give one of --batch-out, --batch-in, --batch-submit, --batch-collect, --batch-cancel.');
  return tasks[0];
}

function batchLineOf({ ending, tagged, failed, batch }: BatchReport): string {
  const requests = `${formatCount(batch.requests)} requests`;
  switch (ending) {
    case 'written':
      return `${requests} written to ${batch.files.join(', ')}`;
    case 'submitted':
      return `${requests} submitted; --batch-collect takes the answers in`;
    case 'cancelling':
      return 'The service was asked to stop the batch; --batch-collect takes in what it has answered';
    default:
      return `${formatCount(tagged)} queries tagged, ${formatCount(failed)} failed${batch.isDone ? '' : '; the batch is still under way'}`;
  }
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
    ...(report.repeated === 0
      ? []
      : [`${formatCount(report.repeated)} of the requests were under way when an earlier run was cut off`]),
    `${formatCount(report.requests)} requests, ${formatCount(report.retries)} retries, cost ${report.cost.toFixed(4)}, ${report.seconds.toFixed(1)} s`,
  ];
}
