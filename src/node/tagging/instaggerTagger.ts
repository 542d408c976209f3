/** InsTagger (OFA-Sys/InsTagger, LLaMA-2 7B) through `/v1/completions`, with its own templates; greedy, 512 new tokens. */
import { usageOf } from '../../core/tagging/chatContent';
import { outcomeOfReply } from '../../core/tagging/parseReply';
import { promptHash, promptTemplate, renderPrompt, type CompletionTemplate } from '../../core/tagging/prompt';
import type { AbortSignalOf, Tagger, TaggerTrouble, TagReply } from '../../core/tagging/tagRecord';
import { textOf } from './chatAnswer';
import { createCompletionClient, type CompletionClient } from './completionClient';
import { hostOf, waitOf, type EndpointOptions } from './openaiTagger';
import { llamaTokenCounter } from './llamaTokens';
import { cutToTokens, type TokenCounter } from './tokenEstimate';
import { notACompletion } from './troubles';

/** Of the 2,048 tokens of its context, 512 are for the answer. */
const promptTokens = 1_536;
const answerTokens = 512;

export interface InstaggerOptions extends EndpointOptions {
  /** `instagger-1` (default) or `instagger-2`, or a template. */
  readonly prompt?: string | CompletionTemplate | undefined;
}

export function createInstaggerTagger(options: InstaggerOptions): Tagger {
  const template = completionTemplate(options.prompt ?? 'instagger-1');
  const client = createCompletionClient(options);
  let counter: Promise<TokenCounter> | undefined;
  return {
    identity: { tagger: 'instagger', model: options.model, promptHash: promptHash(template) },
    isRemote: true,
    label: `InsTagger (${options.model}) at ${hostOf(options.baseUrl)}`,
    maxConcurrency: options.maxConcurrency ?? 64,
    tag: async (query, signal) => {
      counter ??= llamaTokenCounter();
      return complete(client, options.model, instaggerPrompt(template, query, await counter), signal);
    },
  };
}

/** The prompt for a query, cut at its end so that prompt and answer fit the context. */
export function instaggerPrompt(template: CompletionTemplate, query: string, count: TokenCounter): string {
  const inPrompt: TokenCounter = (beginning) => count(renderPrompt(template, beginning));
  return renderPrompt(template, cutToTokens(query, promptTokens, inPrompt));
}

async function complete(
  client: CompletionClient,
  model: string,
  prompt: string,
  signal: AbortSignalOf | undefined,
): Promise<TagReply | TaggerTrouble> {
  const body = { model, prompt, max_tokens: answerTokens, temperature: 0, stop: ['</s>', 'USER:'] };
  const answer = await client.request((request) => client.openai.completions.create(body, request), signal);
  if (answer.kind === 'rejection') return answer.trouble;
  const data: unknown = answer.data;
  const text = firstText(data);
  if (text === null) return notACompletion(textOf(data), client.context);
  const usage = usageOf((data as { readonly usage?: unknown }).usage);
  return { kind: 'reply', outcome: outcomeOfReply(text), ...usage, ...waitOf(answer.waitMs) };
}

function firstText(data: unknown): string | null {
  if (typeof data !== 'object' || data === null || !('choices' in data) || !Array.isArray(data.choices)) return null;
  const choice: unknown = data.choices[0];
  if (typeof choice !== 'object' || choice === null || !('text' in choice)) return null;
  return typeof choice.text === 'string' ? choice.text : null;
}

function completionTemplate(prompt: string | CompletionTemplate): CompletionTemplate {
  const template = typeof prompt === 'string' ? promptTemplate(prompt) : prompt;
  if (template?.kind !== 'completion') {
    throw new Error(`There is no InsTagger prompt "${typeof prompt === 'string' ? prompt : prompt.id}".`);
  }
  return template;
}
