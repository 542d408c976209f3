/** Chat completions of any OpenAI-compatible endpoint as a tagger. */
import type { ChatCompletionCreateParamsNonStreaming } from 'openai/resources/chat/completions';
import { outcomeOfReply } from '../../core/tagging/parseReply';
import { answerSchema, promptHash, promptTemplate, renderPrompt, templateProblem } from '../../core/tagging/prompt';
import type { ChatTemplate } from '../../core/tagging/prompt';
import type { AbortSignalOf, Tagger, TaggerTrouble, TagReply } from '../../core/tagging/tagRecord';
import { readChatAnswer } from './chatAnswer';
import { createCompletionClient, type CompletionClient } from './completionClient';
import { adaptedShape, type RequestShape } from './requestShape';

export interface EndpointOptions {
  /** `https://api.openai.com/v1`; see `endpointPresets`. */
  readonly baseUrl: string;
  readonly model: string;
  /** Local servers need none. */
  readonly apiKey?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Over the whole answer; default 60 s. */
  readonly timeoutMs?: number | undefined;
  /** Requests at once; default 64. */
  readonly maxConcurrency?: number | undefined;
}

export interface OpenaiTaggerOptions extends EndpointOptions {
  /** Id of a template of `promptTemplates`, or a template; default `instag-1`. */
  readonly prompt?: string | ChatTemplate | undefined;
  /** How the reply is asked for; `auto` tries schema, then JSON mode, then plain, and remembers. */
  readonly format?: 'auto' | 'schema' | 'json' | 'plain' | undefined;
  /** Default 0.6, as in TACOS. */
  readonly temperature?: number | undefined;
  /** Most output tokens; default 1,024, as in TACOS. */
  readonly maxTokens?: number | undefined;
}

export function createOpenaiTagger(options: OpenaiTaggerOptions): Tagger {
  const template = chatTemplate(options.prompt ?? 'instag-1');
  const client = createCompletionClient(options);
  const chat = new ChatRequests(client, template, options);
  return {
    identity: { tagger: 'openai', model: options.model, promptHash: promptHash(template) },
    isRemote: true,
    label: `${options.model} at ${hostOf(options.baseUrl)}`,
    maxConcurrency: options.maxConcurrency ?? 64,
    tag: (query, signal) => chat.tag(query, signal),
  };
}

/** The exact request for a query, for previews and batch files. */
export function chatBody(
  template: ChatTemplate,
  query: string,
  shape: RequestShape,
  options: Pick<OpenaiTaggerOptions, 'model' | 'temperature' | 'maxTokens'>,
): ChatCompletionCreateParamsNonStreaming {
  const content = renderPrompt(template, query, shape.format === 'plain' ? 'list' : 'object');
  return {
    model: options.model,
    messages: [{ role: 'user', content }],
    [shape.limitName]: options.maxTokens ?? 1_024,
    ...(shape.hasTemperature ? { temperature: options.temperature ?? 0.6 } : {}),
    ...responseFormat(shape),
  };
}

export function firstShape(format: OpenaiTaggerOptions['format']): RequestShape {
  const first = format === undefined || format === 'auto' ? 'schema' : format;
  return { format: first, limitName: 'max_tokens', hasTemperature: true };
}

class ChatRequests {
  private shape: RequestShape;

  constructor(
    private readonly client: CompletionClient,
    private readonly template: ChatTemplate,
    private readonly options: OpenaiTaggerOptions,
  ) {
    this.shape = firstShape(options.format);
  }

  async tag(query: string, signal?: AbortSignalOf): Promise<TagReply | TaggerTrouble> {
    for (let requests = 1; ; requests++) {
      const shape = this.shape;
      const body = chatBody(this.template, query, shape, this.options);
      const answer = await this.client.request(
        (request) => this.client.openai.chat.completions.create(body, request),
        signal,
      );
      if (answer.kind === 'answer') return { ...this.readAnswer(answer.data), ...waitOf(answer.waitMs), requests };
      const next = adaptedShape(shape, answer.error);
      if (next === null) return { ...answer.trouble, requests };
      this.shape = next;
    }
  }

  private readAnswer(data: unknown): TagReply | TaggerTrouble {
    const answer = readChatAnswer(data, this.client.context);
    if (answer.kind === 'trouble') return answer;
    const { usage } = answer;
    const outcome: TagReply['outcome'] =
      answer.kind === 'content' ? outcomeOfReply(answer.text) : { kind: 'refused', message: answer.message };
    return { kind: 'reply', outcome, ...(usage === undefined ? {} : { usage }) };
  }
}

function responseFormat(shape: RequestShape): Pick<ChatCompletionCreateParamsNonStreaming, 'response_format'> {
  if (shape.format === 'plain') return {};
  if (shape.format === 'json') return { response_format: { type: 'json_object' } };
  const schema = { name: 'tags', strict: true, schema: answerSchema as unknown as Record<string, unknown> };
  return { response_format: { type: 'json_schema', json_schema: schema } };
}

function chatTemplate(prompt: string | ChatTemplate): ChatTemplate {
  const template = typeof prompt === 'string' ? promptTemplate(prompt) : prompt;
  if (template?.kind !== 'chat') {
    throw new Error(`There is no chat prompt "${typeof prompt === 'string' ? prompt : prompt.id}".`);
  }
  const problem = templateProblem(template);
  if (problem !== null) throw new Error(problem);
  return template;
}

export function waitOf(waitMs: number | undefined): { readonly waitMs?: number } {
  return waitMs === undefined ? {} : { waitMs };
}

export function hostOf(baseUrl: string): string {
  return URL.canParse(baseUrl) ? new URL(baseUrl).host : baseUrl;
}
