/** Whether an endpoint answers, what models it has, and whether a tagger gets tags from it. */
import type { Tagger, TaggerTrouble } from '../../core/tagging/tagRecord';
import { createCompletionClient } from './completionClient';
import type { EndpointOptions } from './openaiTagger';

export interface EndpointModels {
  readonly kind: 'models';
  /** Names in alphabetical order. */
  readonly models: readonly string[];
}

const listTimeoutMs = 8_000;

/** Asks `/models`; servers without that address give trouble, which does not mean that they cannot tag. */
export async function listModels(endpoint: Omit<EndpointOptions, 'model'>): Promise<EndpointModels | TaggerTrouble> {
  const client = createCompletionClient({ ...endpoint, model: '', timeoutMs: listTimeoutMs });
  const answer = await client.request((request) => client.openai.models.list(request));
  if (answer.kind === 'rejection') return answer.trouble;
  const listed: unknown = answer.data.data;
  const models = Array.isArray(listed) ? listed.flatMap(idOf) : [];
  return { kind: 'models', models: models.toSorted() };
}

export type TaggerCheck =
  | { readonly kind: 'works'; readonly tags: readonly string[]; readonly seconds: number }
  /** It answers, but not with tags. */
  | { readonly kind: 'unreadable'; readonly message: string }
  | TaggerTrouble;

/** A harmless query, the only thing that a check sends. */
export const checkQuery = 'Write a short poem about the sea and explain its metaphors.';

/** Sends one query and nothing of any dataset. */
export async function checkTagger(tagger: Tagger): Promise<TaggerCheck> {
  const startedAt = Date.now();
  const answer = await tagger.tag(checkQuery);
  if (answer.kind === 'trouble') return answer;
  const { outcome } = answer;
  if (outcome.kind !== 'tagged') return { kind: 'unreadable', message: outcome.message };
  return { kind: 'works', tags: outcome.tags.map(({ tag }) => tag), seconds: (Date.now() - startedAt) / 1000 };
}

function idOf(model: unknown): string[] {
  return typeof model === 'object' && model !== null && 'id' in model && typeof model.id === 'string' ? [model.id] : [];
}
