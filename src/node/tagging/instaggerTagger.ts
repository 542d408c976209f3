/** InsTagger through `/v1/completions`, with its own templates. */
import type { Tagger } from '../../core/tagging/tagRecord';
import type { EndpointOptions } from './openaiTagger';

export interface InstaggerOptions extends EndpointOptions {
  /** `instagger-1` (default) or `instagger-2`. */
  readonly prompt?: string;
}

export function createInstaggerTagger(options: InstaggerOptions): Tagger {
  throw new Error(`Not built yet: ${options.model}`);
}
