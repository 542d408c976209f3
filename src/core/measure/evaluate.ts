/** A tagger against a reference, by exact and by fuzzy agreement of tag names. */
import type { Embedder, LongWork } from '../ports';

export interface Agreement {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

export interface Evaluation {
  readonly exact: Agreement;
  readonly fuzzy: Agreement | null;
  /** Queries tagged by both. */
  readonly queries: number;
  readonly predictedTags: number;
  readonly referenceTags: number;
}

/** Tag names of one query by both. */
export interface TaggedPair {
  readonly predicted: readonly string[];
  readonly reference: readonly string[];
}

/** Exact agreement; fuzzy as well where there is an embedder (names match at cosine > 0.8). */
export async function evaluateTagger(
  pairs: readonly TaggedPair[],
  embedder?: Embedder,
  work: LongWork = {},
): Promise<Evaluation> {
  throw new Error(`Not built yet: ${pairs.length} ${typeof embedder} ${typeof work}`);
}
