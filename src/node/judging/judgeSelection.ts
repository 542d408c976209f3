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
import { openaiTokenCounter, sampledTokenCounter } from '../tagging/tokenEstimate';
import { breather } from '../jobs/breather';
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
  /** Tasks to be asked: of those that put the same question the first. */
  readonly open: readonly JudgeTask[];
  readonly known: ReadonlyMap<string, JudgeVerdict>;
  /** Content key of each task, for the journal. */
  readonly contentKeys: ReadonlyMap<string, string>;
}

export interface JudgingOutcome {
  /** NaN where a row was not asked about or every question failed. */
  readonly scores: Float64Array;
  /** Questions of this run. */
  readonly answered: number;
  /** Questions that another run has to ask. */
  readonly openCount: number;
  readonly failures: readonly { readonly key: string; readonly message: string }[];
  /** Why the run ended before its last question. */
  readonly stopReason?: string;
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
  const countTokens = sampledTokenCounter(await openaiTokenCounter(), rowsPerTokenSample);
  const breathe = breather();
  for (const row of new Set(tasks.flatMap((task) => [...task.rows]))) {
    signal?.throwIfAborted();
    const text = await options.readText(row);
    rows.set(row, {
      hash: queryHash(`${text.query}\u0000${text.answer}`),
      tokens: countTokens(text.query + text.answer),
    });
    onProgress?.(rows.size, plan.rows.length);
    await breathe();
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
  const empty = { query: '', answer: '' };
  const frame = judgePrompt(mode === 'pairs' ? [empty, empty] : [empty]);
  const frameTokens = (await openaiTokenCounter())(frame.system + frame.user);
  const contentKeys = new Map(
    tasks.map((task) => [task.key, task.rows.map((row) => rows.get(row)?.hash ?? '').join('-')]),
  );
  const known = knownVerdicts(tasks, contentKeys, kept);
  const open = openTasks(tasks, contentKeys, known);
  const promptTokens = open.reduce(
    (sum, task) => task.rows.reduce((own, row) => own + (rows.get(row)?.tokens ?? 0), sum + frameTokens),
    0,
  );
  const openCount = open.length;
  const completionTokens = openCount * completionTokensEach;
  return { tasks, open, known, contentKeys, openCount, promptTokens, completionTokens };
}

/** Verdicts by task, from those by content. */
function knownVerdicts(
  tasks: readonly JudgeTask[],
  contentKeys: ReadonlyMap<string, string>,
  kept: ReadonlyMap<string, readonly number[]>,
): Map<string, JudgeVerdict> {
  const known = new Map<string, JudgeVerdict>();
  for (const { key, rows } of tasks) {
    const scores = kept.get(contentKeys.get(key) ?? key);
    if (scores?.length === rows.length) known.set(key, { key, scores });
  }
  return known;
}

function openTasks(
  tasks: readonly JudgeTask[],
  contentKeys: ReadonlyMap<string, string>,
  known: ReadonlyMap<string, JudgeVerdict>,
): JudgeTask[] {
  const firsts = new Map<string, JudgeTask>();
  for (const task of tasks) {
    const content = contentKeys.get(task.key) ?? task.key;
    if (!known.has(task.key) && !firsts.has(content)) firsts.set(content, task);
  }
  return [...firsts.values()];
}

/** What the open questions cost, or null where no price is known. */
export function judgingCost(
  { promptTokens, completionTokens }: OpenQuestions,
  price: TokenPrice | null,
): number | null {
  return price === null ? null : costOf({ promptTokens, completionTokens }, price);
}

/** Asks what is open; whoever asked goes on when the verdict is in the journal. */
export async function judgeRows(
  plan: JudgingPlan,
  judge: Judge,
  options: Pick<JudgingRequest, 'data' | 'readText' | 'journalPath' | 'signal' | 'onProgress'> & {
    readonly concurrency?: number;
    readonly limit?: number;
  },
): Promise<JudgingOutcome> {
  const { data, readText, journalPath, signal, onProgress, concurrency, limit } = options;
  const { tasks, contentKeys } = plan;
  const rowCount = data.tags.offsets.length - 1;
  if (plan.openCount === 0)
    return { scores: scoresOfRows(tasks, plan.known, rowCount), answered: 0, openCount: 0, failures: [] };
  const writer = await JournalWriter.open<KeptVerdict>(journalPath);
  try {
    // Another window may have asked since the plan was made.
    const kept = await readVerdicts(journalPath, judge.id);
    const contentOf = (key: string): string => contentKeys.get(key) ?? key;
    const { verdicts, ...rest } = await runJudging({
      tasks: openTasks(tasks, contentKeys, knownVerdicts(tasks, contentKeys, kept)),
      judge,
      readText,
      onVerdict: async ({ key, scores }) => {
        await writer.add({ judge: judge.id, task: contentOf(key), scores });
        kept.set(contentOf(key), scores);
      },
      ...(concurrency === undefined ? {} : { concurrency }),
      ...(limit === undefined ? {} : { limit }),
      ...(signal === undefined ? {} : { signal }),
      ...(onProgress === undefined ? {} : { onProgress }),
    });
    const known = knownVerdicts(tasks, contentKeys, kept);
    const openCount = openTasks(tasks, contentKeys, known).length;
    return { scores: scoresOfRows(tasks, known, rowCount), answered: verdicts.size, openCount, ...rest };
  } finally {
    await writer.close();
  }
}
