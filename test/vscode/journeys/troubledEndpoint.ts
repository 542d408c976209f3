import { apiError, completion, sendJson, startReplyServer, type ReplyServer } from '../../support/replyServer';

/** How an endpoint behaves; a journey changes it between runs. */
export type Behaviour = 'refusesKey' | 'lacksModel' | 'isBusyAtFirst' | 'isSlow' | 'isWell' | 'babbles';

/** An OpenAI-compatible endpoint that does what a journey wants to see handled. */
export interface TroubledEndpoint extends ReplyServer {
  behave(behaviour: Behaviour): void;
}

const slowReplyMs = 400;
const busyReplyCount = 2;

export async function startTroubledEndpoint(): Promise<TroubledEndpoint> {
  let behaviour: Behaviour = 'isWell';
  let answered = 0;
  const reply = completion('[{"tag": "Patience", "explanation": "It waits for an answer."}]');
  const server = await startReplyServer((response) => {
    answered++;
    switch (behaviour) {
      case 'refusesKey':
        return sendJson(response, 401, apiError('Incorrect API key provided.'));
      case 'lacksModel':
        return sendJson(response, 404, apiError('The model does not exist.'));
      case 'isBusyAtFirst':
        return answered <= busyReplyCount
          ? sendJson(response, 429, apiError('Too many requests.'), { 'retry-after': '1' })
          : sendJson(response, 200, reply);
      case 'isSlow':
        return void setTimeout(() => sendJson(response, 200, reply), slowReplyMs);
      case 'babbles':
        return sendJson(response, 200, completion('I would rather talk about the weather.'));
      case 'isWell':
        return sendJson(response, 200, reply);
    }
  });
  return {
    ...server,
    behave: (next) => {
      behaviour = next;
      answered = 0;
    },
  };
}
