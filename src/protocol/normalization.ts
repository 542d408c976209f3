/** The normalization workbench: funnel, parameters, every drop and merge with its reason, and decisions by hand. */
import type { DropReason, MergeReason } from '../core/normalize/audit';
import type { PreviewChange } from '../core/normalize/previewChanges';
import type { AbortSignalLike } from '../core/ports';

export type StepName = 'raw' | 'frequency' | 'rules' | 'semantic' | 'association' | 'manual';

export interface FunnelStep {
  readonly step: StepName;
  readonly tags: number;
  readonly occurrences: number;
  readonly rowsWithoutTags: number;
  readonly averageTagsPerRow: number;
}

/** Parameters as the form shows them; `auto` values are scaled to the data. */
export interface WorkbenchParameters {
  readonly order: 'frequency-first' | 'rules-first';
  readonly frequency: { readonly isOn: boolean; readonly isAuto: boolean; readonly alpha: number };
  readonly rules: 'off' | 'lemma' | 'literal';
  readonly semantic: { readonly isOn: boolean; readonly epsilon: number; readonly minSamples: number };
  readonly association: {
    readonly isOn: boolean;
    readonly isAuto: boolean;
    readonly support: number;
    readonly confidence: number;
  };
}

export type EventKind = 'drop' | 'merge';

/** One drop or merge of one step. */
export interface AuditEvent {
  readonly id: string;
  readonly step: StepName;
  readonly kind: EventKind;
  /** The tag that stays, or the one dropped. */
  readonly tag: string;
  readonly count: number;
  /** What was merged into it. */
  readonly members: readonly {
    readonly tag: string;
    readonly count: number;
    readonly similarity?: number;
    readonly support?: number;
    readonly confidence?: number;
    readonly lift?: number;
    /** Infinite where the tag never comes without the other. */
    readonly conviction?: number;
  }[];
  /** Of the first member, where there are several. */
  readonly reason: DropReason | MergeReason;
  readonly decision?: 'accepted' | 'rejected';
  /** Close to the threshold: the first to look at. */
  readonly isNear: boolean;
}

export interface AuditPage {
  readonly start: number;
  readonly total: number;
  readonly events: readonly AuditEvent[];
}

export type ManualDecision =
  | { readonly kind: 'reject'; readonly event: string }
  | { readonly kind: 'accept'; readonly event: string }
  | { readonly kind: 'rename'; readonly tag: string; readonly name: string }
  | { readonly kind: 'merge'; readonly tags: readonly string[]; readonly into: string }
  | { readonly kind: 'split'; readonly tag: string; readonly member: string }
  | { readonly kind: 'pin'; readonly tag: string }
  | { readonly kind: 'drop'; readonly tag: string };

export type SemanticProblem = { readonly kind: 'waits' } | { readonly kind: 'failed'; readonly message: string };

export interface WorkbenchSnapshot {
  readonly dataset: string | null;
  /** Why there is nothing to normalize yet. */
  readonly empty?: 'noDataset' | 'noTags';
  readonly parameters: WorkbenchParameters;
  readonly funnel: readonly FunnelStep[];
  readonly vocabularySize: number;
  readonly rows: number;
  readonly queries: number;
  readonly eventCounts: Readonly<Record<StepName, number>>;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** Where vectors of tag names come from. */
  readonly embedding: string;
  /** Why the semantic step was left out. */
  readonly semanticProblem?: SemanticProblem;
  /** Tags of the fixed vocabulary that stands in the steps' place. */
  readonly fixedTags?: number;
  /** Manual decisions in force. */
  readonly decisions: number;
}

/** What a slider would leave, answered live. */
export interface PreviewCounts {
  readonly tags: number;
  readonly rowsWithoutTags?: number;
  readonly changes: readonly PreviewChange[];
}

/** Asked by the page. */
export interface NormalizationHost {
  ready(params: Record<string, never>): Promise<WorkbenchSnapshot>;
  preview(
    params: { readonly parameters: WorkbenchParameters; readonly moved: StepName },
    signal: AbortSignalLike,
  ): Promise<PreviewCounts>;
  apply(params: { readonly parameters: WorkbenchParameters }, signal: AbortSignalLike): Promise<WorkbenchSnapshot>;
  readEvents(params: {
    readonly step: StepName | 'all';
    readonly text: string;
    readonly start: number;
    readonly count: number;
  }): Promise<AuditPage>;
  exampleQueries(params: {
    readonly tag: string;
  }): Promise<readonly { readonly row: number; readonly query: string }[]>;
  decide(params: { readonly decision: ManualDecision }): Promise<WorkbenchSnapshot>;
  undo(params: Record<string, never>): Promise<WorkbenchSnapshot>;
  redo(params: Record<string, never>): Promise<WorkbenchSnapshot>;
  saveRecipe(params: Record<string, never>): Promise<void>;
  openRecipe(params: Record<string, never>): Promise<WorkbenchSnapshot>;
  exportVocabulary(params: Record<string, never>): Promise<void>;
  chooseEmbeddings(params: Record<string, never>): Promise<void>;
  /** Tags whose name, or a raw form of it, holds the text; most frequent first. */
  suggestTags(params: { readonly text: string }): Promise<readonly { readonly tag: string; readonly rows: number }[]>;
  showRows(params: { readonly tag: string }): Promise<void>;
}

/** Told to the page. */
export interface NormalizationPage {
  showWorkbench(params: { readonly snapshot: WorkbenchSnapshot }): void;
  showProgress(params: { readonly task: string | null; readonly done: number; readonly total: number }): void;
}
