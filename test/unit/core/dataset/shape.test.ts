import { describe, expect, it } from 'vitest';
import { queriesOf, turnText } from '../../../../src/core/dataset/conversation';
import type { JsonValue } from '../../../../src/core/dataset/rowJson';
import { detectShape, readConversation } from '../../../../src/core/dataset/shape';

const read = (row: JsonValue) => readConversation(row, { kind: 'auto' });
const spoken = (row: JsonValue): string[] =>
  read(row).conversation.turns.map((turn) => `${turn.role}: ${turnText(turn)}`);

describe('the shape of a row', () => {
  const cases: readonly (readonly [string, JsonValue, readonly string[]])[] = [
    [
      'alpaca',
      { instruction: 'Add', input: '1, 2', output: '3', system: 'Be brief' },
      ['system: Be brief', 'user: Add\n1, 2', 'assistant: 3'],
    ],
    ['alpaca', { Instruction: 'Only a query' }, ['user: Only a query']],
    [
      'history',
      { instruction: 'c', input: '', output: 'd', history: [['a', 'b']] },
      ['user: a', 'assistant: b', 'user: c', 'assistant: d'],
    ],
    ['dolly', { instruction: 'q', context: 'c', response: 'a', category: 'x' }, ['user: q\nc', 'assistant: a']],
    [
      'sharegpt',
      {
        conversations: [
          { from: 'human', value: 'q' },
          { from: 'gpt', value: 'a' },
        ],
      },
      ['user: q', 'assistant: a'],
    ],
    [
      'messages',
      {
        messages: [
          { role: 'system', content: 's' },
          { role: 'user', content: [{ type: 'text', text: 'q' }] },
        ],
      },
      ['system: s', 'user: q'],
    ],
    ['messages', { data: [{ role: 'user', content: 'q' }] }, ['user: q']],
    ['messages', { dialogs: [{ role: 'user', content: 'q' }] }, ['user: q']],
    ['messages', { data: ['q', 'a', 'q2'] }, ['user: q', 'assistant: a', 'user: q2']],
    ['mt-bench', { turns: ['q1', 'q2'], category: 'math' }, ['user: q1', 'user: q2']],
    ['self-instruct', { instruction: 'q', instances: [{ input: 'i', output: 'o' }] }, ['user: q\ni', 'assistant: o']],
    [
      'human-assistant',
      {
        conversation: [
          { human: 'q', assistant: 'a' },
          { human: 'q2', assistant: 'a2' },
        ],
      },
      ['user: q', 'assistant: a', 'user: q2', 'assistant: a2'],
    ],
    ['question-answer', { question: 'q', answer: 'a' }, ['user: q', 'assistant: a']],
    ['question-answer', { problem: 'q', solution: 'a' }, ['user: q', 'assistant: a']],
    ['prompt', { prompt: 'q', completion: 'a' }, ['user: q', 'assistant: a']],
    ['query-response', { query: 'q', response: 'a' }, ['user: q', 'assistant: a']],
    ['query-response', { text: 'q', answer: 'a' }, ['user: q', 'assistant: a']],
    ['query-response', { prompt: 'Judge this', input: 'q', output_cand: 'a' }, ['user: q', 'assistant: a']],
    [
      'transcript',
      { text: '\n\nHuman: q\n\nAssistant: a\n\nHuman: q2\n\nAssistant:' },
      ['user: q', 'assistant: a', 'user: q2'],
    ],
    ['transcript', '### Human: q### Assistant: a', ['user: q', 'assistant: a']],
    [
      'transcript',
      { content: '<|im_start|>user\nq<|im_end|>\n<|im_start|>assistant\na<|im_end|>' },
      ['user: q', 'assistant: a'],
    ],
    [
      'transcript',
      { text: '<s>[INST] <<SYS>>\ns\n<</SYS>>\n\nq [/INST] a </s>' },
      ['system: s', 'user: q', 'assistant: a'],
    ],
    ['string', 'problem solve', ['user: problem solve']],
    ['unknown', { id: 1, scores: { a: 2 } }, []],
    ['unknown', 12, []],
    ['unknown', null, []],
  ];

  it.each(cases)('is %s: %j', (shape, row, turns) => {
    expect(read(row).shape).toBe(shape);
    expect(spoken(row)).toEqual(turns);
  });
});

describe('preference rows', () => {
  it('keep prompt, chosen and rejected apart', () => {
    const { shape, conversation } = read({
      conversations: [{ from: 'human', value: 'q' }],
      chosen: { from: 'gpt', value: 'good' },
      rejected: 'bad',
    });
    expect(shape).toBe('preference');
    expect(queriesOf(conversation)).toEqual(['q']);
    expect(conversation.chosen?.map(turnText)).toEqual(['good']);
    expect(conversation.rejected?.map(turnText)).toEqual(['bad']);
  });

  it('share the common beginning of two whole conversations', () => {
    const whole = (answer: string): JsonValue => [
      { role: 'user', content: 'q' },
      { role: 'assistant', content: answer },
    ];
    const { conversation } = read({ chosen: whole('good'), rejected: whole('bad') });
    expect(conversation.turns.map(turnText)).toEqual(['q']);
    expect(conversation.chosen?.map(turnText)).toEqual(['good']);
  });

  it('are split where both sides are one string', () => {
    const { conversation } = read({
      chosen: '\n\nHuman: q\n\nAssistant: good',
      rejected: '\n\nHuman: q\n\nAssistant: bad',
    });
    expect(
      [conversation.turns, conversation.chosen, conversation.rejected].map((turns) => turns?.map(turnText)),
    ).toEqual([['q'], ['good'], ['bad']]);
  });
});

describe('what is inside turns', () => {
  const parts = (row: JsonValue) => read(row).conversation.turns.flatMap((turn) => turn.parts);

  it('sets thinking apart', () => {
    expect(parts({ prompt: 'q', response: '<think>\nhm\n</think>\n\nyes' })).toContainEqual({
      kind: 'thinking',
      text: 'hm',
    });
    expect(parts({ prompt: 'q', response: 'hm</think>yes' }).slice(1)).toEqual([
      { kind: 'thinking', text: 'hm' },
      { kind: 'text', text: 'yes' },
    ]);
    expect(parts({ messages: [{ role: 'assistant', content: 'yes', reasoning_content: 'hm' }] })[0]).toEqual({
      kind: 'thinking',
      text: 'hm',
    });
  });

  it('reads tool calls of every spelling', () => {
    const call = { kind: 'toolCall', name: 'f', arguments: '{"a":1}' };
    expect(
      parts({
        messages: [
          { role: 'assistant', content: null, tool_calls: [{ function: { name: 'f', arguments: '{"a":1}' } }] },
        ],
      }),
    ).toEqual([call]);
    expect(
      parts({ conversations: [{ from: 'function_call', value: '{"name": "f", "arguments": {"a": 1}}' }] }),
    ).toEqual([call]);
    expect(parts({ conversations: [{ from: 'observation', value: '{"b": 2}' }] })).toEqual([
      { kind: 'toolResult', text: '{"b": 2}' },
    ]);
  });

  it('puts media where their placeholders stand and keeps them out of the query', () => {
    const row = { messages: [{ role: 'user', content: '<image>Who?' }], images: ['1.jpg'] };
    expect(parts(row)).toEqual([
      { kind: 'media', media: 'image', reference: '1.jpg' },
      { kind: 'text', text: 'Who?' },
    ]);
    expect(queriesOf(read(row).conversation)).toEqual(['Who?']);
    expect(queriesOf(read({ prompt: 'What does <image> mean in HTML?' }).conversation)).toEqual([
      'What does <image> mean in HTML?',
    ]);
  });

  it('takes prompt wrappers off', () => {
    const wrapped =
      'Below is an instruction that describes a task, paired with an input that provides further context. Write a response that appropriately completes the request.\n\n### Instruction:\nAdd\n\n### Input:\n1, 2\n\n### Response:';
    expect(queriesOf(read({ conversations: [{ from: 'human', value: wrapped }] }).conversation)).toEqual(['Add\n1, 2']);
  });

  it('keeps tools, labels and short facts', () => {
    const { conversation } = read({
      id: 7,
      messages: [{ role: 'user', content: 'q' }],
      tools: [{ name: 'f' }],
      label: false,
      source: 'x',
      long: { a: 1 },
    });
    expect(conversation).toMatchObject({
      tools: '[{"name":"f"}]',
      label: false,
      facts: [
        { name: 'id', value: '7' },
        { name: 'source', value: 'x' },
      ],
    });
  });

  it('survives values of any type anywhere', () => {
    const odd: JsonValue[] = [null, true, 1, '', [], {}, [null], [[]], { a: null }];
    const keys = [
      'instruction',
      'input',
      'output',
      'conversations',
      'messages',
      'turns',
      'history',
      'chosen',
      'rejected',
      'tools',
      'images',
      'text',
      'data',
      'instances',
      'system',
    ];
    for (const key of keys)
      for (const first of odd)
        for (const second of odd)
          expect(() =>
            read({ [key]: first, prompt: second, rejected: first, messages: [{ role: first, content: second }] }),
          ).not.toThrow();
  });

  it('is not fooled by keys of every object', () => {
    expect(read({ messages: [{ role: 'constructor', content: 'q' }] }).conversation.turns[0]?.role).toBe('user');
    expect(read(JSON.parse('{"__proto__": {"instruction": "x"}}') as JsonValue).shape).toBe('unknown');
  });
});

describe('the shape of a file', () => {
  it('is that of most rows, with its share and examples', () => {
    const rows: JsonValue[] = [
      { instruction: 'a', output: 'b' },
      { instruction: 'c', output: 'd' },
      { question: 'e' },
      5,
    ];
    expect(detectShape(rows)).toMatchObject({
      shape: 'alpaca',
      confidence: 0.5,
      examples: ['a', 'c'],
      mapping: 'query = instruction, answer = output',
    });
  });

  it('of no rows is unknown', () => {
    expect(detectShape([])).toMatchObject({ shape: 'unknown', confidence: 0 });
  });
});

describe('a mapping by fields', () => {
  it('reads nested paths', () => {
    const { conversation } = readConversation(
      { meta: { q: 'x' }, doc: 'c', replies: ['y'] },
      { kind: 'fields', fields: { query: 'meta.q', context: 'doc', answer: 'replies.0' } },
    );
    expect(conversation.turns.map(turnText)).toEqual(['x\nc', 'y']);
  });

  it('reads a list of messages anywhere', () => {
    const { conversation } = readConversation(
      { a: { b: [{ role: 'user', content: 'q' }] } },
      { kind: 'fields', fields: { turns: 'a.b' } },
    );
    expect(queriesOf(conversation)).toEqual(['q']);
  });
});
