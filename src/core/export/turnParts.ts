/** Checks and texts of turns that all row formats share. */
import type { Conversation, Part, Turn } from '../dataset/conversation';

/** A row that a format cannot hold; the message is the reason shown. */
export class Unfit extends Error {}

/** What a writer returns for the conversation, or the reason why there is none. */
export function convertOrRefuse(
  write: () => Readonly<Record<string, unknown>>,
): { kind: 'row'; value: Readonly<Record<string, unknown>> } | { kind: 'refused'; reason: string } {
  try {
    return { kind: 'row', value: write() };
  } catch (error) {
    if (error instanceof Unfit) return { kind: 'refused', reason: error.message };
    throw error;
  }
}

/**
 * The text of a turn in training data: thinking stands in `<think>` tags before the answer, as LLaMA-Factory writes it.
 * Media and tool calls have no text and are refused here.
 */
export function plainText(turn: Turn): string {
  const thinking = turn.parts.flatMap((part) => (part.kind === 'thinking' ? [part.text] : []));
  const text = turn.parts
    .filter((part) => part.kind !== 'thinking')
    .map(partText)
    .join('\n');
  return thinking.length === 0 ? text : `<think>\n${thinking.join('\n')}\n</think>\n\n${text}`;
}

function partText(part: Part): string {
  switch (part.kind) {
    case 'text':
    case 'thinking':
    case 'toolResult':
      return part.text;
    case 'toolCall':
      throw new Unfit(`a tool call (${part.name}) stands inside a turn of text`);
    case 'media':
      throw new Unfit(`the row holds ${part.media}, which this format has no place for`);
  }
}

/** The system text before the first turn, and the turns after it. */
export function splitSystem(turns: readonly Turn[]): {
  readonly system: string | null;
  readonly rest: readonly Turn[];
} {
  const [first, ...rest] = turns;
  const isFirstSystem = first?.role === 'system';
  const others = isFirstSystem ? rest : turns;
  if (others.some((turn) => turn.role === 'system')) throw new Unfit('a system turn stands after the first turn');
  return { system: isFirstSystem ? plainText(first) : null, rest: others };
}

/** Refuses rows that are not question and answer in turn, ending with an answer (or, for a pair, with a question). */
export function requireAlternation(turns: readonly Turn[], isPair: boolean): void {
  if (turns.length === 0) throw new Unfit('the row has no turns');
  turns.forEach((turn, at) => {
    const isAsking = turn.role === 'user' || turn.role === 'tool';
    if (isAsking === (at % 2 === 0)) return;
    const expected = at % 2 === 0 ? 'a question' : 'an answer';
    throw new Unfit(`turn ${at + 1} is of role ${turn.role} where ${expected} must stand`);
  });
  const endsWithAnswer = turns.length % 2 === 0;
  if (endsWithAnswer === isPair)
    throw new Unfit(isPair ? 'the prompt of the pair ends with an answer' : 'there is no answer');
}

/** Refuses an empty question or answer: a trainer would learn silence from it. */
export function requireText(text: string, what: string): string {
  if (text.trim() === '') throw new Unfit(`the ${what} is empty`);
  return text;
}

/** The two answers of a preference pair, each one assistant turn; null where the row is no pair. */
export function pairOf({
  chosen,
  rejected,
}: Conversation): { readonly chosen: string; readonly rejected: string } | null {
  if (!chosen && !rejected) return null;
  return { chosen: onlyAnswer(chosen, 'chosen'), rejected: onlyAnswer(rejected, 'rejected') };
}

function onlyAnswer(turns: readonly Turn[] | undefined, what: string): string {
  const [answer, ...more] = turns ?? [];
  if (answer?.role !== 'assistant' || more.length > 0) throw new Unfit(`the ${what} side is not exactly one answer`);
  return requireText(plainText(answer), `${what} answer`);
}
