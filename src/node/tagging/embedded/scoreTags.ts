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
}

/** What is known about the query. */
export interface QueryEvidence {
  /** Cosine to each tag; `null` for the lexical tagger. */
  readonly nearness: Float32Array | null;
  readonly cues: readonly CueHit[];
  readonly form: readonly FormTag[];
}

export interface TagScores {
  /** All tags with a positive score, best first (ties: vocabulary order); sorted only as far as they are taken. */
  bestFirst(): Iterable<ScoredTag>;
  reasonOf(tag: number): string;
}

/** Scores queries against one vocabulary. */
export interface TagScorer {
  score(evidence: QueryEvidence): TagScores;
}

/** Tags at this share of the best score or more are sorted first; more are seldom looked at. */
const leadingShare = 0.5;

/** Prepares what depends on the vocabulary alone. Each query then takes time O(tags). */
export function tagScorerOf(tags: readonly IntentionTag[], weights: ScoringWeights = scoringWeights): TagScorer {
  const indexOf = new Map(tags.map(({ name }, index) => [name, index]));
  const broad = Float64Array.from(tags, ({ gloss }) => (gloss === '' ? 0 : weights.broad));
  const broader = Int32Array.from(tags, (tag) => indexOf.get(tag.broader) ?? -1);
  return {
    score: (evidence) => {
      const cues = new Map(evidence.cues.map((hit) => [hit.tag, hit]));
      const form = new Map(evidence.form.map((hit) => [indexOf.get(hit.name) ?? -1, hit]));
      const scores = nearnessScores(evidence.nearness, broad);
      for (const { tag, weight } of cues.values()) {
        if (!((evidence.nearness?.[tag] ?? 0) > 0)) scores[tag]! += broad[tag]!;
        scores[tag]! += weights.cue * weight;
      }
      for (const [tag, { bonus }] of form) if (tag >= 0) scores[tag]! += bonus;
      const best = bestOf(scores);
      const raised = raiseBroader(scores, best, broader, weights.broader) ? broader[best]! : -1;
      return {
        bestFirst: () => bestFirst(scores),
        reasonOf: (tag) =>
          tag === raised
            ? `Goes with ${tags[best]!.name}`
            : reasonOf(evidence.nearness?.[tag] ?? 0, cues.get(tag), form.get(tag)),
      };
    },
  };
}

function nearnessScores(nearness: Float32Array | null, broad: Float64Array): Float64Array {
  const scores = new Float64Array(broad.length);
  if (nearness === null) return scores;
  for (let tag = 0; tag < scores.length; tag++) {
    const near = nearness[tag]!;
    scores[tag] = near > 0 ? near + broad[tag]! : near;
  }
  return scores;
}

function bestOf(scores: Float64Array): number {
  let best = 0;
  for (let tag = 1; tag < scores.length; tag++) if (scores[tag]! > scores[best]!) best = tag;
  return best;
}

/** Raises the tag that stands above the best one: who tags `Linear Algebra` tags `Mathematics` too. */
function raiseBroader(scores: Float64Array, best: number, broader: Int32Array, share: number): boolean {
  const above = broader[best] ?? -1;
  const score = (scores[best] ?? 0) * share;
  if (above < 0 || score <= 0 || scores[above]! >= score) return false;
  scores[above] = score;
  return true;
}

function* bestFirst(scores: Float64Array): Generator<ScoredTag> {
  const bar = (scores[bestOf(scores)] ?? 0) * leadingShare;
  yield* sortedBetween(scores, bar, Infinity);
  yield* sortedBetween(scores, 0, bar);
}

/** Tags that score at least `least` and more than nothing, but less than `below`. */
function sortedBetween(scores: Float64Array, least: number, below: number): ScoredTag[] {
  const found: ScoredTag[] = [];
  for (let tag = 0; tag < scores.length; tag++) {
    const score = scores[tag]!;
    if (score > 0 && score >= least && score < below) found.push({ tag, score });
  }
  return found.sort((a, b) => b.score - a.score || a.tag - b.tag);
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
