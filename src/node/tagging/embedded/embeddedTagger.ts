/** Tags by nearness to the bundled vocabulary, by cues and by the query's form. */
import type { Embedder } from '../../../core/ports';
import { queryFormOf } from '../../../core/tagging/queryForm';
import type { AbortSignalOf, Tagger, TagReply, TaggerTrouble } from '../../../core/tagging/tagRecord';
import { cueIndexOf, type CueIndex } from '../../../core/vocabulary/cueIndex';
import { intentionTags, type IntentionTag } from '../../../core/vocabulary/intentionTags';
import { chooseTags } from './chooseTags';
import { formTagsOf } from './formTags';
import { queryWindowsOf } from './queryWindows';
import { scoreTags } from './scoreTags';
import { addRow, embedVocabulary, normalizeRow } from './vocabularyVectors';

export interface EmbeddedTaggerOptions {
  readonly embedder: Embedder;
}

/** Words beyond these are not searched for cues: instructions stand at the head. */
export const cueTextLength = 600;

/** Embeds the vocabulary (or reads it from the embedder's cache), then tags without any request. */
export async function createEmbeddedTagger({ embedder }: EmbeddedTaggerOptions): Promise<Tagger> {
  const tags = intentionTags();
  const vectors = await embedVocabulary(tags, embedder);
  return new EmbeddedTagger(tags, cueIndexOf(tags), vectors, embedder);
}

class EmbeddedTagger implements Tagger {
  readonly isRemote = false;
  readonly maxConcurrency = 8;

  constructor(
    private readonly tags: readonly IntentionTag[],
    private readonly cues: CueIndex,
    private readonly vectors: Float32Array,
    private readonly embedder: Embedder,
  ) {}

  get identity() {
    return { tagger: 'embedded', model: this.embedder.id, promptHash: '' };
  }

  get label(): string {
    return `${this.embedder.id.replace(/^Xenova\//u, '')}, embedded (preview quality)`;
  }

  async tag(query: string, signal?: AbortSignalOf): Promise<TagReply | TaggerTrouble> {
    try {
      const nearness = await this.nearnessOf(query, signal);
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
    const chosen = chooseTags(scoreTags(this.tags, evidence), (left, right) => this.similarity(left, right));
    return chosen.map(({ tag, reason }) => ({ tag: this.tags[tag]!.name, explanation: reason }));
  }

  private async nearnessOf(query: string, signal: AbortSignalOf | undefined): Promise<Float32Array> {
    const windows = queryWindowsOf(query);
    const found = await this.embedder.embed(
      windows.map(({ text }) => text),
      { cancellation: signal },
    );
    const { width } = this.embedder;
    const mean = new Float32Array(width);
    windows.forEach(({ weight }, row) => addRow(mean, found, row, weight));
    normalizeRow(mean);
    return Float32Array.from(this.tags, (_, tag) => dot(this.vectors, tag * width, mean, 0, width));
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
