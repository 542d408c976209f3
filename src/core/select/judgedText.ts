/** What a judge reads of a row: its queries and its answers, each in order. */
import { queriesOf, turnText, type Conversation } from '../dataset/conversation';
import type { JudgedText } from './tacosJudging';

/** Of a preference row the chosen answer is judged. */
export function judgedText(conversation: Conversation): JudgedText {
  const turns = [...conversation.turns, ...(conversation.chosen ?? [])];
  const answers = turns.filter(({ role }) => role === 'assistant').map((turn) => turnText(turn).trim());
  return { query: queriesOf(conversation).join('\n\n'), answer: answers.join('\n\n') };
}
