import { afterEach, describe, expect, test } from 'vitest';
import type { TaggerTrouble, TagReply } from '../../../../src/core/tagging/tagRecord';
import { createInstaggerTagger } from '../../../../src/node/tagging/instaggerTagger';
import { createOpenaiTagger, type OpenaiTaggerOptions } from '../../../../src/node/tagging/openaiTagger';
import {
  apiError,
  completion,
  sendJson,
  startReplyServer,
  type ReplyServer,
  type Respond,
} from '../../../support/replyServer';

const key = 'sk-secret-0123456789abcdef';
let server: ReplyServer | undefined;

afterEach(async () => {
  await server?.stop();
  server = undefined;
});

async function ask(respond: Respond, more: Partial<OpenaiTaggerOptions> = {}): Promise<TagReply | TaggerTrouble> {
  server = await startReplyServer(respond);
  const tagger = createOpenaiTagger({ baseUrl: server.baseUrl, model: 'm', apiKey: key, timeoutMs: 10_000, ...more });
  return tagger.tag('Write a poem.');
}

describe('openai tagger', () => {
  test('sends key, model, prompt and schema, and reads tags and usage', async () => {
    const reply = await ask((response) =>
      sendJson(response, 200, completion('{"tags":[{"tag":"poetry","explanation":"x"}]}')),
    );
    expect(reply).toMatchObject({
      kind: 'reply',
      outcome: { kind: 'tagged', tags: [{ tag: 'poetry', explanation: 'x' }] },
      usage: { promptTokens: 10, completionTokens: 5 },
    });
    const [request] = server!.seen;
    expect(request).toMatchObject({ path: '/v1/chat/completions', authorization: `Bearer ${key}` });
    expect(request!.body).toMatchObject({
      model: 'm',
      temperature: 0.6,
      max_tokens: 1024,
      response_format: { type: 'json_schema' },
    });
    expect(JSON.stringify(request!.body['messages'])).toContain('[begin]\\nWrite a poem.\\n[end]');
  });

  test('goes from schema to JSON mode to plain where the server refuses, and remembers', async () => {
    server = await startReplyServer((response, { body }) => {
      if (body['response_format'] !== undefined)
        return sendJson(response, 400, apiError("'response_format' is not supported"));
      sendJson(response, 200, completion('```json\n[{"tag":"a"}]\n```'));
    });
    const tagger = createOpenaiTagger({ baseUrl: server.baseUrl, model: 'm' });
    expect(await tagger.tag('q')).toMatchObject({ outcome: { kind: 'tagged' }, requests: 3 });
    expect(await tagger.tag('r')).toMatchObject({ outcome: { kind: 'tagged' }, requests: 1 });
    expect(JSON.stringify(server.seen.at(-1)!.body['messages'])).toContain('JSON list');
  });

  test('models that want max_completion_tokens and no temperature get that', async () => {
    const reply = await ask((response, { body }) => {
      if ('max_tokens' in body)
        return sendJson(response, 400, apiError("Use 'max_completion_tokens'", { param: 'max_tokens' }));
      if ('temperature' in body) return sendJson(response, 400, apiError('Only the default', { param: 'temperature' }));
      sendJson(response, 200, completion('[{"tag":"a"}]'));
    });
    expect(reply).toMatchObject({ outcome: { kind: 'tagged' }, requests: 3 });
    expect(server!.seen.at(-1)!.body).toHaveProperty('max_completion_tokens', 1024);
  });

  test.each([
    [401, apiError(`Incorrect API key provided: ${key}`), 'unauthorized', { isRetryable: false, stopsRun: true }],
    [403, apiError('no access'), 'forbidden', { isRetryable: false, stopsRun: true }],
    [
      404,
      apiError('model not found', { code: 'model_not_found' }),
      'unknownModel',
      { isRetryable: false, stopsRun: true },
    ],
    [400, apiError('bad', {}), 'badRequest', { isRetryable: false, stopsRun: false }],
    [
      400,
      apiError('too long', { code: 'context_length_exceeded' }),
      'contextTooLong',
      { isRetryable: false, stopsRun: false },
    ],
    [400, apiError('filtered', { code: 'content_filter' }), 'contentFilter', { isRetryable: false, stopsRun: false }],
    [429, apiError('slow down'), 'rateLimited', { isRetryable: true, stopsRun: false }],
    [429, apiError('quota', { code: 'insufficient_quota' }), 'quota', { isRetryable: false, stopsRun: true }],
    [402, apiError('pay'), 'quota', { isRetryable: false, stopsRun: true }],
    [408, apiError('late'), 'timeout', { isRetryable: true, stopsRun: false }],
    [409, apiError('conflict'), 'serverError', { isRetryable: true, stopsRun: false }],
    [500, apiError('oops'), 'serverError', { isRetryable: true, stopsRun: false }],
    [503, '<html>Bad gateway</html>', 'serverError', { isRetryable: true, stopsRun: false }],
  ] as const)('status %i (%j) is %s', async (status, body, reason, more) => {
    const found = await ask((response) => sendJson(response, status, body));
    expect(found).toMatchObject({ kind: 'trouble', reason, ...more });
    expect(JSON.stringify(found)).not.toContain('secret');
  });

  test.each([
    [{ 'retry-after': '7' }, 7_000],
    [{ 'retry-after-ms': '250' }, 250],
    [{ 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '1m2s' }, 62_000],
  ])('429 with %j waits %i ms', async (headers, retryAfterMs) => {
    expect(await ask((response) => sendJson(response, 429, apiError('slow'), headers))).toMatchObject({ retryAfterMs });
  });

  test.each<[string, Respond, string]>([
    [
      'a web page',
      (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Log in</html>'),
      'serverError',
    ],
    ['empty choices', (response) => sendJson(response, 200, completion('', { choices: [] })), 'serverError'],
    ['nothing', (response) => response.writeHead(200, { 'content-type': 'application/json' }).end(''), 'serverError'],
    [
      'half a body',
      (response) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '500' });
        response.write('{"cho', () => response.destroy());
      },
      'serverError',
    ],
    [
      'broken JSON',
      (response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{"choices": [{'),
      'serverError',
    ],
    ['a dropped connection', (response) => response.destroy(), 'unreachable'],
    ['silence', () => undefined, 'timeout'],
    [
      'a body that never ends',
      (response) => void response.writeHead(200, { 'content-type': 'application/json' }).write('{"choices":'),
      'timeout',
    ],
  ])('%s is retryable trouble', async (_, respond, reason) => {
    const timeoutMs = reason === 'timeout' ? 200 : 10_000;
    expect(await ask(respond, { timeoutMs })).toMatchObject({ kind: 'trouble', reason, isRetryable: true });
  });

  test('prose and ten megabytes of text are unreadable replies, kept short', async () => {
    expect(await ask((response) => sendJson(response, 200, completion('I am sorry.')))).toMatchObject({
      outcome: { kind: 'unreadable', raw: 'I am sorry.' },
    });
    await server?.stop();
    const huge = await ask((response) => sendJson(response, 200, completion('x'.repeat(10_000_000))), {
      timeoutMs: 10_000,
    });
    expect(huge).toMatchObject({ outcome: { kind: 'unreadable' } });
    expect(JSON.stringify(huge).length).toBeLessThan(30_000);
  });

  test('a refusal and a content filter are refusals, not failures of reading', async () => {
    const refusal = { index: 0, finish_reason: 'stop', message: { role: 'assistant', content: null, refusal: 'No.' } };
    expect(await ask((response) => sendJson(response, 200, completion('', { choices: [refusal] })))).toMatchObject({
      outcome: { kind: 'refused', message: 'The model refused: No.' },
    });
  });

  test('a port where nobody listens, a host that is not there, and a base URL that is none', async () => {
    server = await startReplyServer(() => undefined);
    const { baseUrl } = server;
    await server.stop();
    const nobody = await createOpenaiTagger({ baseUrl, model: 'm' }).tag('q');
    expect(nobody).toMatchObject({ reason: 'unreachable', isRetryable: true });
    const nonsense = await createOpenaiTagger({ baseUrl: 'nonsense', model: 'm' }).tag('q');
    expect(nonsense).toMatchObject({ reason: 'badRequest', stopsRun: true });
  });

  test('an endpoint that points to another host stops the run, naming both, and nothing is sent on', async () => {
    const other = await startReplyServer((response) => sendJson(response, 200, completion('[{"tag":"a"}]')));
    const found = await ask((response) => void response.writeHead(307, { location: other.baseUrl }).end());
    expect(found).toMatchObject({ kind: 'trouble', isRetryable: false, stopsRun: true });
    const origins = [server!.baseUrl, other.baseUrl].map((url) => new URL(url).origin);
    expect((found as TaggerTrouble).message).toContain(`${origins[0]} redirects to ${origins[1]}.`);
    expect(other.seen).toHaveLength(0);
    await other.stop();
  });

  test('cancelling rejects and ends the request', async () => {
    server = await startReplyServer(() => undefined);
    const controller = new AbortController();
    const asked = createOpenaiTagger({ baseUrl: server.baseUrl, model: 'm' }).tag('q', controller.signal);
    controller.abort();
    await expect(asked).rejects.toThrow();
  });
});

describe('instagger', () => {
  test('sends its own template to /v1/completions, greedy, 512 new tokens', async () => {
    server = await startReplyServer((response) =>
      sendJson(response, 200, {
        choices: [{ text: ' [{"tag": "poem write", "explanation": "x"}]' }],
        usage: { prompt_tokens: 3, completion_tokens: 4 },
      }),
    );
    const reply = await createInstaggerTagger({ baseUrl: server.baseUrl, model: 'InsTagger' }).tag('Write a poem.');
    expect(reply).toMatchObject({ outcome: { tags: [{ tag: 'poem write' }] }, usage: { promptTokens: 3 } });
    expect(server.seen[0]).toMatchObject({ path: '/v1/completions', body: { temperature: 0, max_tokens: 512 } });
    expect(server.seen[0]!.body['prompt']).toMatch(
      /user's questions\. USER: .*\nUser query: Write a poem\. ASSISTANT:$/s,
    );
  });

  test('cuts a query that does not fit, also without spaces and in Chinese', async () => {
    server = await startReplyServer((response) => sendJson(response, 200, { choices: [{ text: '["a"]' }] }));
    const tagger = createInstaggerTagger({ baseUrl: server.baseUrl, model: 'InsTagger' });
    for (const text of ['word '.repeat(50_000), 'x'.repeat(200_000), '标签'.repeat(20_000)]) await tagger.tag(text);
    const lengths = server.seen.map(({ body }) => (body['prompt'] as string).length);
    expect(lengths[0]).toBeGreaterThan(4_000);
    expect(lengths[0]).toBeLessThan(9_000);
    expect(lengths[2]).toBeLessThan(1_400);
    expect(server.seen.every(({ body }) => (body['prompt'] as string).endsWith(' ASSISTANT:'))).toBe(true);
  });
});
