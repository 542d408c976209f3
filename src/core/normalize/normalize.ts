/**
 * Normalization of raw tags: frequency, rules, semantic, association, then decisions made by hand (method.md, section 2).
 * The vocabulary depends on the tag sets alone, not on the order of rows.
 */
import type { StepAudit } from './audit';
import { decisionIndexOf } from './decisionIndex';
import type { Decision } from './decisions';
import type { FunnelStep } from './funnel';
import { Grouping } from './grouping';
import { manualStep } from './manualStep';
import {
  parameterProblems,
  resolveParameters,
  type NormalizationParameters,
  type ResolvedParameters,
  type SemanticParameters,
} from './parameters';
import type { LongWork } from '../ports';
import { associationStep } from './associationStep';
import { frequencyStep, leaveOutBlankTags } from './frequencyStep';
import { rulesStep } from './rulesStep';
import { semanticStep } from './semanticStep';
import { taggedQueryCount } from './tagGroups';
import type { TagTable } from './tagTable';
import { vocabularyOf, type Vocabulary } from './vocabulary';

/** Vectors of tag names, row-major, as many numbers for each. */
export type EmbedNames = (names: readonly string[]) => Promise<Float32Array>;

export interface NormalizeOptions extends LongWork {
  readonly decisions?: readonly Decision[] | undefined;
  /** Needed where the semantic step is on. */
  readonly embed?: EmbedNames | undefined;
}

export interface NormalizationResult {
  readonly parameters: ResolvedParameters;
  readonly funnel: readonly FunnelStep[];
  /** Tags merged away by each step. */
  readonly merges: { readonly rules: number; readonly semantic: number; readonly association: number };
  readonly audit: readonly StepAudit[];
  readonly vocabulary: Vocabulary;
  /** Decisions that name a tag this data does not hold. */
  readonly unusedDecisions: readonly Decision[];
}

/** Runs the steps that are on. Throws a `RangeError` naming every parameter or vector that cannot be used. */
export async function normalize(
  table: TagTable,
  parameters: NormalizationParameters,
  options: NormalizeOptions = {},
): Promise<NormalizationResult> {
  const problems = parameterProblems(parameters);
  if (problems.length > 0) throw new RangeError(problems.join(' '));
  const resolved = resolveParameters(parameters, taggedQueryCount(table));
  const decisions = decisionIndexOf(table.names, options.decisions ?? []);
  const grouping = new Grouping(table, decisions);
  leaveOutBlankTags(grouping);
  const steps = stepsOf(resolved, options.embed);
  for (const [index, step] of steps.entries()) {
    options.cancellation?.throwIfAborted();
    options.onProgress?.(index, steps.length);
    await step.run(grouping);
  }
  const chosenNames = manualStep(grouping, decisions);
  options.onProgress?.(steps.length, steps.length);
  return {
    parameters: resolved,
    funnel: grouping.funnel,
    merges: mergeCounts(grouping.audit),
    audit: grouping.audit,
    vocabulary: vocabularyOf(grouping, chosenNames),
    unusedDecisions: decisions.unused,
  };
}

/** One step that is on. */
export interface NamedStep {
  readonly name: 'frequency' | 'rules' | 'semantic' | 'association';
  run(grouping: Grouping): void | Promise<void>;
}

/** Names of the four steps in the order in which they run. */
export function stepOrder({ order }: Pick<NormalizationParameters, 'order'>): NamedStep['name'][] {
  const first = order === 'frequency-first' ? (['frequency', 'rules'] as const) : (['rules', 'frequency'] as const);
  return [...first, 'semantic', 'association'];
}

/** The steps that are on, in order. */
export function stepsOf(parameters: ResolvedParameters, embed: EmbedNames | undefined): NamedStep[] {
  return stepOrder(parameters).flatMap((name) => {
    const run = runnerOf(name, parameters, embed);
    return run === undefined ? [] : [{ name, run }];
  });
}

function runnerOf(
  name: NamedStep['name'],
  { frequency, rules, semantic, association }: ResolvedParameters,
  embed: EmbedNames | undefined,
): NamedStep['run'] | undefined {
  switch (name) {
    case 'frequency':
      return frequency === 'off' ? undefined : (grouping) => frequencyStep(grouping, frequency);
    case 'rules':
      return rules === 'off' ? undefined : (grouping) => rulesStep(grouping, rules);
    case 'semantic':
      return semantic === 'off' ? undefined : (grouping) => clusterStep(grouping, semantic, embed);
    case 'association':
      return association === 'off' ? undefined : (grouping) => associationStep(grouping, association);
  }
}

async function clusterStep(
  grouping: Grouping,
  parameters: SemanticParameters,
  embed: EmbedNames | undefined,
): Promise<void> {
  const heads = grouping.headsByName();
  semanticStep(grouping, heads, await vectorsOfHeads(grouping, heads, embed), parameters);
}

/** One vector for the name of each head, checked. */
export async function vectorsOfHeads(
  { table }: Pick<Grouping, 'table'>,
  heads: readonly number[],
  embed: EmbedNames | undefined,
): Promise<Float32Array> {
  if (embed === undefined)
    throw new RangeError('The semantic step needs vectors: choose an embedding model or turn it off.');
  const names = heads.map((head) => table.names[head]!.trim());
  const vectors = names.length === 0 ? new Float32Array(0) : await embed(names);
  checkNamedVectors(names, vectors);
  return vectors;
}

function checkNamedVectors(names: readonly string[], vectors: Float32Array): void {
  if (names.length === 0) return;
  const width = vectors.length / names.length;
  if (!Number.isInteger(width) || width === 0)
    throw new RangeError(`Expected ${names.length} vectors of one width, got ${vectors.length} numbers.`);
  const bad = vectors.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0)
    throw new RangeError(
      `The vector of the tag "${names[Math.floor(bad / width)]!}" holds ${vectors[bad]}, which is no number.`,
    );
}

function mergeCounts(audit: readonly StepAudit[]): NormalizationResult['merges'] {
  const countOf = (step: string): number => audit.find((entry) => entry.step === step)?.merges.length ?? 0;
  return { rules: countOf('rules'), semantic: countOf('semantic'), association: countOf('association') };
}
