import { LLMock } from '@copilotkit/aimock';
import type { TaggedLine } from './realReplies';

/** An OpenAI-compatible endpoint that nobody here wrote, answering each query with the reply a model once gave. */
export interface TagEndpoint {
  readonly baseUrl: string;
  requestCount(): number;
  stop(): Promise<void>;
}

export async function startTagEndpoint(replies: readonly TaggedLine[]): Promise<TagEndpoint> {
  const mock = new LLMock({ port: 0 });
  mock.onMessage(/[\s\S]*/, (request) => {
    const prompt = JSON.stringify(request.messages);
    const known = replies.find(({ query }) => prompt.includes(JSON.stringify(query).slice(1, -1)));
    return { content: known?.reply ?? 'This query is not known here.' };
  });
  await mock.start();
  return {
    baseUrl: `${mock.url}/v1`,
    requestCount: () => mock.getRequests().length,
    stop: () => mock.stop(),
  };
}
