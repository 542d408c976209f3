/** Chat completions of any OpenAI-compatible endpoint as a judge of rows; passing trouble is tried again. */
import { setTimeout as delay } from 'node:timers/promises';
import type { ChatCompletionCreateParamsNonStreaming } from 'openai/resources/chat/completions';
import { judgePrompt, judgeSettings, readScores } from '../../core/select/judgePrompt';
import type { Judge, JudgedText, JudgeReply } from '../../core/select/tacosJudging';
import { queryHash } from '../../core/tagging/queryHash';
import type { TaggerTrouble } from '../../core/tagging/tagRecord';
import { createCompletionClient, type CompletionClient } from '../tagging/completionClient';
import type { EndpointOptions } from '../tagging/openaiTagger';
import { adaptedShape, type RequestShape } from '../tagging/requestShape';
import { retryDelayMs } from '../tagging/retryDelay';

export interface JudgeEndpoint extends EndpointOptions {
  readonly signal?: AbortSignal;
  /** Tries of one question; 6 by default. */
  readonly tries?: number;
}

/** A service that asks to wait for longer than this has stopped answering for now. */
const longestWaitMs = 120_000;

export function createOpenaiJudge(endpoint: JudgeEndpoint): Judge {
  const judge = new EndpointJudge(createCompletionClient(endpoint), endpoint);
  return { id: judgeId(endpoint.model), judge: (texts) => judge.judge(texts) };
}

/** Model and prompt, so that verdicts of another prompt are not taken for these. */
export function judgeId(model: string): string {
  const sample = { query: '', answer: '' };
  const prompts = [judgePrompt([sample]), judgePrompt([sample, sample])];
  return `${model}/${queryHash(JSON.stringify(prompts)).slice(0, 8)}`;
}

class EndpointJudge {
  private shape: RequestShape = { format: 'plain', limitName: 'max_tokens', hasTemperature: true };

  constructor(
    private readonly client: CompletionClient,
    private readonly endpoint: JudgeEndpoint,
  ) {}

  async judge(texts: readonly JudgedText[]): Promise<JudgeReply> {
    const { signal, tries = 6 } = this.endpoint;
    for (let attempt = 1; ; attempt++) {
      const reply = await this.ask(texts);
      if (typeof reply === 'string') return scoresOf(reply, texts.length);
      const waitMs = reply.retryAfterMs ?? retryDelayMs(attempt, Math.random);
      if (!reply.isRetryable || attempt >= tries || waitMs > longestWaitMs) return troubleOf(reply);
      await delay(waitMs, undefined, signal === undefined ? {} : { signal });
    }
  }

  /** The content of the answer; the request takes another shape where the server refuses this one. */
  private async ask(texts: readonly JudgedText[]): Promise<string | TaggerTrouble> {
    for (;;) {
      const body = bodyOf(texts, this.endpoint.model, this.shape);
      const { openai } = this.client;
      const answer = await this.client.request(
        (options) => openai.chat.completions.create(body, options),
        this.endpoint.signal,
      );
      if (answer.kind === 'answer') return answer.data.choices?.[0]?.message?.content ?? '';
      const next = adaptedShape(this.shape, answer.error);
      if (next === null) return answer.trouble;
      this.shape = next;
    }
  }
}

function bodyOf(
  texts: readonly JudgedText[],
  model: string,
  shape: RequestShape,
): ChatCompletionCreateParamsNonStreaming {
  const { system, user } = judgePrompt(texts);
  return {
    model,
    messages: [
      { role: 'system', content: system },
      { role: 'user', content: user },
    ],
    // A reasoning model, which knows the limit by its newer name only, thinks before it answers.
    [shape.limitName]: judgeSettings.maximumTokens * (shape.limitName === 'max_tokens' ? 1 : 40),
    ...(shape.hasTemperature ? { temperature: judgeSettings.temperature } : {}),
  };
}

function scoresOf(reply: string, count: number): JudgeReply {
  const scores = readScores(reply, count);
  if (scores !== null) return { kind: 'scores', scores };
  const message = `The judge's reply does not hold ${count} scores from 0 to 100: ${JSON.stringify(reply.slice(0, 120))}`;
  return { kind: 'trouble', message, stopsRun: false };
}

function troubleOf({ message, stopsRun, isRetryable }: TaggerTrouble): JudgeReply {
  return { kind: 'trouble', message, stopsRun: stopsRun || isRetryable };
}
