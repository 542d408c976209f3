/** Questions to chat completions of any OpenAI-compatible endpoint; passing trouble is tried again. */
import { setTimeout as delay } from 'node:timers/promises';
import type { ChatCompletionCreateParamsNonStreaming } from 'openai/resources/chat/completions';
import type { JudgePrompt } from '../../core/select/judgePrompt';
import { saidText } from '../../core/tagging/saidText';
import type { Spending } from '../../core/tagging/spending';
import type { TaggerTrouble, TokenUsage } from '../../core/tagging/tagRecord';
import { readChatAnswer, type ChatAnswer } from '../tagging/chatAnswer';
import { createCompletionClient, type CompletionClient } from '../tagging/completionClient';
import type { EndpointOptions } from '../tagging/openaiTagger';
import { adaptedShape, type RequestShape } from '../tagging/requestShape';
import { retryDelayMs } from '../tagging/retryDelay';
import { openaiTokenCounter } from '../tagging/tokenEstimate';
import { troubleStops } from '../tagging/troubleStops';

export interface QuestionEndpoint extends EndpointOptions {
  readonly signal?: AbortSignal | undefined;
  /** Tries of one question; 6 by default. */
  readonly tries?: number;
  /** Counts the tokens, and ends the run before its money is exceeded. */
  readonly spending?: Spending | undefined;
}

export interface QuestionSettings {
  readonly temperature: number;
  readonly maximumTokens: number;
}

/** Tokens as reported, else estimated; they are told with trouble, too, where a reply was paid for. */
export type ChatReply =
  | { readonly kind: 'text'; readonly text: string; readonly isCut: boolean; readonly usage: TokenUsage }
  | {
      readonly kind: 'trouble';
      readonly message: string;
      readonly stopsRun: boolean;
      /** Another run may fare better with this question. */
      readonly isPassing?: boolean;
      /** Nothing was sent: the money of the run is used up. */
      readonly isUnasked?: boolean;
      readonly usage?: TokenUsage;
    };

/** A service that asks to wait for longer than this has stopped answering for now. */
const longestWaitMs = 120_000;

/** Remembers what the server accepts; rejects only when the endpoint's signal is aborted. */
export class ChatQuestions {
  private readonly client: CompletionClient;
  private readonly stops = troubleStops();
  /** A service that asks for a pause asks it of every question. */
  private notBefore = 0;
  private shape: RequestShape = { format: 'plain', limitName: 'max_tokens', hasTemperature: true };

  constructor(
    private readonly endpoint: QuestionEndpoint,
    private readonly settings: QuestionSettings,
  ) {
    this.client = createCompletionClient(endpoint);
  }

  async ask(prompt: JudgePrompt): Promise<ChatReply> {
    const { spending } = this.endpoint;
    for (;;) {
      const most = mostAnswered(this.settings, this.shape);
      const reply = await (spending === undefined
        ? this.askUntilAnswered(prompt, Infinity)
        : this.askWithin(spending, prompt, most));
      if (reply !== null) return reply;
    }
  }

  /** Null where it turns out that the model may answer with more than `most` tokens: their money is to be reserved first. */
  private async askWithin(spending: Spending, prompt: JudgePrompt, most: number): Promise<ChatReply | null> {
    const isLimited = spending.limit !== null;
    const release = await spending.reserve(isLimited ? await tokensOf(prompt, most) : noTokens);
    if (release === null) return usedUp(spending);
    let usage: TokenUsage | undefined;
    try {
      const reply = await this.askUntilAnswered(prompt, isLimited ? most : Infinity);
      usage = reply?.usage;
      return reply;
    } finally {
      release(usage);
    }
  }

  private async askUntilAnswered(prompt: JudgePrompt, most: number): Promise<ChatReply | null> {
    const { tries = 6 } = this.endpoint;
    for (let attempt = 1; ; attempt++) {
      await this.pause(this.notBefore - Date.now());
      const answer = await this.askOnce(prompt, most);
      if (answer === null) return null;
      if (answer.kind !== 'trouble') return this.replyOf(answer, answer.usage ?? (await estimated(prompt, answer)));
      const waitMs = answer.retryAfterMs ?? retryDelayMs(attempt, Math.random);
      if (!answer.isRetryable || attempt >= tries) return this.troubleOf(answer);
      if (waitMs > longestWaitMs) return { ...this.troubleOf(answer), stopsRun: true };
      if (answer.retryAfterMs !== undefined) this.notBefore = Math.max(this.notBefore, Date.now() + waitMs);
      await this.pause(waitMs);
    }
  }

  private async pause(waitMs: number): Promise<void> {
    const { signal } = this.endpoint;
    if (waitMs > 0) await delay(waitMs, undefined, signal === undefined ? {} : { signal });
  }

  /** The request takes another shape where the server refuses this one; questions asked at once may learn it together. */
  private async askOnce(prompt: JudgePrompt, most: number): Promise<ChatAnswer | null> {
    for (;;) {
      const shape = this.shape;
      if (mostAnswered(this.settings, shape) > most) return null;
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

  private replyOf(answer: Completed, usage: TokenUsage): ChatReply {
    this.stops.onReply();
    const trouble = (message: string): ChatReply => ({ kind: 'trouble', message, stopsRun: false, usage });
    if (answer.kind === 'refused') return trouble(answer.message);
    const text = saidText(answer.text);
    if (text !== '') return { kind: 'text', text, isCut: answer.isCut, usage };
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
      [shape.limitName]: mostAnswered(settings, shape),
      ...(shape.hasTemperature ? { temperature: settings.temperature } : {}),
    };
  }
}

/** Tokens around the texts of a question that the service counts as well. */
const frameTokens = 16;
const roomToThink = 3_900;

/** A reasoning model, which knows the limit by its newer name only, thinks before it answers. */
function mostAnswered({ maximumTokens }: QuestionSettings, { limitName }: RequestShape): number {
  return maximumTokens + (limitName === 'max_tokens' ? 0 : roomToThink);
}

type Completed = Exclude<ChatAnswer, TaggerTrouble>;

const noTokens: TokenUsage = { promptTokens: 0, completionTokens: 0 };

/** Of a question and its answer; long texts take their time to be counted. */
async function tokensOf({ system, user }: JudgePrompt, completionTokens: number): Promise<TokenUsage> {
  const count = await openaiTokenCounter();
  return { promptTokens: frameTokens + count(system) + count(user), completionTokens };
}

/** For services that do not report. */
async function estimated(prompt: JudgePrompt, answer: Completed): Promise<TokenUsage> {
  const count = await openaiTokenCounter();
  return tokensOf(prompt, answer.kind === 'content' ? count(answer.text) : 0);
}

function usedUp({ limit }: Spending): ChatReply {
  const message = `the money of this run is used up: another question could exceed $${limit?.maxCost ?? 0}.`;
  return { kind: 'trouble', message, stopsRun: true, isPassing: true, isUnasked: true };
}
