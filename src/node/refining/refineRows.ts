/** Refinement of a dataset's rows: what is open is paid for, resumed from the journal. */
import {
  refinementSettings,
  refineText,
  type Complete,
  type Completion,
  type RefinementPrompt,
} from '../../core/select/refinement';
import { ChatQuestions, type ChatReply, type QuestionEndpoint } from '../judging/chatQuestions';
import { JournalWriter } from '../judging/journalLines';
import type { RefiningPlan, RefiningRequest } from './planRefining';
import { refinableRowReader } from './refinableRows';
import { KeptReplies, questionKey, type KeptReply } from './refiningJournal';

/** Asks the model one question. */
export type AskRefiner = (prompt: RefinementPrompt) => Promise<ChatReply>;

export interface RefiningOutcome {
  /** Rows that another run has to go on with: stopped between their questions, or not begun. */
  readonly openCount: number;
  /** Why the first of them is open; empty where none is. */
  readonly openReason: string;
  /** Replies that are known now, and the reasons of those that failed; asks nothing. */
  readonly complete: Complete;
  /** Of this run. */
  readonly requests: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
}

const answerTimeoutMs = 300_000;

/** A chat-completion endpoint at TACOS's temperature; whole rewritten answers take their time. */
export function createOpenaiRefiner(endpoint: QuestionEndpoint): AskRefiner {
  const timeoutMs = Math.max(answerTimeoutMs, endpoint.timeoutMs ?? 0);
  const questions = new ChatQuestions({ ...endpoint, timeoutMs }, refinementSettings);
  return (prompt) => questions.ask(prompt);
}

export interface RefiningRun extends RefiningRequest {
  /** Rows under way at once; 4 by default. */
  readonly concurrency?: number | undefined;
  /** Questions asked at most in this run. */
  readonly limit?: number | undefined;
}

/**
 * Asks what is open; every reply is in the journal before the row's next question goes out. What is under way when
 * something else fails is waited for, so that its reply is kept; then the failure is told. Memory O(questions).
 */
export async function refineRows(plan: RefiningPlan, ask: AskRefiner, run: RefiningRun): Promise<RefiningOutcome> {
  const { journalPath, model } = run;
  const writer = plan.requests === 0 ? null : await JournalWriter.open<KeptReply>(journalPath);
  try {
    // Another window may have asked since the plan was made.
    const replies = new PaidReplies(await KeptReplies.read(journalPath, model), ask, run, writer);
    const { finishedCount, openReason } = await refineAll(replies, run);
    return {
      openCount: plan.refinableCount - finishedCount,
      openReason,
      complete: (prompt) => replies.known(prompt),
      ...replies.totals,
    };
  } finally {
    await writer?.close();
  }
}

async function refineAll(replies: PaidReplies, { rows, signal, onProgress, concurrency = 4, ...request }: RefiningRun) {
  const readRow = refinableRowReader({ ...request, rows });
  let next = 0;
  let done = 0;
  let finishedCount = 0;
  let openReason = '';
  let isStopped = false;
  const refineNext = async (row: number): Promise<void> => {
    signal?.throwIfAborted();
    const refinable = await readRow(row);
    if (refinable?.kind === 'text') {
      const result = await refineText(refinable.text, replies.complete, signal);
      if (result.isStopped) openReason ||= result.problems.at(-1) ?? '';
      else finishedCount++;
      isStopped ||= result.stopsRun;
    }
    onProgress?.(++done, rows.length);
  };
  const work = async (): Promise<void> => {
    while (next < rows.length && !isStopped) {
      await refineNext(rows[next++]!).catch((error: unknown) => {
        isStopped = true;
        throw error;
      });
    }
  };
  const settled = await Promise.allSettled(Array.from({ length: Math.max(1, concurrency) }, work));
  for (const one of settled) if (one.status === 'rejected') throw one.reason;
  return { finishedCount, openReason };
}

/** Replies of earlier runs first; the same question is never under way twice, and asked once where it failed. */
class PaidReplies {
  readonly totals = { requests: 0, promptTokens: 0, completionTokens: 0 };
  private readonly underWay = new Map<string, Promise<Completion>>();
  private readonly failed = new Map<string, Extract<Completion, { readonly kind: 'trouble' }>>();

  constructor(
    private readonly kept: KeptReplies,
    private readonly ask: AskRefiner,
    private readonly run: RefiningRun,
    private readonly writer: JournalWriter<KeptReply> | null,
  ) {}

  /** Between finding that a question is open and asking it nothing is waited for, so that nobody else asks it, too. */
  readonly complete: Complete = async (prompt) => {
    const question = questionKey(prompt);
    const reply = this.kept.has(question) ? await this.kept.find(question) : null;
    if (reply !== null) return { kind: 'text', text: reply };
    return this.failed.get(question) ?? this.underWay.get(question) ?? this.begin(prompt, question);
  };

  async known(prompt: RefinementPrompt): Promise<Completion> {
    const question = questionKey(prompt);
    const reply = await this.kept.find(question);
    if (reply !== null) return { kind: 'text', text: reply };
    return this.failed.get(question) ?? { kind: 'trouble', message: 'it was not asked.', stopsRun: false };
  }

  private begin(prompt: RefinementPrompt, question: string): Promise<Completion> {
    const asked = this.paid(prompt, question).finally(() => this.underWay.delete(question));
    this.underWay.set(question, asked);
    return asked;
  }

  private async paid(prompt: RefinementPrompt, question: string): Promise<Completion> {
    const { model, limit = Infinity } = this.run;
    const { totals } = this;
    if (this.writer === null || totals.requests >= limit) return usedUp;
    totals.requests++;
    const reply = await this.ask(prompt);
    if (reply.kind === 'trouble' && reply.isUnasked === true) totals.requests--;
    totals.promptTokens += reply.usage?.promptTokens ?? 0;
    totals.completionTokens += reply.usage?.completionTokens ?? 0;
    const trouble = reply.kind === 'trouble' ? reply : reply.isCut ? cut : null;
    if (trouble !== null) {
      this.failed.set(question, trouble);
      return trouble;
    }
    const { text } = reply as Extract<ChatReply, { readonly kind: 'text' }>;
    this.kept.add(question, await this.writer.add({ model, question, reply: text }));
    return { kind: 'text', text };
  }
}

const usedUp = { kind: 'trouble', message: 'the requests of this run are used up.', stopsRun: true } as const;
const cut = { kind: 'trouble', message: 'the reply was cut at its longest.', stopsRun: false } as const;
