/** `select --method tacos --judge-model M`: rows are compared by a model before they are taken. */
import { readRow } from '../core/dataset/rowReader';
import { judgedText } from '../core/select/judgedText';
import type { SelectionRequest } from '../core/select/selector';
import type { JudgedText } from '../core/select/tacosJudging';
import { priceOf } from '../core/tagging/priceTable';
import { Spending } from '../core/tagging/spending';
import { rowDecoder } from '../node/dataset/decodeRow';
import {
  judgeRows,
  judgingCost,
  planJudging,
  type JudgingOutcome,
  type JudgingPlan,
} from '../node/judging/judgeSelection';
import { judgingJournalPath } from '../node/judging/judgingJournal';
import { InputTrouble, type TaggedPool } from '../node/session/taggedPool';
import { apiKeyFor, keySource } from './apiKey';
import { numberWithin, oneOf, UsageError, wholeNumber, type OptionTable } from './arguments';
import type { CommandContext } from './commandContext';
import type { NormalizedPool } from './openNormalized';
import { formatCount } from './terminal';

export const judgeOptions: OptionTable = {
  'judge-base-url': { type: 'string', value: 'URL', help: 'tacos: OpenAI-compatible endpoint of the judge.' },
  'judge-model': { type: 'string', value: 'MODEL', help: 'tacos: let this model compare rows in pairs (costs money).' },
  'judge-mode': { type: 'string', value: 'MODE', help: 'tacos: pairs (both orders) or single (the ablation).' },
  'judge-clusters': { type: 'string', value: 'MODE', help: 'tacos: k-means, dbscan or off (the ablation).' },
  'judge-concurrency': { type: 'string', value: 'N', help: 'tacos: questions at once (4).' },
  'judge-max-requests': {
    type: 'string',
    value: 'N',
    help: 'tacos: questions at most in this run; go on with another.',
  },
  'judge-max-cost': {
    type: 'string',
    value: 'USD',
    help: 'tacos: do not begin where the estimate is higher; stop before the real cost is.',
  },
  'dry-run': { type: 'boolean', help: 'tacos: count questions, tokens and cost; ask and write nothing.' },
};

/** The request with the judge's scores; as it is where no judge was named; null where only the estimate was wanted. */
export async function judgedRequest(
  context: CommandContext,
  opened: NormalizedPool,
  request: SelectionRequest,
): Promise<SelectionRequest | null> {
  const { parsed, terminal } = context;
  const clustering = oneOf(parsed, 'judge-clusters', ['k-means', 'dbscan', 'off'] as const);
  const tacos = { ...request.parameters?.tacos, ...(clustering === undefined ? {} : { clustering }) };
  const clustered = { ...request, parameters: { ...request.parameters, tacos } };
  const model = parsed.text('judge-model');
  if (model === undefined) {
    if (parsed.isOn('dry-run') || parsed.text('judge-base-url') !== undefined)
      throw new UsageError('Name the judge: --judge-model MODEL (with --method tacos).');
    return clustering === undefined ? request : clustered;
  }
  if (request.method !== 'tacos') throw new UsageError('Only --method tacos asks a judge.');
  const { createOpenaiJudge, judgeId } = await import('../node/judging/openaiJudge');
  const judging = {
    data: opened.data,
    request: clustered,
    mode: oneOf(parsed, 'judge-mode', ['pairs', 'single'] as const) ?? 'pairs',
    judge: judgeId(model),
    journalPath: judgingJournalPath(opened.pool.dataset.path),
    readText: textReader(opened.pool),
    signal: terminal.signal,
  };
  const plan = await planJudging({ ...judging, onProgress: terminal.work('Reading').onProgress });
  if ('problems' in plan) throw new InputTrouble(plan.problems.join(' '));
  const cost = judgingCost(plan, priceOf(model));
  if (parsed.isOn('dry-run')) return reportPlan(context, plan, cost);
  const maxCost = numberWithin(parsed, 'judge-max-cost', 0, Infinity);
  checkCost(maxCost, cost, model);
  const baseUrl = baseUrlOf(parsed.text('judge-base-url'));
  terminal.note(`Queries and answers go to ${baseUrl} (${model}). ${planLine(plan, cost)}`);
  const apiKey = apiKeyFor(baseUrl, keySource({ parsed, terminal }));
  const price = priceOf(model);
  const spending = new Spending(price === null || maxCost === undefined ? null : { maxCost, price });
  const judge = createOpenaiJudge({ baseUrl, model, apiKey, signal: terminal.signal, spending });
  const concurrency = wholeNumber(parsed, 'judge-concurrency', 1);
  const limit = wholeNumber(parsed, 'judge-max-requests', 0);
  const outcome = await judgeRows(plan, judge, {
    ...judging,
    ...(concurrency === undefined ? {} : { concurrency }),
    ...(limit === undefined ? {} : { limit }),
    onProgress: terminal.work('Judging').onProgress,
  });
  if (outcome.openCount > 0) throw new InputTrouble(unfinished(outcome, judging.journalPath));
  const { scores } = outcome;
  return { ...clustered, parameters: { ...clustered.parameters, tacos: { ...tacos, scores } } };
}

function unfinished({ failures, openCount, stopReason }: JudgingOutcome, journal: string): string {
  const kept = `Verdicts so far are kept in ${journal}; the same command goes on from there.`;
  const [first] = failures;
  if (first === undefined)
    return `${formatCount(openCount)} questions are still open: ${stopReason ?? 'see --judge-max-requests.'} ${kept}`;
  return `${formatCount(failures.length)} questions to the judge failed, the first with: ${first.message} ${kept}`;
}

function baseUrlOf(text = 'https://api.openai.com/v1'): string {
  if (URL.canParse(text)) return text;
  throw new UsageError(`--judge-base-url must be an address like https://api.openai.com/v1, got "${text}".`);
}

function checkCost(most: number | undefined, cost: number | null, model: string): void {
  if (most === undefined) return;
  if (cost === null)
    throw new UsageError(
      `No price is known for "${model}", so --judge-max-cost cannot be kept. Use --judge-max-requests.`,
    );
  if (cost > most)
    throw new InputTrouble(`Judging would cost about $${cost.toFixed(2)}, above --judge-max-cost ${most}.`);
}

function planLine({ tasks, known, openCount, promptTokens }: JudgingPlan, cost: number | null): string {
  const price = cost === null ? 'price unknown' : `about $${cost.toFixed(2)}`;
  return `${formatCount(tasks.length)} questions to the judge, ${formatCount(known.size)} answered before; ${formatCount(openCount)} to ask: about ${formatCount(promptTokens)} prompt tokens, ${price}.`;
}

function reportPlan({ terminal, isJson }: CommandContext, plan: JudgingPlan, cost: number | null): null {
  const { tasks, known, openCount, promptTokens, completionTokens } = plan;
  const report = {
    questions: tasks.length,
    answered: known.size,
    toAsk: openCount,
    promptTokens,
    completionTokens,
    cost,
  };
  if (isJson) terminal.printJson(report);
  else terminal.print(`${planLine(plan, cost)} Nothing was sent.`);
  return null;
}

function textReader({ dataset, mapping }: TaggedPool): (row: number) => Promise<JudgedText> {
  const decode = rowDecoder(dataset.container);
  return async (row) => {
    const [bytes] = await dataset.readRows(row, 1);
    const read = bytes === undefined ? null : readRow(bytes.bytes, decode, mapping);
    return read?.kind === 'row' ? judgedText(read.conversation) : { query: '', answer: '' };
  };
}
