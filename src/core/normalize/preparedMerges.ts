/** The semantic and the association step as sliders ask for them. */
import { associationMerges } from './associationMerge';
import { proposedMerges, transactionsOf } from './associationStep';
import { neighbourScan, type PairScan } from './dbscan';
import type { MergeReason } from './audit';
import type { Grouping, ProposedMerge } from './grouping';
import { neighbourPairs, type NeighbourPairs } from './neighbours';
import { vectorsOfHeads, type EmbedNames } from './normalize';
import type { ResolvedParameters } from './parameters';
import { prepareAssociation, type PreparedAssociation } from './preparedAssociation';
import { mergePreview, type PreparedStep } from './preparedSteps';
import { pairsWithin, sortedPairs } from './previews';
import { semanticMerges } from './semanticStep';

/** Distances up to which pairs are kept, smallest that will do; with more pairs than these every move runs anew. */
const reaches = [0.4, 0.7, 1, 2];
/** Where all pairs within a slider's range would take long: a move then waits for no more than it asks for. */
const reachesOfMany = [0.1, 0.2, ...reaches];
const manyVectors = 10_000;
const mostPairs = 2_000_000;

/** The pairs of names within a generous distance; an answer looks at those within ε. */
export async function prepareSemantic(
  grouping: Grouping,
  embed: EmbedNames,
  known = new KnownPairs(),
): Promise<PreparedStep> {
  const heads = grouping.headsByName();
  const names = heads.map((head) => grouping.table.names[head]!);
  const scans = await known.scansOf(names, () => vectorsOfHeads(grouping, heads, embed));
  const remember = rememberLast();
  const mergesAt = ({ semantic }: ResolvedParameters): ProposedMerge[] =>
    semantic === 'off' || heads.length === 0
      ? []
      : semanticMerges(grouping, heads, scans.within(semantic.epsilon), semantic.minSamples);
  return (parameters, applied) => {
    const { semantic } = parameters;
    const similarity = semantic === 'off' ? 1 : 1 - semantic.epsilon;
    const gapOf = (reason: MergeReason) =>
      reason.kind === 'similarity' ? Math.abs(reason.similarity - similarity) : Infinity;
    const before = remember(JSON.stringify(applied.semantic), () => mergesAt(applied));
    return mergePreview(grouping, heads.length, mergesAt(parameters), before, gapOf);
  };
}

/** The pairs found last: a stricter α leaves some of the same names, whose pairs are among these. */
export class KnownPairs {
  private last: { readonly names: readonly string[]; readonly scans: PairScans } | null = null;

  /** Scans over vectors of `names`, which are in alphabetical order; made anew where some are not known. */
  async scansOf(names: readonly string[], vectorsOf: () => Promise<Float32Array>): Promise<PairScans> {
    const places = this.last === null ? undefined : placesIn(this.last.names, names);
    if (this.last !== null && places !== undefined) return this.last.scans.among(places);
    const scans = new PairScans(await vectorsOf(), names.length);
    this.last = { names, scans };
    return scans;
  }
}

/** Where each of `wanted` stands in `names`; undefined where one is missing. */
function placesIn(names: readonly string[], wanted: readonly string[]): Uint32Array | undefined {
  const placeOf = new Map(names.map((name, place) => [name, place]));
  const places = new Uint32Array(wanted.length);
  for (const [at, name] of wanted.entries()) {
    const place = placeOf.get(name);
    if (place === undefined) return undefined;
    places[at] = place;
  }
  return places;
}

/** Pairs of vectors by distance, found once up to a reach that grows when it is asked beyond. */
class PairScans {
  constructor(
    private readonly vectors: Float32Array,
    private readonly count: number,
    private pairs?: NeighbourPairs,
    private reach = 0,
  ) {}

  within(epsilon: number): PairScan {
    if (epsilon > this.reach) this.find(epsilon);
    const { pairs } = this;
    if (pairs === undefined || epsilon > this.reach) return neighbourScan(this.vectors, this.width, epsilon);
    const end = pairsWithin(pairs, epsilon);
    return (visit) => {
      for (let at = 0; at < end; at++) visit(pairs.left[at]!, pairs.right[at]!, pairs.distance[at]!);
    };
  }

  /** The same for some of the vectors, by ascending place. */
  among(places: Uint32Array): PairScans {
    const vectors = new Float32Array(places.length * this.width);
    const newPlace = new Int32Array(this.count).fill(-1);
    places.forEach((place, at) => {
      vectors.set(this.vectors.subarray(place * this.width, (place + 1) * this.width), at * this.width);
      newPlace[place] = at;
    });
    return new PairScans(vectors, places.length, this.pairs && pairsAt(this.pairs, newPlace), this.reach);
  }

  private get width(): number {
    return this.count === 0 ? 0 : this.vectors.length / this.count;
  }

  /** The widest reach whose pairs can be kept; none where even those within `epsilon` are too many. */
  private find(epsilon: number): void {
    const steps = this.count > manyVectors ? reachesOfMany : reaches;
    for (const reach of [steps.find((known) => known >= epsilon) ?? epsilon, epsilon]) {
      const pairs = neighbourPairs(this.vectors, this.width, reach, mostPairs);
      if (pairs === undefined) continue;
      this.pairs = sortedPairs(pairs);
      this.reach = reach;
      return;
    }
  }
}

/** The pairs of which both ends have a new place, in the same order. */
function pairsAt({ count, left, right, distance }: NeighbourPairs, newPlace: Int32Array): NeighbourPairs {
  const kept = Uint32Array.from(
    Array.from({ length: count }, (_, at) => at).filter(
      (at) => newPlace[left[at]!]! >= 0 && newPlace[right[at]!]! >= 0,
    ),
  );
  return {
    count: kept.length,
    left: Uint32Array.from(kept, (at) => newPlace[left[at]!]!),
    right: Uint32Array.from(kept, (at) => newPlace[right[at]!]!),
    distance: Float64Array.from(kept, (at) => distance[at]!),
  };
}

/** Rules are prepared for thresholds down to these: the least that sliders ask for, but for a support of 1. */
const leastSupport = 2;
const leastConfidence = 0.5;

/** Rules between single tags at low thresholds, and where each tag occurs. */
export function prepareAssociationStep(grouping: Grouping): PreparedStep {
  const heads = grouping.headsByName();
  const transactions = transactionsOf(grouping, heads);
  const remember = rememberLast();
  let floor = { support: Infinity, confidence: 1 };
  let prepared: PreparedAssociation | undefined;
  const mergesAt = ({ association }: ResolvedParameters): ProposedMerge[] => {
    if (association === 'off') return [];
    const { support, confidence } = association;
    if (support < floor.support || confidence < floor.confidence) {
      floor = {
        support: Math.min(floor.support, leastSupport, support),
        confidence: Math.min(floor.confidence, leastConfidence, confidence),
      };
      prepared = prepareAssociation(transactions, floor);
    }
    return proposedMerges(grouping, heads, (rules) => {
      const options = { support, confidence, ...rules };
      return prepared?.merges(options) ?? associationMerges(transactions, options);
    });
  };
  return (parameters, applied) => {
    const { association } = parameters;
    const gapOf = (reason: MergeReason) => (association === 'off' ? 0 : associationGap(reason, association));
    const after = mergesAt(parameters);
    const before = remember(JSON.stringify(applied.association), () => mergesAt(applied));
    return mergePreview(grouping, heads.length, after, before, gapOf);
  };
}

/** How close a rule is to either threshold, as a share. */
function associationGap(reason: MergeReason, thresholds: { support: number; confidence: number }): number {
  if (reason.kind !== 'association') return Infinity;
  return Math.min(
    Math.abs(reason.confidence - thresholds.confidence),
    Math.abs(reason.support - thresholds.support) / thresholds.support,
  );
}

/** Keeps the value of the latest key: the applied parameters seldom change while sliders move. */
function rememberLast(): (key: string, make: () => ProposedMerge[]) => ProposedMerge[] {
  let last: { readonly key: string; readonly value: ProposedMerge[] } | undefined;
  return (key, make) => {
    if (last?.key !== key) last = { key, value: make() };
    return last.value;
  };
}
