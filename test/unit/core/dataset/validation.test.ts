import { describe, expect, it } from 'vitest';
import { conversationProblems } from '../../../../src/core/dataset/validation';
import { readConversation } from '../../../../src/core/dataset/shape';
import type { JsonValue } from '../../../../src/core/dataset/rowJson';

const problemsOf = (row: JsonValue): string[] =>
  conversationProblems(readConversation(row, { kind: 'auto' }).conversation).map(({ message }) => message);
const chat = (...roles: readonly string[]): JsonValue => ({ messages: roles.map((role) => ({ role, content: 'x' })) });

describe('a row that can be read', () => {
  it.each([
    [chat('system', 'user', 'assistant', 'user', 'assistant')],
    [chat('user')],
    [{ turns: ['a', 'b'] }],
    [{ instruction: 'a', output: 'b' }],
    [
      {
        messages: [
          { role: 'user', content: 'q' },
          { role: 'assistant', content: '', tool_calls: [{ function: { name: 'f', arguments: '{}' } }] },
          { role: 'tool', content: '1' },
          { role: 'assistant', content: 'a' },
        ],
      },
    ],
    [{ prompt: 'q', chosen: 'a', rejected: 'b' }],
  ] as const)('has no problem: %j', (row) => {
    expect(problemsOf(row)).toEqual([]);
  });

  it.each([
    [chat('user', 'user', 'assistant'), 'turn 2: user follows user'],
    [chat('assistant', 'user'), 'turn 1: the conversation begins with an answer'],
    [chat('user', 'system'), 'turn 2: system follows user'],
    [chat('user', 'tool'), 'turn 2: tool follows user'],
    [{ instruction: '', output: 'b' }, 'there is no query'],
    [{ instruction: 'a', output: ' ' }, 'an answer is empty'],
    [{ prompt: 'a', tools: '[{' }, 'the tools are not JSON'],
    [{ prompt: 'q', chosen: '', rejected: 'b' }, 'an answer is empty'],
  ])('has one: %j', (row, message) => {
    expect(problemsOf(row)).toEqual([message]);
  });
});
