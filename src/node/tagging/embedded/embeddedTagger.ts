/** Tags by nearness to the bundled vocabulary, by cues and by the query's form. */
import type { Embedder } from '../../../core/ports';
import { queryFormOf } from '../../../core/tagging/queryForm';
import type { AbortSignalOf, Tagger, TagReply, TaggerTrouble } from '../../../core/tagging/tagRecord';
import { cueIndexOf, type CueIndex } from '../../../core/vocabulary/cueIndex';
import { intentionTags, type IntentionTag } from '../../../core/vocabulary/intentionTags';
import { chooseTags } from './chooseTags';
import { formTagsOf } from './formTags';
import { QueryNearness } from './queryNearness';
import { tagScorerOf, type TagScorer } from './scoreTags';
import { embedVocabulary } from './vocabularyVectors';

export interface EmbeddedTaggerOptions {
  readonly embedder: Embedder;
}

/** Words beyond these are not searched for cues: instructions stand at the head. */
export const cueTextLength = 600;

/**
 * Embeds the vocabulary (or reads it from the embedder's cache), then tags without any request: through the embedder's
 * quick form where it has one, since the nearest tags need no exact distances.
 */
export async function createEmbeddedTagger({ embedder }: EmbeddedTaggerOptions): Promise<Tagger> {
  const tags = intentionTags();
  return new EmbeddedTagger(tags, await embedVocabulary(tags, embedder), embedder.quick ?? embedder);
}

class EmbeddedTagger implements Tagger {
  readonly isRemote = false;
  /** Enough to fill two batches of the embedding thread while a third is written down. */
  readonly maxConcurrency = 96;
  private readonly cues: CueIndex;
  private readonly scorer: TagScorer;
  private readonly nearness: QueryNearness;

  constructor(
    private readonly tags: readonly IntentionTag[],
    private readonly vectors: Float32Array,
    private readonly embedder: Embedder,
  ) {
    this.cues = cueIndexOf(tags);
    this.scorer = tagScorerOf(tags);
    this.nearness = new QueryNearness(vectors, embedder);
  }

  get identity() {
    return { tagger: 'embedded', model: this.embedder.id, promptHash: '' };
  }

  get label(): string {
    return `${this.embedder.id.replace(/^Xenova\//u, '')}, embedded (preview quality)`;
  }

  async tag(query: string, signal?: AbortSignalOf): Promise<TagReply | TaggerTrouble> {
    try {
      signal?.throwIfAborted();
      const nearness = await this.nearness.of(query);
      signal?.throwIfAborted();
      return { kind: 'reply', outcome: { kind: 'tagged', tags: this.choose(query, nearness) } };
    } catch (error) {
      signal?.throwIfAborted();
      const message = `The embedded tagger stopped: ${error instanceof Error ? error.message : String(error)}`;
      return { kind: 'trouble', reason: 'notLoaded', message, isRetryable: false, stopsRun: true };
    }
  }

  private choose(query: string, nearness: Float32Array) {
    const evidence = {
      nearness,
      cues: this.cues.find(query.slice(0, cueTextLength)),
      form: formTagsOf(queryFormOf(query)),
    };
    const scores = this.scorer.score(evidence);
    const chosen = chooseTags(scores.bestFirst(), (left, right) => this.similarity(left, right));
    return chosen.map(({ tag }) => ({ tag: this.tags[tag]!.name, explanation: scores.reasonOf(tag) }));
  }

  private similarity(left: number, right: number): number {
    const { width } = this.embedder;
    return dot(this.vectors, left * width, this.vectors, right * width, width);
  }
}

/** Scalar product of two stretches of equal length. */
function dot(left: Float32Array, leftStart: number, right: Float32Array, rightStart: number, length: number): number {
  let sum = 0;
  for (let at = 0; at < length; at++) sum += left[leftStart + at]! * right[rightStart + at]!;
  return sum;
}
