/** Questions to chat completions of any OpenAI-compatible endpoint; passing trouble is tried again. */
import { setTimeout as delay } from 'node:timers/promises';
import type { ChatCompletionCreateParamsNonStreaming } from 'openai/resources/chat/completions';
import type { JudgePrompt } from '../../core/select/judgePrompt';
import { saidText } from '../../core/tagging/saidText';
import type { TaggerTrouble, TokenUsage } from '../../core/tagging/tagRecord';
import { readChatAnswer, type ChatAnswer } from '../tagging/chatAnswer';
import { createCompletionClient, type CompletionClient } from '../tagging/completionClient';
import type { EndpointOptions } from '../tagging/openaiTagger';
import { adaptedShape, type RequestShape } from '../tagging/requestShape';
import { retryDelayMs } from '../tagging/retryDelay';
import { troubleStops } from '../tagging/troubleStops';

export interface QuestionEndpoint extends EndpointOptions {
  readonly signal?: AbortSignal | undefined;
  /** Tries of one question; 6 by default. */
  readonly tries?: number;
}

export interface QuestionSettings {
  readonly temperature: number;
  readonly maximumTokens: number;
}

/** What was reported of the reply's tokens is told with trouble, too: it was paid for. */
export type ChatReply =
  | { readonly kind: 'text'; readonly text: string; readonly isCut: boolean; readonly usage?: TokenUsage }
  | {
      readonly kind: 'trouble';
      readonly message: string;
      readonly stopsRun: boolean;
      /** Another run may fare better with this question. */
      readonly isPassing?: boolean;
      readonly usage?: TokenUsage;
    };

/** A service that asks to wait for longer than this has stopped answering for now. */
const longestWaitMs = 120_000;

/** Remembers what the server accepts; rejects only when the endpoint's signal is aborted. */
export class ChatQuestions {
  private readonly client: CompletionClient;
  private readonly stops = troubleStops();
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
      const answer = await this.askOnce(prompt);
      if (answer.kind !== 'trouble') return this.replyOf(answer);
      const waitMs = answer.retryAfterMs ?? retryDelayMs(attempt, Math.random);
      if (waitMs > longestWaitMs) return { ...this.troubleOf(answer), stopsRun: true };
      if (!answer.isRetryable || attempt >= tries) return this.troubleOf(answer);
      await delay(waitMs, undefined, signal === undefined ? {} : { signal });
    }
  }

  /** The request takes another shape where the server refuses this one; questions asked at once may learn it together. */
  private async askOnce(prompt: JudgePrompt): Promise<ChatAnswer> {
    for (;;) {
      const shape = this.shape;
      const body = this.bodyOf(prompt, shape);
      const { openai, context } = this.client;
      const answer = await this.client.request(
        (options) => openai.chat.completions.create(body, options),
        this.endpoint.signal,
      );
      if (answer.kind === 'answer') return readChatAnswer(answer.data, context);
      // Where another question has learnt a shape meanwhile, that one is tried before a further one.
      const next = this.shape === shape ? adaptedShape(shape, answer.error) : this.shape;
      if (next === null) return answer.trouble;
      this.shape = next;
    }
  }

  private replyOf(answer: Exclude<ChatAnswer, TaggerTrouble>): ChatReply {
    this.stops.onReply();
    const usage = answer.usage === undefined ? {} : { usage: answer.usage };
    const trouble = (message: string): ChatReply => ({ kind: 'trouble', message, stopsRun: false, ...usage });
    if (answer.kind === 'refused') return trouble(answer.message);
    const text = saidText(answer.text);
    if (text !== '') return { kind: 'text', text, isCut: answer.isCut, ...usage };
    if (answer.isCut) return trouble('the reply was cut before anything was said.');
    const isThought = answer.text.trim() !== '';
    return trouble(isThought ? 'the model thought and said nothing.' : 'the model replied with nothing.');
  }

  private troubleOf(trouble: TaggerTrouble): Extract<ChatReply, { readonly kind: 'trouble' }> {
    const { message, reason, isRetryable } = trouble;
    const isAnswer = reason === 'contentFilter' || reason === 'contextTooLong';
    if (isAnswer) this.stops.onReply();
    const stopsRun = trouble.stopsRun || (!isAnswer && this.stops.onFailure(trouble, 1));
    return { kind: 'trouble', message, stopsRun, isPassing: isRetryable };
  }

  private bodyOf({ system, user }: JudgePrompt, shape: RequestShape): ChatCompletionCreateParamsNonStreaming {
    const { settings } = this;
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
