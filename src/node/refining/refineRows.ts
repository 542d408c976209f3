/** Refinement of a dataset's rows: planned and counted first, then paid for, resumed from the journal. */
import type { Dataset } from '../../core/dataset/dataset';
import type { QueryMapping } from '../../core/dataset/mapping';
import type { ReadRow } from '../../core/dataset/rowReader';
import { privateReason } from '../../core/select/guardedJudge';
import {
  refinableText,
  refinementSettings,
  refineText,
  type Complete,
  type Completion,
  type RefinedText,
  type RefinementPrompt,
} from '../../core/select/refinement';
import type { JudgedText } from '../../core/select/tacosJudging';
import { rowReaderOf } from '../dataset/decodeRow';
import { ChatQuestions, type ChatReply, type QuestionEndpoint } from '../judging/chatQuestions';
import { JournalWriter } from '../judging/journalLines';
import { openaiTokenCounter } from '../tagging/tokenEstimate';
import { questionKey, readReplies, type KeptReply } from './refiningJournal';

export interface RefiningRequest {
  readonly dataset: Dataset;
  readonly mapping: QueryMapping;
  readonly rows: ArrayLike<number>;
  readonly model: string;
  readonly journalPath: string;
  /** Rows in which private text is found are not sent. */
  readonly withPrivacyScan?: boolean;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** A row before it is refined; refused rows stay as they are, invalid ones cannot be written. */
export type PlannedRow =
  | { readonly kind: 'text'; readonly row: number; readonly text: JudgedText }
  | { readonly kind: 'refused' | 'invalid'; readonly row: number; readonly reason: string };

/** The work before it is done. Memory O(text of the rows). */
export interface RefiningPlan {
  readonly rows: readonly PlannedRow[];
  /** Replies of earlier runs by question. */
  readonly known: ReadonlyMap<string, string>;
  /** Estimates for what is open. */
  readonly requests: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** The first question that is open. */
  readonly firstPrompt: RefinementPrompt | null;
}

/** Asks the model one question. */
export type AskRefiner = (prompt: RefinementPrompt) => Promise<ChatReply>;

export interface RefiningOutcome {
  /** By row. Rows that were stopped are not finished; rows not begun are absent. */
  readonly results: ReadonlyMap<number, RefinedText>;
  /** Replies of this run. */
  readonly requests: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
}

const critiqueTokens = 150;
const answerTimeoutMs = 300_000;

/** A chat-completion endpoint at TACOS's temperature; whole rewritten answers take their time. */
export function createOpenaiRefiner(endpoint: QuestionEndpoint): AskRefiner {
  const timeoutMs = Math.max(answerTimeoutMs, endpoint.timeoutMs ?? 0);
  const questions = new ChatQuestions({ ...endpoint, timeoutMs }, refinementSettings);
  return (prompt) => questions.ask(prompt);
}

/** Reads every row and counts what is not answered yet. */
export async function planRefining(request: RefiningRequest): Promise<RefiningPlan> {
  const read = rowReaderOf(request.dataset.container, request.mapping);
  const rows: PlannedRow[] = [];
  for (const row of Array.from(request.rows)) {
    request.signal?.throwIfAborted();
    const [found] = await request.dataset.readRows(row, 1);
    if (found !== undefined) rows.push(plannedRow(row, read(found.bytes), request.withPrivacyScan === true));
    request.onProgress?.(rows.length, request.rows.length);
  }
  const known = await readReplies(request.journalPath, request.model);
  return { rows, known, ...(await estimate(rows, known)) };
}

function plannedRow(row: number, read: ReadRow, withPrivacyScan: boolean): PlannedRow {
  if (read.kind === 'invalid') return { kind: 'invalid', row, reason: read.problem.message };
  const refinable = refinableText(read.conversation);
  const reason = withPrivacyScan && refinable.kind === 'text' ? privateReason(refinable.text) : null;
  return reason === null ? { row, ...refinable } : { kind: 'refused', row, reason };
}

/** Walks through the questions: a rewrite is taken to be as long as what it replaces. */
async function estimate(
  rows: readonly PlannedRow[],
  known: RefiningPlan['known'],
): Promise<Omit<RefiningPlan, 'rows' | 'known'>> {
  const count = await openaiTokenCounter();
  const totals = { requests: 0, promptTokens: 0, completionTokens: 0 };
  let firstPrompt: RefinementPrompt | null = null;
  for (const planned of rows) {
    if (planned.kind !== 'text') continue;
    await refineText(planned.text, (prompt) => {
      const reply = known.get(questionKey(prompt));
      if (reply !== undefined) return Promise.resolve({ kind: 'text', text: reply });
      const tokens = prompt.kind === 'critique' ? critiqueTokens : count(planned.text[prompt.part]);
      firstPrompt ??= prompt;
      totals.requests++;
      totals.promptTokens += count(prompt.system + prompt.user);
      totals.completionTokens += tokens;
      return Promise.resolve({ kind: 'text', text: prompt.kind === 'critique' ? '…' : planned.text[prompt.part] });
    });
  }
  return { ...totals, firstPrompt };
}

export interface RefiningRun {
  readonly journalPath: string;
  readonly model: string;
  /** Rows under way at once; 4 by default. */
  readonly concurrency?: number | undefined;
  /** Questions asked at most in this run. */
  readonly limit?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** Rows that a run did not finish: stopped between their questions, or not begun. */
export function unfinishedCount({ rows }: RefiningPlan, { results }: RefiningOutcome): number {
  return rows.filter(({ kind, row }) => kind === 'text' && results.get(row)?.isStopped !== false).length;
}

/** Asks what is open; every reply is in the journal before the row's next question goes out. */
export async function refineRows(plan: RefiningPlan, ask: AskRefiner, run: RefiningRun): Promise<RefiningOutcome> {
  const open = plan.rows.flatMap((planned) => (planned.kind === 'text' ? [planned] : []));
  const total = open.length;
  const results = new Map<number, RefinedText>();
  const writer = plan.requests === 0 ? null : await JournalWriter.open<KeptReply>(run.journalPath);
  const replies = new PaidReplies(plan.known, ask, run, writer);
  let isStopped = false;
  const work = async (): Promise<void> => {
    for (let next = open.shift(); next !== undefined && !isStopped; next = open.shift()) {
      run.signal?.throwIfAborted();
      const result = await refineText(next.text, replies.complete, run.signal).catch((error: unknown) => {
        isStopped = true;
        throw error;
      });
      results.set(next.row, result);
      isStopped ||= result.stopsRun;
      run.onProgress?.(results.size, total);
    }
  };
  try {
    const workers = Array.from({ length: Math.max(1, run.concurrency ?? 4) }, work);
    const settled = await Promise.allSettled(workers);
    for (const one of settled) if (one.status === 'rejected') throw one.reason;
  } finally {
    await writer?.close();
  }
  return { results, ...replies.totals };
}

/** Replies of earlier runs first; the same question is never under way twice. */
class PaidReplies {
  readonly totals = { requests: 0, promptTokens: 0, completionTokens: 0 };
  private readonly underWay = new Map<string, Promise<Completion>>();

  constructor(
    private readonly known: ReadonlyMap<string, string>,
    private readonly ask: AskRefiner,
    private readonly run: RefiningRun,
    private readonly writer: JournalWriter<KeptReply> | null,
  ) {}

  readonly complete: Complete = (prompt) => {
    const question = questionKey(prompt);
    const reply = this.known.get(question);
    if (reply !== undefined) return Promise.resolve({ kind: 'text', text: reply });
    const asked = this.underWay.get(question) ?? this.paid(prompt, question);
    this.underWay.set(question, asked);
    return asked;
  };

  private async paid(prompt: RefinementPrompt, question: string): Promise<Completion> {
    const { model, limit = Infinity } = this.run;
    if (this.totals.requests >= limit)
      return { kind: 'trouble', message: 'the requests of this run are used up.', stopsRun: true };
    this.totals.requests++;
    const reply = await this.ask(prompt);
    this.totals.promptTokens += reply.usage?.promptTokens ?? 0;
    this.totals.completionTokens += reply.usage?.completionTokens ?? 0;
    if (reply.kind === 'trouble') return reply;
    if (reply.isCut) return { kind: 'trouble', message: 'the reply was cut at its longest.', stopsRun: false };
    await this.writer?.add({ model, question, reply: reply.text });
    return { kind: 'text', text: reply.text };
  }
}
