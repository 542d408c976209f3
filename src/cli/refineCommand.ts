/** `sft-lens refine`: the rows of a file rewritten by a model, beside the originals in a new file. */
import path from 'node:path';
import { rowFormatNames } from '../core/export/rowFormats';
import { priceOf } from '../core/tagging/priceTable';
import type { TokenUsage } from '../core/tagging/tagRecord';
import { costOf } from '../core/tagging/runTally';
import { Spending } from '../core/tagging/spending';
import { openDataset, type FileDataset } from '../node/dataset/openDataset';
import { problemWithTarget } from '../node/export/targetProblems';
import { planRefining, type RefiningPlan, type RefiningRequest } from '../node/refining/planRefining';
import { createOpenaiRefiner, refineRows, type RefiningOutcome } from '../node/refining/refineRows';
import { refiningJournalPath } from '../node/refining/refiningJournal';
import { writeRefined, type WrittenRefinement } from '../node/refining/writeRefined';
import { InputTrouble, mappingOf } from '../node/session/taggedPool';
import { apiKeyFor, keySource } from './apiKey';
import { exactlyOneFile, numberWithin, oneOf, UsageError, wholeNumber, type ParsedArguments } from './arguments';
import type { CommandContext } from './commandContext';
import { rowRange } from './rowRange';
import { formatCount } from './terminal';

const mostProblemsTold = 100;

export async function refineCommand(context: CommandContext): Promise<void> {
  const { parsed, terminal } = context;
  const file = path.resolve(exactlyOneFile(parsed));
  const model = parsed.text('model');
  if (model === undefined) throw new UsageError('Name the model that rewrites: --model NAME.');
  const options = runOptions(parsed, model);
  if (options.out !== null) await checkTarget(file, options.out);
  const dataset = await openDataset(file, terminal.work('Reading'));
  try {
    const request = {
      dataset,
      mapping: mappingOf(parsed.text('query')),
      rows: rowsOf(dataset, parsed.text('rows')),
      model,
      journalPath: refiningJournalPath(file),
      signal: terminal.signal,
    };
    const plan = await planRefining({ ...request, onProgress: terminal.work('Reading').onProgress });
    if (options.out === null) return reportPlan(context, plan, model);
    checkCost(options.maxCost, plan, model);
    terminal.note(`Queries and answers go to ${options.baseUrl} (${model}). ${planLine(plan, model)}`);
    const outcome = await run(context, plan, request, options);
    const written = await writeRefined({ ...request, complete: outcome.complete, ...options.written });
    report(context, outcome, written, { model, out: options.out });
  } finally {
    await dataset.close();
  }
}

/** All that usage can get wrong, before anything is opened; no target where only the estimate is wanted. */
function runOptions(parsed: ParsedArguments, model: string) {
  const out = parsed.text('out');
  const isDryRun = parsed.isOn('dry-run');
  if (out === undefined && !isDryRun) throw new UsageError('Say where the rows go: --out FILE.');
  const baseUrl = parsed.text('base-url') ?? 'https://api.openai.com/v1';
  if (!URL.canParse(baseUrl))
    throw new UsageError(`--base-url must be an address like https://api.openai.com/v1, got "${baseUrl}".`);
  const target = isDryRun || out === undefined ? null : path.resolve(out);
  return {
    model,
    baseUrl,
    out: target,
    concurrency: wholeNumber(parsed, 'concurrency', 1),
    limit: wholeNumber(parsed, 'max-requests', 0),
    maxCost: numberWithin(parsed, 'max-cost', 0, Infinity),
    written: { target: target ?? '', format: oneOf(parsed, 'format', rowFormatNames) ?? 'source' },
  } as const;
}

async function checkTarget(file: string, out: string): Promise<void> {
  const problem = await problemWithTarget([file], out);
  if (problem !== null) throw new InputTrouble(problem);
}

function rowsOf({ rowCount }: FileDataset, text: string | undefined): number[] {
  const { first, last } = text === undefined ? { first: 0, last: rowCount - 1 } : rowRange(text);
  const count = Math.max(0, Math.min(last, rowCount - 1) - first + 1);
  if (count === 0) throw new InputTrouble(`There are no rows to refine: the file has ${formatCount(rowCount)} rows.`);
  return Array.from({ length: count }, (_, index) => first + index);
}

function costIn(usage: TokenUsage, model: string): number | null {
  const price = priceOf(model);
  return price === null ? null : costOf(usage, price);
}

function checkCost(most: number | undefined, plan: RefiningPlan, model: string): void {
  if (most === undefined) return;
  const cost = costIn(plan, model);
  if (cost === null)
    throw new UsageError(`No price is known for "${model}", so --max-cost cannot be kept. Use --max-requests.`);
  if (cost > most) throw new InputTrouble(`Refining would cost about $${cost.toFixed(2)}, above --max-cost ${most}.`);
}

/** Rejects where rows are still open: a file that holds half of the work would be taken for the whole. */
async function run(
  { terminal, parsed }: CommandContext,
  plan: RefiningPlan,
  request: RefiningRequest,
  { baseUrl, model, concurrency, limit, maxCost }: ReturnType<typeof runOptions>,
): Promise<RefiningOutcome> {
  const apiKey = apiKeyFor(baseUrl, keySource({ parsed, terminal }));
  const { signal } = terminal;
  const price = priceOf(model);
  const spending = new Spending(price === null || maxCost === undefined ? null : { maxCost, price });
  const ask = createOpenaiRefiner({ baseUrl, model, apiKey, signal, spending });
  const { onProgress } = terminal.work('Refining');
  const outcome = await refineRows(plan, ask, { ...request, concurrency, limit, signal, onProgress });
  const { openCount, openReason } = outcome;
  if (openCount === 0) return outcome;
  throw new InputTrouble(
    `${formatCount(openCount)} rows are still open. ${openReason} Replies so far are kept in ${request.journalPath}; the same command goes on from there.`,
  );
}

function planLine(plan: RefiningPlan, model: string): string {
  const cost = costIn(plan, model);
  const price = cost === null ? 'price unknown' : `about $${cost.toFixed(2)}`;
  const tokens = formatCount(plan.promptTokens + plan.completionTokens);
  return `${formatCount(plan.refinableCount)} of ${formatCount(plan.rowCount)} rows can be refined: ${formatCount(plan.requests)} requests, about ${tokens} tokens, ${price}.`;
}

function reportPlan({ terminal, isJson }: CommandContext, plan: RefiningPlan, model: string): void {
  const { rowCount, refinableCount, requests, promptTokens, completionTokens } = plan;
  const cost = costIn(plan, model);
  const figures = { requests, promptTokens, completionTokens, cost, out: null };
  const counts = { rows: rowCount, refined: 0, kept: rowCount - refinableCount, failed: 0, leftOut: 0 };
  if (isJson) terminal.printJson({ ...counts, ...figures });
  else terminal.print(`${planLine(plan, model)} Nothing was sent.`);
}

function report(
  { terminal, isJson }: CommandContext,
  outcome: RefiningOutcome,
  { problems, ...counts }: WrittenRefinement,
  { model, out }: { readonly model: string; readonly out: string },
): void {
  const { requests, promptTokens, completionTokens } = outcome;
  const cost = costIn(outcome, model);
  const figures = { ...counts, requests, promptTokens, completionTokens, cost, out };
  if (isJson) return terminal.printJson({ ...figures, problems: problems.slice(0, mostProblemsTold) });
  const { refined, kept, failed, leftOut } = counts;
  terminal.print(
    `${formatCount(refined)} rows refined, ${formatCount(kept)} kept as they are, ${formatCount(failed)} failed and kept, ${formatCount(leftOut)} left out; ${formatCount(requests)} requests; written to ${out}`,
  );
  const [first] = problems;
  if (first !== undefined) terminal.print(`Row ${first.row}: ${first.message}`);
}
