/**
 * Refinement of chosen rows as TACOS does it last (arXiv 2507.03673): a model criticizes the answer and rewrites it,
 * then the instruction likewise, at temperature 0.7. The original stays beside the refined text, and in its place
 * wherever a step fails.
 */
import type { JudgePrompt } from './judgePrompt';
import type { JudgedText, JudgeSignal } from './tacosJudging';

export const refinementSettings = { temperature: 0.7 } as const;

/** A model that answers a prompt; null where it could not. */
export type Complete = (prompt: JudgePrompt, signal?: JudgeSignal) => Promise<string | null>;

export interface RefinedText {
  readonly original: JudgedText;
  readonly refined: JudgedText;
  /** What was rewritten. */
  readonly changed: readonly ('answer' | 'query')[];
}

/** Rewrites the answer, then the query to fit it. */
export async function refineText(original: JudgedText, complete: Complete, signal?: JudgeSignal): Promise<RefinedText> {
  const answer = await rewrite('answer', original, complete, signal);
  const withAnswer = answer === null ? original : { ...original, answer };
  const query = await rewrite('query', withAnswer, complete, signal);
  const refined = query === null ? withAnswer : { ...withAnswer, query };
  const changed = [...(answer === null ? [] : (['answer'] as const)), ...(query === null ? [] : (['query'] as const))];
  return { original, refined, changed };
}

async function rewrite(
  part: 'answer' | 'query',
  { query, answer }: JudgedText,
  complete: Complete,
  signal: JudgeSignal | undefined,
): Promise<string | null> {
  const sample = `[query]\n${query}\n[answer]\n${answer}\n[end]`;
  const critique = await complete({ system: critiqueOf(part), user: sample }, signal);
  if (critique === null || critique.trim() === '') return null;
  const reply = await complete({ system: rewriteOf(part), user: `${sample}\n[critique]\n${critique}\n[end]` }, signal);
  const text = reply?.trim() ?? '';
  return text === '' ? null : text;
}

function critiqueOf(part: 'answer' | 'query'): string {
  return part === 'answer'
    ? 'Name what is wrong, missing or unclear in the answer to the query. Be specific and brief; do not rewrite it.'
    : 'Name what is unclear, underspecified or unnatural in the query. Be specific and brief; do not rewrite it.';
}

function rewriteOf(part: 'answer' | 'query'): string {
  const other = part === 'answer' ? 'It must still answer the query.' : 'The answer must still fit it.';
  return `Rewrite the ${part} so that the critique is met. ${other} Keep its language. Reply with the new ${part} only.`;
}
