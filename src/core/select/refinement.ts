/**
 * Refinement of chosen rows as TACOS does it last (arXiv 2507.03673): a model criticizes the answer and rewrites it,
 * then the instruction likewise, at temperature 0.7. The original stays beside the refined text, and in its place
 * wherever a step fails.
 */
import { turnText, type Conversation, type Turn } from '../dataset/conversation';
import type { JudgePrompt } from './judgePrompt';
import type { JudgedText, JudgeSignal } from './tacosJudging';

export const refinementSettings = { temperature: 0.7, maximumTokens: 4_096 } as const;

export type RefinedPart = 'answer' | 'query';

/** One question of the four that a row takes. */
export interface RefinementPrompt extends JudgePrompt {
  readonly kind: 'critique' | 'rewrite';
  readonly part: RefinedPart;
}

/** What a model said, or why it did not: `stopsRun` where no further question would fare better, `isPassing` where this one may, another time. */
export type Completion =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'trouble';
      readonly message: string;
      readonly stopsRun: boolean;
      readonly isPassing?: boolean | undefined;
    };

/** A model that answers a prompt. Expected trouble is a value; it rejects only when cancelled. */
export type Complete = (prompt: RefinementPrompt, signal?: JudgeSignal) => Promise<Completion>;

export interface RefinedText {
  readonly original: JudgedText;
  readonly refined: JudgedText;
  /** What was rewritten. */
  readonly changed: readonly RefinedPart[];
  /** What the model found wrong, of the parts that it rewrote. */
  readonly critiques: Readonly<Partial<Record<RefinedPart, string>>>;
  /** Why a part stayed as it was. */
  readonly problems: readonly string[];
  /** The row is not finished: another run goes on with it. */
  readonly isStopped: boolean;
  /** Other rows would fare no better now. */
  readonly stopsRun: boolean;
}

/** Rewrites the answer, then the query to fit it. */
export async function refineText(original: JudgedText, complete: Complete, signal?: JudgeSignal): Promise<RefinedText> {
  let result: RefinedText = {
    original,
    refined: original,
    changed: [],
    critiques: {},
    problems: [],
    isStopped: false,
    stopsRun: false,
  };
  for (const part of ['answer', 'query'] as const) {
    if (!result.isStopped) result = withPart(result, part, await rewrite(part, result.refined, complete, signal));
  }
  return result;
}

type Rewriting =
  | { readonly kind: 'rewritten'; readonly text: string; readonly critique: string }
  | Extract<Completion, { kind: 'trouble' }>;

function withPart(before: RefinedText, part: RefinedPart, rewriting: Rewriting): RefinedText {
  if (rewriting.kind === 'trouble') {
    const problems = [...before.problems, `The ${part} stays as it was: ${rewriting.message}`];
    const { stopsRun, isPassing = false } = rewriting;
    return { ...before, problems, isStopped: stopsRun || isPassing, stopsRun };
  }
  return {
    ...before,
    refined: { ...before.refined, [part]: rewriting.text },
    changed: [...before.changed, part],
    critiques: { ...before.critiques, [part]: rewriting.critique },
  };
}

async function rewrite(
  part: RefinedPart,
  { query, answer }: JudgedText,
  complete: Complete,
  signal: JudgeSignal | undefined,
): Promise<Rewriting> {
  const sample = `[query]\n${query}\n[answer]\n${answer}\n[end]`;
  const critique = await complete({ kind: 'critique', part, system: critiqueOf(part), user: sample }, signal);
  if (critique.kind === 'trouble') return critique;
  if (critique.text.trim() === '') return emptyReply;
  const user = `${sample}\n[critique]\n${critique.text}\n[end]`;
  const reply = await complete({ kind: 'rewrite', part, system: rewriteOf(part), user }, signal);
  if (reply.kind === 'trouble') return reply;
  const text = reply.text.trim();
  return text === '' ? emptyReply : { kind: 'rewritten', text, critique: critique.text.trim() };
}

const emptyReply = { kind: 'trouble', message: 'the model replied with nothing.', stopsRun: false } as const;

function critiqueOf(part: RefinedPart): string {
  return part === 'answer'
    ? 'Name what is wrong, missing or unclear in the answer to the query. Be specific and brief; do not rewrite it.'
    : 'Name what is unclear, underspecified or unnatural in the query. Be specific and brief; do not rewrite it.';
}

function rewriteOf(part: RefinedPart): string {
  const other = part === 'answer' ? 'It must still answer the query.' : 'The answer must still fit it.';
  return `Rewrite the ${part} so that the critique is met. ${other} Keep its language. Reply with the new ${part} only.`;
}

/** The text of a row that can be refined: one query and its answer, in plain text; otherwise why it cannot. */
export type Refinable =
  { readonly kind: 'text'; readonly text: JudgedText } | { readonly kind: 'refused'; readonly reason: string };

export function refinableText(conversation: Conversation): Refinable {
  const turns = conversation.turns.filter(({ role }) => role !== 'system');
  if (conversation.chosen !== undefined || conversation.rejected !== undefined)
    return { kind: 'refused', reason: 'A preference pair is not refined.' };
  const [user, assistant] = turns;
  if (turns.length !== 2 || user?.role !== 'user' || assistant?.role !== 'assistant')
    return { kind: 'refused', reason: 'Only a row of one query and one answer is refined.' };
  if (![user, assistant].every(isPlain))
    return { kind: 'refused', reason: 'Thinking, tool calls and media are not refined.' };
  const text = { query: turnText(user).trim(), answer: turnText(assistant).trim() };
  if (text.query === '' || text.answer === '') return { kind: 'refused', reason: 'The query or the answer is empty.' };
  return { kind: 'text', text };
}

function isPlain({ parts }: Turn): boolean {
  return parts.every(({ kind }) => kind === 'text');
}

/** The conversation with the refined texts in place of its query and its answer. */
export function refinedConversation(conversation: Conversation, { query, answer }: JudgedText): Conversation {
  const texts: Partial<Record<Turn['role'], string>> = { user: query, assistant: answer };
  const turns = conversation.turns.map((turn) => {
    const text = texts[turn.role];
    return text === undefined ? turn : { ...turn, parts: [{ kind: 'text' as const, text }] };
  });
  return { ...conversation, turns };
}
