import { afterEach, expect, test } from 'vitest';
import { checkTagger, listModels } from '../../../../src/node/tagging/endpointCheck';
import { createOpenaiTagger } from '../../../../src/node/tagging/openaiTagger';
import {
  apiError,
  completion,
  sendJson,
  startReplyServer,
  type ReplyServer,
  type Respond,
} from '../../../support/replyServer';

let server: ReplyServer | undefined;
afterEach(() => server?.stop());

async function checkAgainst(respond: Respond) {
  server = await startReplyServer(respond);
  return checkTagger(createOpenaiTagger({ baseUrl: server.baseUrl, model: 'm', apiKey: 'sk-secret-0123456789' }));
}

test('a working endpoint tells its tags', async () => {
  const found = await checkAgainst((response) => sendJson(response, 200, completion('[{"tag":"Poetry"}]')));
  expect(found).toMatchObject({ kind: 'works', tags: ['Poetry'] });
});

test('a wrong key, a wrong model and prose are told apart, without the key', async () => {
  const wrongKey = await checkAgainst((response) => sendJson(response, 401, apiError('bad key sk-secret-0123456789')));
  expect(wrongKey).toMatchObject({ kind: 'trouble', reason: 'unauthorized' });
  expect(JSON.stringify(wrongKey)).not.toContain('secret');
  await server?.stop();
  const wrongModel = await checkAgainst((response) => sendJson(response, 404, apiError('no such model')));
  expect(wrongModel).toMatchObject({ kind: 'trouble', reason: 'unknownModel' });
  await server?.stop();
  expect(await checkAgainst((response) => sendJson(response, 200, completion('Sure!')))).toMatchObject({
    kind: 'unreadable',
  });
});

test('models are listed by name; a server without a list is trouble', async () => {
  server = await startReplyServer((response, { path }) =>
    path.endsWith('/models')
      ? sendJson(response, 200, { data: [{ id: 'b' }, { id: 'a' }, {}] })
      : sendJson(response, 404, {}),
  );
  expect(await listModels({ baseUrl: server.baseUrl })).toEqual({ kind: 'models', models: ['a', 'b'] });
  expect(await listModels({ baseUrl: `${server.baseUrl}/x` })).toMatchObject({ kind: 'models' });
  await server.stop();
  expect(await listModels({ baseUrl: server.baseUrl })).toMatchObject({ kind: 'trouble', reason: 'unreachable' });
});
