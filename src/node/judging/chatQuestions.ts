/** Questions to chat completions of any OpenAI-compatible endpoint; passing trouble is tried again. */
import { setTimeout as delay } from 'node:timers/promises';
import type { ChatCompletionCreateParamsNonStreaming } from 'openai/resources/chat/completions';
import type { JudgePrompt } from '../../core/select/judgePrompt';
import type { TaggerTrouble, TokenUsage } from '../../core/tagging/tagRecord';
import { createCompletionClient, type CompletionClient } from '../tagging/completionClient';
import type { EndpointOptions } from '../tagging/openaiTagger';
import { adaptedShape, type RequestShape } from '../tagging/requestShape';
import { retryDelayMs } from '../tagging/retryDelay';

export interface QuestionEndpoint extends EndpointOptions {
  readonly signal?: AbortSignal | undefined;
  /** Tries of one question; 6 by default. */
  readonly tries?: number;
}

export interface QuestionSettings {
  readonly temperature: number;
  readonly maximumTokens: number;
}

export type ChatReply =
  | { readonly kind: 'text'; readonly text: string; readonly isCut: boolean; readonly usage: TokenUsage }
  | { readonly kind: 'trouble'; readonly message: string; readonly stopsRun: boolean };

/** A service that asks to wait for longer than this has stopped answering for now. */
const longestWaitMs = 120_000;

/** Remembers what the server accepts; rejects only when the endpoint's signal is aborted. */
export class ChatQuestions {
  private readonly client: CompletionClient;
  private shape: RequestShape = { format: 'plain', limitName: 'max_tokens', hasTemperature: true };

  constructor(
    private readonly endpoint: QuestionEndpoint,
    private readonly settings: QuestionSettings,
  ) {
    this.client = createCompletionClient(endpoint);
  }

  async ask(prompt: JudgePrompt): Promise<ChatReply> {
    const { signal, tries = 6 } = this.endpoint;
    for (let attempt = 1; ; attempt++) {
      const reply = await this.askOnce(prompt);
      if ('text' in reply) return reply;
      const waitMs = reply.retryAfterMs ?? retryDelayMs(attempt, Math.random);
      if (!reply.isRetryable || attempt >= tries || waitMs > longestWaitMs) return troubleOf(reply);
      await delay(waitMs, undefined, signal === undefined ? {} : { signal });
    }
  }

  /** The request takes another shape where the server refuses this one. */
  private async askOnce(prompt: JudgePrompt): Promise<Extract<ChatReply, { kind: 'text' }> | TaggerTrouble> {
    for (;;) {
      const body = this.bodyOf(prompt);
      const { openai } = this.client;
      const answer = await this.client.request(
        (options) => openai.chat.completions.create(body, options),
        this.endpoint.signal,
      );
      if (answer.kind === 'answer') {
        const choice = answer.data.choices?.[0];
        const { prompt_tokens: promptTokens = 0, completion_tokens: completionTokens = 0 } = answer.data.usage ?? {};
        const usage = { promptTokens, completionTokens };
        return { kind: 'text', text: choice?.message?.content ?? '', isCut: choice?.finish_reason === 'length', usage };
      }
      const next = adaptedShape(this.shape, answer.error);
      if (next === null) return answer.trouble;
      this.shape = next;
    }
  }

  private bodyOf({ system, user }: JudgePrompt): ChatCompletionCreateParamsNonStreaming {
    const { shape, settings } = this;
    return {
      model: this.endpoint.model,
      messages: [
        { role: 'system', content: system },
        { role: 'user', content: user },
      ],
      // A reasoning model, which knows the limit by its newer name only, thinks before it answers.
      [shape.limitName]: settings.maximumTokens + (shape.limitName === 'max_tokens' ? 0 : roomToThink),
      ...(shape.hasTemperature ? { temperature: settings.temperature } : {}),
    };
  }
}

const roomToThink = 3_900;

function troubleOf({ message, stopsRun, isRetryable }: TaggerTrouble): ChatReply {
  return { kind: 'trouble', message, stopsRun: stopsRun || isRetryable };
}
