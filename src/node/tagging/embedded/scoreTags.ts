/** Scores of every tag of the vocabulary for one query: nearness, cues, form and how commonly taggers use the tag. */
import type { CueHit } from '../../../core/vocabulary/cueIndex';
import type { IntentionTag } from '../../../core/vocabulary/intentionTags';
import type { FormTag } from './formTags';

export interface ScoringWeights {
  /** Of a phrase that points to one tag alone. */
  readonly cue: number;
  /** Of a broad tag, one with a gloss. */
  readonly broad: number;
  /** Share of the best tag's score that the tag above it is given. */
  readonly broader: number;
}

export const scoringWeights: ScoringWeights = { cue: 0.22, broad: 0.1, broader: 0.9 };

export interface ScoredTag {
  readonly tag: number;
  readonly score: number;
  readonly reason: string;
}

/** What is known about the query. */
export interface QueryEvidence {
  /** Cosine to each tag; `null` for the lexical tagger. */
  readonly nearness: Float32Array | null;
  readonly cues: readonly CueHit[];
  readonly form: readonly FormTag[];
}

/** All tags with a positive score, best first (ties: vocabulary order). Time O(tags log tags). */
export function scoreTags(
  tags: readonly IntentionTag[],
  evidence: QueryEvidence,
  weights: ScoringWeights = scoringWeights,
): ScoredTag[] {
  const cueOf = new Map(evidence.cues.map((hit) => [hit.tag, hit]));
  const formOf = new Map(evidence.form.map((hit) => [hit.name, hit]));
  const scored = tags.map((tag, index) => {
    const nearness = evidence.nearness?.[index] ?? 0;
    const cue = cueOf.get(index);
    const form = formOf.get(tag.name);
    const isFound = nearness > 0 || cue !== undefined;
    const broad = isFound && tag.gloss !== '' ? weights.broad : 0;
    const score = nearness + weights.cue * (cue?.weight ?? 0) + (form?.bonus ?? 0) + broad;
    return { tag: index, score, reason: reasonOf(nearness, cue, form) };
  });
  const found = scored.filter(({ score }) => score > 0).sort(byScore);
  return withBroader(tags, found, weights.broader).sort(byScore);
}

function byScore(a: ScoredTag, b: ScoredTag): number {
  return b.score - a.score || a.tag - b.tag;
}

/** Raises the tag that stands above the best one: who tags `Linear Algebra` tags `Mathematics` too. */
function withBroader(tags: readonly IntentionTag[], scored: readonly ScoredTag[], share: number): ScoredTag[] {
  const best = scored[0];
  const broader = best === undefined ? '' : tags[best.tag]!.broader;
  if (best === undefined || broader === '') return [...scored];
  const index = tags.findIndex(({ name }) => name === broader);
  const score = best.score * share;
  const known = scored.find(({ tag }) => tag === index);
  if (index < 0 || (known !== undefined && known.score >= score)) return [...scored];
  const raised = { tag: index, score, reason: `Goes with ${tags[best.tag]!.name}` };
  return [...scored.filter(({ tag }) => tag !== index), raised];
}

function reasonOf(nearness: number, cue: CueHit | undefined, form: FormTag | undefined): string {
  const reasons = [
    form?.reason,
    cue === undefined ? undefined : `the query says “${cue.cue}”`,
    nearness > 0 ? `close to the query (${nearness.toFixed(2)})` : undefined,
  ].filter((reason) => reason !== undefined);
  const text = reasons.join('; ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
