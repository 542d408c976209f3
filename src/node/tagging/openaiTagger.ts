/** Chat completions of any OpenAI-compatible endpoint as a tagger. */
import type { Tagger } from '../../core/tagging/tagRecord';

export interface EndpointOptions {
  /** `https://api.openai.com/v1`; see `endpointPresets`. */
  readonly baseUrl: string;
  readonly model: string;
  /** Local servers need none. */
  readonly apiKey?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
  /** Requests at once; default 64. */
  readonly maxConcurrency?: number;
}

export interface OpenaiTaggerOptions extends EndpointOptions {
  /** Id of a template of `promptTemplates`, or a template; default `instag-1`. */
  readonly prompt?: string;
  /** How the reply is asked for; `auto` tries schema, then JSON mode, then plain, and remembers. */
  readonly format?: 'auto' | 'schema' | 'json' | 'plain';
  readonly temperature?: number;
  readonly maxTokens?: number;
}

export function createOpenaiTagger(options: OpenaiTaggerOptions): Tagger {
  throw new Error(`Not built yet: ${options.model}`);
}
