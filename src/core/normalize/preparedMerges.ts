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
const reaches = [0.3, 0.6, 1, 2];
const mostPairs = 2_000_000;

/** The pairs of names within a generous distance; an answer looks at those within ε. */
export async function prepareSemantic(grouping: Grouping, embed: EmbedNames): Promise<PreparedStep> {
  const heads = grouping.headsByName();
  const scans = new PairScans(await vectorsOfHeads(grouping, heads, embed), heads.length);
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

/** Pairs of vectors by distance, found once up to a reach that grows when it is asked beyond. */
class PairScans {
  private pairs: NeighbourPairs | undefined;
  private reach = 0;

  constructor(
    private readonly vectors: Float32Array,
    private readonly count: number,
  ) {}

  within(epsilon: number): PairScan {
    if (epsilon > this.reach) this.find(epsilon);
    const { pairs } = this;
    if (pairs === undefined || epsilon > this.reach)
      return neighbourScan(this.vectors, this.vectors.length / this.count, epsilon);
    const end = pairsWithin(pairs, epsilon);
    return (visit) => {
      for (let at = 0; at < end; at++) visit(pairs.left[at]!, pairs.right[at]!, pairs.distance[at]!);
    };
  }

  /** The widest reach whose pairs can be kept; none where even those within `epsilon` are too many. */
  private find(epsilon: number): void {
    const width = this.vectors.length / this.count;
    for (const reach of [reaches.find((known) => known >= epsilon) ?? epsilon, epsilon]) {
      const pairs = neighbourPairs(this.vectors, width, reach, mostPairs);
      if (pairs === undefined) continue;
      this.pairs = sortedPairs(pairs);
      this.reach = reach;
      return;
    }
  }
}

/** Rules are prepared for thresholds this much lower than those asked for. */
const supportMargin = 4;
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
        support: Math.min(floor.support, Math.max(Math.min(2, support), Math.floor(support / supportMargin))),
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
