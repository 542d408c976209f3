/** Why each tag was dropped or merged, step by step: the record that the workbench shows and decisions refer to. */
import type { StepName } from './funnel';

export type MergeReason =
  | { readonly kind: 'rule'; readonly form: string }
  /** `similarity` is the cosine to `neighbour`, the closest tag of the same cluster. */
  | { readonly kind: 'similarity'; readonly similarity: number; readonly neighbour: string }
  | {
      readonly kind: 'association';
      readonly support: number;
      readonly confidence: number;
      readonly lift: number;
      /** Infinite for a rule that always holds. */
      readonly conviction: number;
      /** Counted from 1: rules are mined again after each round of merges. */
      readonly round: number;
    }
  | { readonly kind: 'manual'; readonly decision: 'merge' | 'accept' }
  /** The fixed vocabulary in force has it as a form of the tag. */
  | { readonly kind: 'vocabulary' };

export type DropReason =
  | { readonly kind: 'rare'; readonly count: number; readonly minimum: number }
  /** Nothing of the tag is left after the rules (punctuation only, white space). */
  | { readonly kind: 'emptyForm' }
  | { readonly kind: 'excluded' }
  /** Absent from the fixed vocabulary that was applied. */
  | { readonly kind: 'unknown' };

export interface AuditedMerge {
  /** Name of the tag that went away, and of the tag it went into. */
  readonly from: string;
  readonly into: string;
  /** Raw tags that moved, most frequent first. */
  readonly members: readonly string[];
  /** Queries that carried `from` before the step. */
  readonly count: number;
  readonly reason: MergeReason;
}

export interface AuditedDrop {
  readonly tag: string;
  readonly members: readonly string[];
  readonly count: number;
  readonly reason: DropReason;
}

/** What one step did (`raw`: blank tags left out); merges and drops are sorted by count, descending, then by name. */
export interface StepAudit {
  readonly step: StepName;
  readonly merges: readonly AuditedMerge[];
  readonly drops: readonly AuditedDrop[];
}
