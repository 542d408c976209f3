/** What is wrong with a row that can be read: the mistakes that otherwise show up at training time. */
import { queriesOf, turnText, type Conversation, type Turn } from './conversation';

export type RowProblemKind = 'roles' | 'emptyQuery' | 'emptyAnswer' | 'tools';

export interface RowProblem {
  readonly kind: RowProblemKind;
  /** "turn 3: user follows user" */
  readonly message: string;
}

export function conversationProblems(conversation: Conversation): RowProblem[] {
  return [...roleProblems(conversation), ...textProblems(conversation), ...toolsProblems(conversation)];
}

/** A system turn may only come first; user and assistant take turns, tools between an assistant's turns. Queries alone (MT-Bench) wait for no answers. */
function roleProblems({ turns, chosen }: Conversation): RowProblem[] {
  if (turns.every(({ role }) => role === 'user')) return [];
  for (let at = 0; at < turns.length; at++) {
    const message = roleProblem(turns[at - 1], turns[at]!);
    if (message !== undefined) return [{ kind: 'roles', message: `turn ${at + 1}: ${message}` }];
  }
  const last = turns[turns.length - 1];
  if (last?.role === 'assistant' && chosen?.[0]?.role === 'assistant')
    return [{ kind: 'roles', message: 'the prompt of the pair ends with an answer' }];
  return [];
}

function roleProblem(before: Turn | undefined, turn: Turn): string | undefined {
  const previous = before?.role;
  switch (turn.role) {
    case 'system':
      return previous === undefined ? undefined : `system follows ${previous}`;
    case 'user':
      return previous === 'user' ? 'user follows user' : previous === 'tool' ? 'user follows tool' : undefined;
    case 'assistant':
      if (previous === 'assistant') return isCall(before!) || isCall(turn) ? undefined : 'assistant follows assistant';
      return previous === undefined || previous === 'system' ? 'the conversation begins with an answer' : undefined;
    case 'tool':
      return previous === 'assistant' || previous === 'tool' ? undefined : `tool follows ${previous ?? 'nothing'}`;
  }
}

function isCall(turn: Turn): boolean {
  return turn.parts.some((part) => part.kind === 'toolCall');
}

function textProblems(conversation: Conversation): RowProblem[] {
  const problems: RowProblem[] = [];
  if (queriesOf(conversation).length === 0) problems.push({ kind: 'emptyQuery', message: 'there is no query' });
  if (hasEmptyAnswer(conversation)) problems.push({ kind: 'emptyAnswer', message: 'an answer is empty' });
  return problems;
}

/** An assistant's turn that says nothing and calls nothing. Rows without any answer (lists of queries) are not meant. */
export function hasEmptyAnswer({ turns, chosen, rejected }: Conversation): boolean {
  return [...turns, ...(chosen ?? []), ...(rejected ?? [])].some((turn) => turn.role === 'assistant' && isBlank(turn));
}

function isBlank(turn: Turn): boolean {
  return turnText(turn).trim() === '' && turn.parts.every((part) => part.kind === 'text' || part.kind === 'thinking');
}

function toolsProblems({ tools }: Conversation): RowProblem[] {
  if (tools === undefined) return [];
  try {
    JSON.parse(tools);
    return [];
  } catch {
    return [{ kind: 'tools', message: 'the tools are not JSON' }];
  }
}
