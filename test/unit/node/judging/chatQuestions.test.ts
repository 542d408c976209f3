import { afterEach, describe, expect, it } from 'vitest';
import { Spending } from '../../../../src/core/tagging/spending';
import { ChatQuestions, type ChatReply } from '../../../../src/node/judging/chatQuestions';
import { createOpenaiJudge } from '../../../../src/node/judging/openaiJudge';
import {
  apiError,
  completion,
  sendJson,
  startReplyServer,
  type ReplyServer,
  type Respond,
} from '../../../support/replyServer';

let server: ReplyServer | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

const settings = { temperature: 0, maximumTokens: 100 };
const prompt = { system: 'Judge.', user: 'this' };

async function questionsTo(respond: Respond, tries = 1, spending?: Spending): Promise<ChatQuestions> {
  server = await startReplyServer(respond);
  return new ChatQuestions({ baseUrl: server.baseUrl, model: 'm', apiKey: 'k', tries, spending }, settings);
}

const ask = async (respond: Respond): Promise<ChatReply> => (await questionsTo(respond)).ask(prompt);
const saying =
  (content: unknown, more: object = {}): Respond =>
  (response) =>
    sendJson(response, 200, {
      choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content }, ...more }],
      usage: { prompt_tokens: 10, completion_tokens: 5 },
    });

describe('ChatQuestions', () => {
  it('learns what the server accepts from questions that are under way at once', async () => {
    const questions = await questionsTo((response, { body }) => {
      if ('max_tokens' in body) return sendJson(response, 400, apiError('No.', { param: 'max_tokens' }));
      if ('temperature' in body) return sendJson(response, 400, apiError('No.', { param: 'temperature' }));
      sendJson(response, 200, completion('[1]'));
    });
    const replies = await Promise.all(Array.from({ length: 8 }, () => questions.ask(prompt)));
    expect(replies.map(({ kind }) => kind)).toEqual(Array.from({ length: 8 }, () => 'text'));
    expect(server!.seen.length).toBeLessThanOrEqual(24);
    expect(await questions.ask(prompt)).toMatchObject({ kind: 'text' });
    expect(server!.seen.at(-1)!.body).toMatchObject({ max_completion_tokens: 4_000 });
  });

  it('asks no model that thinks before it answers where the money does not reach for thinking', async () => {
    const spending = (maxCost: number) =>
      new Spending({ maxCost, price: { promptPerMillion: 0, completionPerMillion: 1e6 } });
    const respond: Respond = (response, { body }) => {
      if ('max_tokens' in body) return sendJson(response, 400, apiError('No.', { param: 'max_tokens' }));
      sendJson(response, 200, completion('[1]'));
    };
    const poor = await questionsTo(respond, 1, spending(500));
    expect(await poor.ask(prompt)).toMatchObject({ kind: 'trouble', stopsRun: true, isUnasked: true });
    expect(server!.seen).toHaveLength(1);
    await server!.stop();
    const rich = await questionsTo(respond, 1, spending(5_000));
    expect(await rich.ask(prompt)).toMatchObject({ kind: 'text', text: '[1]' });
  });

  it('reads content that comes as a list of parts', async () => {
    const parts = [{ type: 'text', text: '[7' }, { type: 'image_url' }, null, { type: 'text', text: '0]' }];
    expect(await ask(saying(parts))).toMatchObject({ kind: 'text', text: '[70]' });
  });

  it('leaves out what was thought', async () => {
    for (const content of ['<think>[80]?</think>\n[70]', '[80]?</think>[70]', ' <thinking>hm</thinking>[70]'])
      expect(await ask(saying(content))).toMatchObject({ kind: 'text', text: '[70]' });
  });

  it.each<[string, Respond, RegExp]>([
    ['null', saying(null), /^the model replied with nothing\.$/],
    ['white space', saying(' \n'), /^the model replied with nothing\.$/],
    ['parts without text', saying([{ type: 'image_url' }]), /^the model replied with nothing\.$/],
    ['thinking only', saying('<think>hm</think>\n'), /^the model thought and said nothing\.$/],
    ['thinking that never ends', saying('<think>hm, [80]'), /^the model thought and said nothing\.$/],
    ['thinking twice', saying('<think>a</think><think>b'), /^the model thought and said nothing\.$/],
    [
      'thinking, cut',
      saying('<think>hm', { finish_reason: 'length' }),
      /^the reply was cut before anything was said\.$/,
    ],
    ['a refusal', saying(null, { message: { refusal: 'No.' } }), /^The model refused: No\.$/],
    ['a filter', saying('', { finish_reason: 'content_filter' }), /content filter cut the answer/],
  ])('names the reason where a reply that was paid for holds %s', async (_, respond, reason) => {
    expect(await ask(respond)).toEqual({
      kind: 'trouble',
      message: expect.stringMatching(reason) as string,
      stopsRun: false,
      usage: { promptTokens: 10, completionTokens: 5 },
    });
  });

  it.each<[string, Respond, RegExp]>([
    ['a page', (response) => response.setHeader('content-type', 'text/html').end('<html>Log in</html>'), /a web page/],
    ['null', (response) => sendJson(response, 200, null), /"null" where a completion was expected/],
    ['a null choice', (response) => sendJson(response, 200, { choices: [null] }), /a completion was expected/],
    ['no choice', (response) => sendJson(response, 200, { choices: [] }), /a completion was expected/],
    ['a list', (response) => sendJson(response, 200, []), /a completion was expected/],
    ['nothing', (response) => response.end(), /answered with nothing/],
    [
      'half',
      (response) => response.writeHead(200, { 'content-length': '9' }).write('{', () => response.destroy()),
      /broke off/,
    ],
  ])(
    'names the reason where an endpoint answers with %s, and another run may ask again',
    async (_, respond, reason) => {
      const found = await ask(respond);
      expect(found).toMatchObject({ kind: 'trouble', isPassing: true });
      expect(found.kind === 'trouble' && found.message).toMatch(reason);
    },
  );

  it('stops the run where the first question finds nobody, and not for one failure among answers', async () => {
    const questions = await questionsTo((response, _, number) =>
      number === 2 ? sendJson(response, 200, completion('[1]')) : response.destroy(),
    );
    expect(await questions.ask(prompt)).toMatchObject({ kind: 'trouble', stopsRun: true });
    expect(await questions.ask(prompt)).toMatchObject({ kind: 'text' });
    expect(await questions.ask(prompt)).toMatchObject({ kind: 'trouble', stopsRun: false, isPassing: true });
  });

  it('lets every question wait where the service asks one of them to', async () => {
    const askedAt: number[] = [];
    const questions = await questionsTo((response, _, number) => {
      askedAt.push(Date.now());
      if (number === 1) sendJson(response, 429, apiError('slow down'), { 'retry-after-ms': '300' });
      else sendJson(response, 200, completion('[1]'));
    }, 3);
    const first = questions.ask(prompt);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const replies = await Promise.all([first, questions.ask(prompt)]);
    expect(replies.map(({ kind }) => kind)).toEqual(['text', 'text']);
    expect(askedAt.slice(1).every((at) => at - askedAt[0]! >= 290)).toBe(true);
  });

  it('does not wait for a service that asks for hours', async () => {
    const questions = await questionsTo(
      (response) => sendJson(response, 429, apiError('later'), { 'retry-after': '500' }),
      3,
    );
    expect(await questions.ask(prompt)).toMatchObject({ kind: 'trouble', stopsRun: true, isPassing: true });
    expect(server!.seen).toHaveLength(1);
  });
});

describe('a judge', () => {
  it('does not take scores that a model only considered', async () => {
    server = await startReplyServer(saying('<think>Perhaps [10, 20].</think>I give [70, 85].'));
    const judge = createOpenaiJudge({ baseUrl: server.baseUrl, model: 'm' });
    const texts = [
      { query: 'q', answer: 'one' },
      { query: 'q', answer: 'two' },
    ];
    expect(await judge.judge(texts)).toMatchObject({ kind: 'scores', scores: [70, 85] });
  });
});
