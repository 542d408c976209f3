/**
 * A tagger against a reference (InsTag, arXiv 2308.07074, its evaluation of InsTagger). Names are compared after
 * lower-casing and trimming, each once per query; counts are added up over all queries (micro-average). Exact: equal
 * names. Fuzzy: within a query, pairs of names with cosine above 0.8 are matched one to one, nearest first, ties by
 * predicted, then by reference position. Time O(Σ predicted · reference · width) beside the embedding.
 */
import type { Embedder, LongWork } from '../ports';

/** Names at or below this cosine do not match. */
const fuzzyCosine = 0.8;

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

/** Exact agreement; fuzzy as well where there is an embedder. */
export async function evaluateTagger(
  pairs: readonly TaggedPair[],
  embedder?: Embedder,
  work: LongWork = {},
): Promise<Evaluation> {
  const cleaned = pairs.map(({ predicted, reference }) => ({
    predicted: distinctNames(predicted),
    reference: distinctNames(reference),
  }));
  const predictedTags = cleaned.reduce((sum, { predicted }) => sum + predicted.length, 0);
  const referenceTags = cleaned.reduce((sum, { reference }) => sum + reference.length, 0);
  const agreementOf = (matches: number) => agreement(matches, predictedTags, referenceTags);
  const fuzzyMatches = embedder ? await countFuzzyMatches(cleaned, embedder, work) : null;
  return {
    exact: agreementOf(cleaned.reduce((sum, pair) => sum + countEqual(pair), 0)),
    fuzzy: fuzzyMatches === null ? null : agreementOf(fuzzyMatches),
    queries: pairs.length,
    predictedTags,
    referenceTags,
  };
}

function distinctNames(names: readonly string[]): string[] {
  return [...new Set(names.map((name) => name.trim().toLowerCase()).filter((name) => name !== ''))];
}

function agreement(matches: number, predicted: number, reference: number): Agreement {
  return {
    precision: predicted === 0 ? 0 : matches / predicted,
    recall: reference === 0 ? 0 : matches / reference,
    f1: predicted + reference === 0 ? 0 : (2 * matches) / (predicted + reference),
  };
}

function countEqual({ predicted, reference }: TaggedPair): number {
  const names = new Set(reference);
  return predicted.filter((name) => names.has(name)).length;
}

async function countFuzzyMatches(pairs: readonly TaggedPair[], embedder: Embedder, work: LongWork): Promise<number> {
  const names = [...new Set(pairs.flatMap(({ predicted, reference }) => [...predicted, ...reference]))];
  if (names.length === 0) return 0;
  const vectors = await embedder.embed(names, work);
  const positionOf = new Map(names.map((name, position) => [name, position]));
  const cosine = (a: string, b: string) =>
    a === b
      ? 1
      : dotOf(vectors, positionOf.get(a)! * embedder.width, positionOf.get(b)! * embedder.width, embedder.width);
  return pairs.reduce((sum, pair) => sum + matchGreedily(pair, cosine), 0);
}

function dotOf(vectors: Float32Array, fromA: number, fromB: number, width: number): number {
  let sum = 0;
  for (let k = 0; k < width; k++) sum += vectors[fromA + k]! * vectors[fromB + k]!;
  return sum;
}

/** Number of one-to-one matches of a query's names. */
export function matchGreedily(
  { predicted, reference }: TaggedPair,
  cosine: (predicted: string, reference: string) => number,
): number {
  const near = predicted.flatMap((name, p) =>
    reference.flatMap((other, r) => {
      const similarity = cosine(name, other);
      return similarity > fuzzyCosine ? [{ p, r, similarity }] : [];
    }),
  );
  near.sort((a, b) => b.similarity - a.similarity || a.p - b.p || a.r - b.r);
  const takenPredicted = new Set<number>();
  const takenReference = new Set<number>();
  for (const { p, r } of near) {
    if (takenPredicted.has(p) || takenReference.has(r)) continue;
    takenPredicted.add(p);
    takenReference.add(r);
  }
  return takenPredicted.size;
}
