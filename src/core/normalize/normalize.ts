/** Normalization of raw tags: frequency, rules, semantic, association, then decisions made by hand (method.md, section 2). */
import type { StepAudit } from './audit';
import type { Decision } from './decisions';
import type { FunnelStep } from './funnel';
import type { LongWork } from '../ports';
import type { NormalizationParameters, ResolvedParameters } from './parameters';
import type { TagTable } from './tagTable';
import type { Vocabulary } from './vocabulary';

export interface NormalizeOptions extends LongWork {
  readonly decisions?: readonly Decision[] | undefined;
  /** Unit vectors of tag names, row-major; needed where the semantic step is on. */
  readonly embed?: ((names: readonly string[]) => Promise<Float32Array>) | undefined;
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
  throw new Error(`Not built yet: ${table.names.length} ${parameters.order} ${String(options.embed)}`);
}
