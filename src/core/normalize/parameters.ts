/** The parameters of the four steps (method.md, section 2), their defaults, and how `auto` becomes a number. */

export type RuleMode = 'lemma' | 'literal' | 'off';
export type StepOrder = 'frequency-first' | 'rules-first';

export interface SemanticParameters {
  /** Cosine distance, 0 to 2; 0.05 is a similarity of 0.95. */
  readonly epsilon: number;
  readonly minSamples: number;
}

export interface AssociationParameters {
  /** Queries that must hold antecedent and consequent together; `auto` scales the paper's 40 to the data. */
  readonly support: number | 'auto';
  /** 0 to 1. */
  readonly confidence: number;
}

export interface NormalizationParameters {
  readonly order: StepOrder;
  /** Tags that occur in fewer queries are dropped; `auto` scales the paper's 20 to the data. */
  readonly frequency: number | 'auto' | 'off';
  readonly rules: RuleMode;
  readonly semantic: SemanticParameters | 'off';
  readonly association: AssociationParameters | 'off';
}

/** Parameters with every `auto` replaced by the number used. */
export interface ResolvedParameters extends NormalizationParameters {
  readonly frequency: number | 'off';
  readonly association: { readonly support: number; readonly confidence: number } | 'off';
}

/** Paper order, lemma rules, ε 0.05, thresholds scaled to the data. */
export const defaultParameters: NormalizationParameters = {
  order: 'frequency-first',
  frequency: 'auto',
  rules: 'lemma',
  semantic: { epsilon: 0.05, minSamples: 2 },
  association: { support: 'auto', confidence: 0.99 },
};

/** Queries behind the paper's thresholds (InsTag, section 3). */
const paperQueryCount = 773_511;

/** A threshold of the paper, brought down to `queryCount` queries; never below 2. */
export function scaledThreshold(paperValue: number, queryCount: number): number {
  return Math.max(2, Math.round((paperValue * queryCount) / paperQueryCount));
}

/** α for `queryCount` tagged queries: 20 in the paper. */
export function scaledFrequency(queryCount: number): number {
  return scaledThreshold(20, queryCount);
}

/** Support for `queryCount` tagged queries: 40 in the paper. */
export function scaledSupport(queryCount: number): number {
  return scaledThreshold(40, queryCount);
}

export function resolveParameters(parameters: NormalizationParameters, queryCount: number): ResolvedParameters {
  const { frequency, association } = parameters;
  return {
    ...parameters,
    frequency: frequency === 'auto' ? scaledFrequency(queryCount) : frequency,
    association:
      association === 'off'
        ? 'off'
        : {
            support: association.support === 'auto' ? scaledSupport(queryCount) : association.support,
            confidence: association.confidence,
          },
  };
}

/** Every parameter that cannot be used, one sentence each; empty where all is well. */
export function parameterProblems(parameters: NormalizationParameters): string[] {
  const problems: string[] = [];
  const { frequency, semantic, association } = parameters;
  if (typeof frequency === 'number' && !isCount(frequency))
    problems.push(`Frequency must be a whole number of at least 1, got ${frequency}.`);
  if (semantic !== 'off') problems.push(...semanticProblems(semantic));
  if (association !== 'off') problems.push(...associationProblems(association));
  return problems;
}

function semanticProblems({ epsilon, minSamples }: SemanticParameters): string[] {
  const problems: string[] = [];
  if (!(epsilon > 0 && epsilon <= 2))
    problems.push(`Semantic ε must be a cosine distance above 0 and at most 2, got ${epsilon}.`);
  if (!isCount(minSamples)) problems.push(`Minimum samples must be a whole number of at least 1, got ${minSamples}.`);
  return problems;
}

function associationProblems({ support, confidence }: AssociationParameters): string[] {
  const problems: string[] = [];
  if (support !== 'auto' && !isCount(support))
    problems.push(`Support must be a whole number of queries, at least 1, got ${support}.`);
  if (!(confidence > 0 && confidence <= 1))
    problems.push(`Confidence must be above 0 and at most 1, got ${confidence}.`);
  return problems;
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 1;
}
