/**
 * Comparative scoring of TACOS (arXiv 2507.03673): within a cluster rows are compared in pairs by a judge that scores
 * both from 0 to 100. The original compares each pair once, in one order, and drops an odd last row; here every pair is
 * asked in both orders, because judges favour a position, the two are averaged, and the odd row is paired once more.
 * A row that stands in several clusters has the mean of all its scores. Pairs are seeded, so that the work can be
 * counted before it is paid for, stopped, and taken up again. Time and memory O(rows of the clusters).
 */
import { randomOf, shuffle } from './random';
import type { TacosPlan } from './tacosPlan';

/** One question to the judge; `key` names it between runs. */
export type JudgeTask =
  | { readonly kind: 'pair'; readonly key: string; readonly rows: readonly [number, number] }
  | { readonly kind: 'single'; readonly key: string; readonly rows: readonly [number] };

/** The scores of the task's rows, in its order. */
export interface JudgeVerdict {
  readonly key: string;
  readonly scores: readonly number[];
}

/** What a judge reads of a row. */
export interface JudgedText {
  readonly query: string;
  readonly answer: string;
}

/** The port behind which a judge model stands. Expected trouble is a value; it rejects only when cancelled. */
export interface Judge {
  /** Model and prompt, for the manifest. */
  readonly id: string;
  judge(texts: readonly JudgedText[], signal?: JudgeSignal): Promise<JudgeReply>;
}

export type JudgeReply =
  | { readonly kind: 'scores'; readonly scores: readonly number[] }
  | {
      readonly kind: 'trouble';
      readonly message: string;
      readonly stopsRun: boolean;
      /** The question was not put, so that it is no failure. */
      readonly isUnasked?: boolean | undefined;
    };

/** What is needed of an `AbortSignal`. */
export interface JudgeSignal {
  readonly aborted: boolean;
  throwIfAborted(): void;
}

/** Every question of a plan: pairs in both orders, or each row once (the ablation with independent scores). */
export function judgeTasks(plan: TacosPlan, mode: 'pairs' | 'single', seed: number): JudgeTask[] {
  if (mode === 'single')
    return Array.from(plan.rows, (row): JudgeTask => ({ kind: 'single', key: `${row}`, rows: [row] }));
  const random = randomOf(seed);
  const tasks = new Map<string, JudgeTask>();
  for (const cluster of plan.clusters) {
    const rows = shuffle(cluster.slice(), random);
    for (let at = 0; at < rows.length; at += 2) {
      const first = rows[at]!;
      const second = at + 1 < rows.length ? rows[at + 1]! : rows[0]!;
      if (first === second) continue;
      for (const pair of [[first, second] as const, [second, first] as const]) {
        tasks.set(pair.join('-'), { kind: 'pair', key: pair.join('-'), rows: pair });
      }
    }
  }
  return [...tasks.values()];
}

/** Mean score of each row over all verdicts; NaN where there is none. */
export function scoresOfRows(
  tasks: readonly JudgeTask[],
  verdicts: ReadonlyMap<string, JudgeVerdict>,
  rowCount: number,
): Float64Array {
  const sums = new Float64Array(rowCount);
  const counts = new Uint32Array(rowCount);
  for (const { key, rows } of tasks) {
    const verdict = verdicts.get(key);
    if (!verdict) continue;
    rows.forEach((row, at) => {
      sums[row]! += verdict.scores[at]!;
      counts[row]!++;
    });
  }
  return sums.map((sum, row) => (counts[row] === 0 ? NaN : sum / counts[row]!));
}

export interface JudgingRun {
  readonly tasks: readonly JudgeTask[];
  readonly judge: Judge;
  readonly readText: (row: number) => Promise<JudgedText>;
  /** Verdicts of earlier runs: their tasks are not asked again. */
  readonly known?: ReadonlyMap<string, JudgeVerdict>;
  /** Called as soon as a verdict is there; whoever asked asks no further question before it settles. */
  readonly onVerdict?: (verdict: JudgeVerdict) => Promise<void> | void;
  /** Questions under way at once; 4 by default. */
  readonly concurrency?: number;
  /** Questions asked at most in this run. */
  readonly limit?: number;
  readonly signal?: JudgeSignal;
  readonly onProgress?: (done: number, total: number) => void;
}

export interface JudgingResult {
  readonly verdicts: ReadonlyMap<string, JudgeVerdict>;
  /** Questions without an answer, with the reason. */
  readonly failures: readonly { readonly key: string; readonly message: string }[];
  /** Why questions were not put any more; absent where all were. */
  readonly stopReason?: string;
}

/**
 * Asks what is not known yet. Failed questions are kept apart and can be asked again by another run. What is under way
 * when something else fails is waited for, so that its answer is kept; then the failure is told.
 */
export async function runJudging(run: JudgingRun): Promise<JudgingResult> {
  const verdicts = new Map(run.known ?? []);
  const failures: { key: string; message: string }[] = [];
  const open = run.tasks.filter(({ key }) => !verdicts.has(key)).slice(0, run.limit);
  let next = 0;
  let done = 0;
  let isStopped = false;
  let stopReason: string | undefined;
  const judgeNext = async (task: JudgeTask): Promise<void> => {
    run.signal?.throwIfAborted();
    const reply = await ask(run, task);
    if (reply.kind === 'scores') {
      const verdict = { key: task.key, scores: reply.scores };
      await run.onVerdict?.(verdict);
      verdicts.set(task.key, verdict);
    } else {
      if (reply.isUnasked !== true) failures.push({ key: task.key, message: reply.message });
      if (reply.stopsRun) stopReason ??= reply.message;
      isStopped ||= reply.stopsRun;
    }
    run.onProgress?.(++done, open.length);
  };
  const work = async (): Promise<void> => {
    while (next < open.length && !isStopped) {
      await judgeNext(open[next++]!).catch((error: unknown) => {
        isStopped = true;
        throw error;
      });
    }
  };
  const settled = await Promise.allSettled(Array.from({ length: Math.max(1, run.concurrency ?? 4) }, work));
  for (const one of settled) if (one.status === 'rejected') throw one.reason;
  return { verdicts, failures, ...(stopReason === undefined ? {} : { stopReason }) };
}

async function ask({ judge, readText, signal }: JudgingRun, task: JudgeTask): Promise<JudgeReply> {
  const texts = await Promise.all(task.rows.map(readText));
  const reply = await judge.judge(texts, signal);
  if (reply.kind === 'trouble' || reply.scores.length === task.rows.length) return reply;
  const message = `The judge gave ${reply.scores.length} scores for ${task.rows.length} rows.`;
  return { kind: 'trouble', message, stopsRun: false };
}
