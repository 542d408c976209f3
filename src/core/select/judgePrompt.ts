/** What a judge is asked, in our own words with the criteria of TACOS (arXiv 2507.03673), and how its reply is read. */
import type { JudgedText } from './tacosJudging';

export interface JudgePrompt {
  readonly system: string;
  readonly user: string;
}

/** Judges are asked at this temperature and with room for the scores only. */
export const judgeSettings = { temperature: 0, maximumTokens: 100 } as const;

const criteria =
  'completeness, clarity, accuracy, relevance, explainability, practicality and safety. ' +
  'Ignore how long the texts are, in which order they stand and how varied they are.';

/** Asks for one score from 0 to 100 per text. */
export function judgePrompt(texts: readonly JudgedText[]): JudgePrompt {
  const isPair = texts.length > 1;
  const what = isPair ? `${texts.length} samples` : 'one sample';
  const system =
    `You judge ${what} of instruction-tuning data, each a query and its answer, by ${criteria} ` +
    `Give ${isPair ? 'each sample' : 'the sample'} a whole number from 0 (useless) to 100 (excellent)` +
    `${isPair ? ', relative to the others' : ''}. Reply with a JSON list of the numbers in the order of the samples, nothing else.`;
  return { system, user: texts.map(sampleText).join('\n\n') };
}

function sampleText({ query, answer }: JudgedText, at: number): string {
  return `[sample ${at + 1}]\n[query]\n${query}\n[answer]\n${answer}\n[end of sample ${at + 1}]`;
}

/** The scores of a reply, or null where it does not hold exactly `count` numbers from 0 to 100. */
export function readScores(reply: string, count: number): number[] | null {
  const list = /\[([^[\]]*)\]/u.exec(reply);
  const numbers = (list?.[1] ?? reply).match(/-?\d+(?:\.\d+)?/gu)?.map(Number) ?? [];
  return numbers.length === count && numbers.every((score) => score >= 0 && score <= 100) ? numbers : null;
}
