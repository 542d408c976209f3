import { describe, expect, it } from 'vitest';
import type { Conversation, Turn } from '../../../../src/core/dataset/conversation';
import { convertRow } from '../../../../src/core/export/rowFormats';

const user = (text: string): Turn => ({ role: 'user', parts: [{ kind: 'text', text }] });
const assistant = (text: string): Turn => ({ role: 'assistant', parts: [{ kind: 'text', text }] });
const system: Turn = { role: 'system', parts: [{ kind: 'text', text: 'Be brief.' }] };
const call: Turn = { role: 'assistant', parts: [{ kind: 'toolCall', name: 'add', arguments: '{"a":1}' }] };
const result: Turn = { role: 'tool', parts: [{ kind: 'toolResult', text: '2' }] };

function valueOf(conversation: Conversation, format: 'alpaca' | 'sharegpt' | 'messages', tags?: string[]): unknown {
  const converted = convertRow(conversation, format, tags);
  return converted.kind === 'row' ? converted.value : converted.reason;
}

describe('convertRow', () => {
  const plain: Conversation = { turns: [system, user('2+2?'), assistant('4'), user('3+3?'), assistant('6')] };

  it('writes Alpaca with system and history', () => {
    expect(valueOf(plain, 'alpaca', ['math'])).toEqual({
      instruction: '3+3?',
      input: '',
      output: '6',
      system: 'Be brief.',
      history: [['2+2?', '4']],
      tags: ['math'],
    });
  });

  it('writes ShareGPT beginning with a question, the system beside it', () => {
    expect(valueOf(plain, 'sharegpt')).toEqual({
      conversations: [
        { from: 'human', value: '2+2?' },
        { from: 'gpt', value: '4' },
        { from: 'human', value: '3+3?' },
        { from: 'gpt', value: '6' },
      ],
      system: 'Be brief.',
    });
  });

  it('writes OpenAI messages', () => {
    expect(valueOf({ turns: [system, user('2+2?'), assistant('4')] }, 'messages')).toEqual({
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: '2+2?' },
        { role: 'assistant', content: '4' },
      ],
    });
  });

  it('writes tool calls where the format has a place for them and refuses where not', () => {
    const tools = '[{"name":"add"}]';
    const row: Conversation = { turns: [user('1+1?'), call, result, assistant('2')], tools };
    expect(valueOf(row, 'alpaca')).toBe('Alpaca rows have no place for tools');
    expect(valueOf(row, 'sharegpt')).toMatchObject({
      conversations: [
        {},
        { from: 'function_call', value: '{"name":"add","arguments":{"a":1}}' },
        { from: 'observation', value: '2' },
        {},
      ],
      tools,
    });
    expect(valueOf(row, 'messages')).toMatchObject({
      messages: [
        {},
        {
          content: null,
          tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'add', arguments: '{"a":1}' } }],
        },
        { role: 'tool', tool_call_id: 'call_1', content: '2' },
        {},
      ],
      tools: [{ name: 'add' }],
    });
  });

  it('keeps thinking in its tags and preference pairs as pairs', () => {
    const thinking: Turn = {
      role: 'assistant',
      parts: [
        { kind: 'thinking', text: 'hm' },
        { kind: 'text', text: '4' },
      ],
    };
    expect(valueOf({ turns: [user('q'), thinking] }, 'alpaca')).toMatchObject({ output: '<think>\nhm\n</think>\n\n4' });
    const pair: Conversation = { turns: [user('q')], chosen: [assistant('good')], rejected: [assistant('bad')] };
    expect(valueOf(pair, 'alpaca')).toEqual({ instruction: 'q', input: '', chosen: 'good', rejected: 'bad' });
    expect(valueOf(pair, 'sharegpt')).toMatchObject({ chosen: { from: 'gpt', value: 'good' } });
  });

  const image: Turn = {
    role: 'user',
    parts: [
      { kind: 'media', media: 'image', reference: 'a.png' },
      { kind: 'text', text: 'what?' },
    ],
  };
  const refusals: readonly [string, Conversation, 'alpaca' | 'sharegpt' | 'messages', RegExp][] = [
    ['a question without an answer', { turns: [user('q')] }, 'alpaca', /no answer/],
    ['an empty answer', { turns: [user('q'), assistant(' ')] }, 'sharegpt', /answer is empty/],
    ['an empty query', { turns: [user(''), assistant('a')] }, 'messages', /query is empty/],
    ['two questions in a row', { turns: [user('q'), user('r'), assistant('a')] }, 'sharegpt', /turn 2 is of role user/],
    [
      'an answer first',
      { turns: [assistant('hi'), user('q'), assistant('a')] },
      'alpaca',
      /turn 1 is of role assistant/,
    ],
    ['a late system turn', { turns: [user('q'), system, assistant('a')] }, 'messages', /system turn/],
    ['an image in Alpaca', { turns: [image, assistant('a')] }, 'alpaca', /image/],
    ['no turns', { turns: [] }, 'alpaca', /no turns/],
    [
      'a result that answers nothing',
      { turns: [user('q'), result, assistant('a')] },
      'messages',
      /answers no tool call/,
    ],
    ['tools that are no list', { turns: [user('q'), assistant('a')], tools: 'x' }, 'messages', /not a JSON list/],
    ['half a pair', { turns: [user('q')], chosen: [assistant('a')] }, 'alpaca', /rejected side/],
  ];

  it.each(refusals)('refuses %s with the reason', (_, row, format, reason) => {
    expect(valueOf(row, format)).toMatch(reason);
  });

  it('writes images as parts of OpenAI messages', () => {
    expect(valueOf({ turns: [image, assistant('a')] }, 'messages')).toMatchObject({
      messages: [
        {
          content: [
            { type: 'image_url', image_url: { url: 'a.png' } },
            { type: 'text', text: 'what?' },
          ],
        },
        {},
      ],
    });
  });
});
