import type { TaggerIdentity } from '../../core/tagging/tagRecord';
import { llamaTokenCounter } from './llamaTokens';
import { openaiTokenCounter, type TokenCounter } from './tokenEstimate';

/** Counts tokens as a tagger's model does: exactly for InsTagger and OpenAI's newer models, as those do for others. */
export function tokenCounterOf({ tagger }: TaggerIdentity): Promise<TokenCounter> {
  return tagger === 'instagger' ? llamaTokenCounter() : openaiTokenCounter();
}
