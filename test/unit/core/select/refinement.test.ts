import { describe, expect, it } from 'vitest';
import type { Conversation, Turn } from '../../../../src/core/dataset/conversation';
import {
  refinableText,
  refinedConversation,
  refineText,
  type Complete,
  type Completion,
} from '../../../../src/core/select/refinement';

const original = { query: 'q', answer: 'a' };
const text = (said: string): Completion => ({ kind: 'text', text: said });
const trouble = (stopsRun: boolean): Completion => ({ kind: 'trouble', message: '401.', stopsRun });

function replying(...replies: Completion[]): Complete {
  return () => Promise.resolve(replies.shift()!);
}

describe('refineText', () => {
  it('rewrites the answer, then the query, and keeps what was criticized', async () => {
    const complete = replying(text('too short'), text(' better a '), text('vague'), text('better q'));
    expect(await refineText(original, complete)).toEqual({
      original,
      refined: { query: 'better q', answer: 'better a' },
      changed: ['answer', 'query'],
      critiques: { answer: 'too short', query: 'vague' },
      problems: [],
      isStopped: false,
      stopsRun: false,
    });
  });

  it('shows the query’s critic the rewritten answer', async () => {
    const seen: string[] = [];
    const replies = replying(text('c'), text('better a'), text('c'), text('q2'));
    await refineText(original, (prompt) => (seen.push(prompt.user), replies(prompt)));
    expect(seen[2]).toBe('[query]\nq\n[answer]\nbetter a\n[end]');
  });

  it('keeps the original with the reason where a step fails', async () => {
    const result = await refineText(original, replying(trouble(false), text('vague'), text(' ')));
    expect(result).toMatchObject({ refined: original, changed: [], critiques: {}, isStopped: false });
    expect(result.problems).toEqual([
      'The answer stays as it was: 401.',
      'The query stays as it was: the model replied with nothing.',
    ]);
  });

  it('asks nothing more where every question would fail alike', async () => {
    const result = await refineText(original, replying(trouble(true)));
    expect(result).toMatchObject({ refined: original, isStopped: true });
  });
});

describe('refinableText', () => {
  const turn = (role: Turn['role'], said: string): Turn => ({ role, parts: [{ kind: 'text', text: said }] });
  const single = [turn('system', 's'), turn('user', ' q '), turn('assistant', 'a')];

  it('takes one query and its answer, and puts the refined texts back beside the system turn', () => {
    expect(refinableText({ turns: single })).toEqual({ kind: 'text', text: original });
    const refined = refinedConversation({ turns: single }, { query: 'q2', answer: 'a2' });
    expect(refined.turns).toEqual([turn('system', 's'), turn('user', 'q2'), turn('assistant', 'a2')]);
  });

  it.each<[string, Conversation]>([
    ['one query', { turns: [...single, turn('user', 'more'), turn('assistant', 'b')] }],
    ['one query', { turns: [turn('user', 'q')] }],
    ['preference', { turns: [turn('user', 'q')], chosen: [turn('assistant', 'a')], rejected: [] }],
    ['empty', { turns: [turn('user', 'q'), turn('assistant', ' ')] }],
    ['Thinking', { turns: [turn('user', 'q'), { role: 'assistant', parts: [{ kind: 'thinking', text: 't' }] }] }],
  ])('refuses a row with the reason: %s', (reason, conversation) => {
    const refused = refinableText(conversation);
    expect(refused.kind === 'refused' && refused.reason).toContain(reason);
  });
});
