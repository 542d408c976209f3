/** TACOS's judging of a selection's candidates: planned and counted first, then paid for, resumed from the journal. */
import { judgePrompt } from '../../core/select/judgePrompt';
import { resolveConstraints } from '../../core/select/constraints';
import type { SelectionData, SelectionRequest } from '../../core/select/selector';
import {
  judgeTasks,
  runJudging,
  scoresOfRows,
  type Judge,
  type JudgedText,
  type JudgeTask,
  type JudgeVerdict,
} from '../../core/select/tacosJudging';
import { planTacos, type TacosPlan } from '../../core/select/tacosPlan';
import { queryHash } from '../../core/tagging/queryHash';
import { costOf, type TokenPrice } from '../../core/tagging/runTally';
import { openaiTokenCounter } from '../tagging/tokenEstimate';
import { JournalWriter } from './journalLines';
import { readVerdicts, type KeptVerdict } from './judgingJournal';

export interface JudgingRequest {
  readonly data: SelectionData;
  readonly request: SelectionRequest;
  /** In pairs, both orders; or each row alone, the ablation. */
  readonly mode: 'pairs' | 'single';
  readonly judge: string;
  readonly journalPath: string;
  readonly readText: (row: number) => Promise<JudgedText>;
  /** Clusters where they were found elsewhere. */
  readonly plan?: TacosPlan | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** What is not answered yet, with estimates of its tokens. */
export interface OpenQuestions {
  readonly openCount: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
}

/** The work before it is done. */
export interface JudgingPlan extends OpenQuestions {
  readonly tasks: readonly JudgeTask[];
  readonly known: ReadonlyMap<string, JudgeVerdict>;
  /** Content key of each task, for the journal. */
  readonly contentKeys: ReadonlyMap<string, string>;
}

export interface JudgingOutcome {
  /** NaN where a row was not asked about or every question failed. */
  readonly scores: Float64Array;
  readonly answered: number;
  readonly failures: readonly { readonly key: string; readonly message: string }[];
}

const completionTokensEach = 12;
const rowsPerTokenSample = 400;

/** Clusters, pairs and counts; reads every row that would be judged. Rejects with the problems of the request. */
export async function planJudging(
  options: JudgingRequest,
): Promise<JudgingPlan | { readonly problems: readonly string[] }> {
  const { data, request, mode, signal, onProgress } = options;
  const { candidates, problems } = resolveConstraints(data, request);
  if (problems.length > 0) return { problems };
  const plan = options.plan ?? planTacos(data, candidates, request.seed, request.parameters?.tacos);
  const tasks = judgeTasks(plan, mode, request.seed);
  const rows = new Map<number, { hash: string; tokens: number }>();
  const countTokens = await sampledCounter(plan.rows.length);
  for (const row of new Set(tasks.flatMap((task) => [...task.rows]))) {
    signal?.throwIfAborted();
    const text = await options.readText(row);
    rows.set(row, {
      hash: queryHash(`${text.query}\u0000${text.answer}`),
      tokens: countTokens(text.query + text.answer),
    });
    onProgress?.(rows.size, plan.rows.length);
  }
  const kept = await readVerdicts(options.journalPath, options.judge);
  return countOpen(tasks, rows, kept, mode);
}

async function countOpen(
  tasks: readonly JudgeTask[],
  rows: ReadonlyMap<number, { readonly hash: string; readonly tokens: number }>,
  kept: ReadonlyMap<string, readonly number[]>,
  mode: JudgingRequest['mode'],
): Promise<JudgingPlan> {
  const known = new Map<string, JudgeVerdict>();
  const contentKeys = new Map<string, string>();
  const empty = { query: '', answer: '' };
  const frame = judgePrompt(mode === 'pairs' ? [empty, empty] : [empty]);
  const frameTokens = (await openaiTokenCounter())(frame.system + frame.user);
  let promptTokens = 0;
  for (const task of tasks) {
    const contentKey = task.rows.map((row) => rows.get(row)?.hash ?? '').join('-');
    contentKeys.set(task.key, contentKey);
    const scores = kept.get(contentKey);
    if (scores?.length === task.rows.length) known.set(task.key, { key: task.key, scores });
    else promptTokens += task.rows.reduce((sum, row) => sum + (rows.get(row)?.tokens ?? 0), frameTokens);
  }
  const openCount = tasks.length - known.size;
  return { tasks, known, contentKeys, openCount, promptTokens, completionTokens: openCount * completionTokensEach };
}

/** Exact for a few hundred rows; for more the tokens per character of the first ones stand for the rest. */
async function sampledCounter(rowCount: number): Promise<(text: string) => number> {
  const count = await openaiTokenCounter();
  if (rowCount <= rowsPerTokenSample) return count;
  let counted = 0;
  let tokens = 0;
  let characters = 0;
  return (text) => {
    if (counted++ >= rowsPerTokenSample) return Math.ceil((text.length * tokens) / Math.max(1, characters));
    const own = count(text);
    tokens += own;
    characters += text.length;
    return own;
  };
}

/** What the open questions cost, or null where no price is known. */
export function judgingCost(
  { promptTokens, completionTokens }: OpenQuestions,
  price: TokenPrice | null,
): number | null {
  return price === null ? null : costOf({ promptTokens, completionTokens }, price);
}

/** Asks what is open; every verdict is in the journal before the next question goes out. */
export async function judgeRows(
  plan: JudgingPlan,
  judge: Judge,
  options: Pick<JudgingRequest, 'data' | 'readText' | 'journalPath' | 'signal' | 'onProgress'> & {
    readonly concurrency?: number;
    readonly limit?: number;
  },
): Promise<JudgingOutcome> {
  const { signal, onProgress, concurrency, limit } = options;
  const writer = plan.openCount === 0 ? null : await JournalWriter.open<KeptVerdict>(options.journalPath);
  try {
    const { verdicts, failures } = await runJudging({
      tasks: plan.tasks,
      judge,
      known: plan.known,
      readText: options.readText,
      onVerdict: ({ key, scores }) => writer?.add({ judge: judge.id, task: plan.contentKeys.get(key) ?? key, scores }),
      ...(concurrency === undefined ? {} : { concurrency }),
      ...(limit === undefined ? {} : { limit }),
      ...(signal === undefined ? {} : { signal }),
      ...(onProgress === undefined ? {} : { onProgress }),
    });
    const rowCount = options.data.tags.offsets.length - 1;
    const scores = scoresOfRows(plan.tasks, verdicts, rowCount);
    return { scores, answered: verdicts.size - plan.known.size, failures };
  } finally {
    await writer?.close();
  }
}
