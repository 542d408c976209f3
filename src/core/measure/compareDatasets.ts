/** Datasets against each other over one shared vocabulary: recall, Jaccard, tags gained and lost, shifts of shares. */
import type { TagCount } from './measures';

/** A dataset as its tag names with the number of rows that carry each. */
export interface TagProfile {
  readonly name: string;
  readonly taggedRows: number;
  /** Rows by tag name. */
  readonly rowsByTag: ReadonlyMap<string, number>;
}

export interface ShareShift {
  readonly tag: string;
  readonly rowsA: number;
  readonly rowsB: number;
  readonly shareA: number;
  readonly shareB: number;
  readonly z: number;
  readonly pValue: number;
  /** Benjamini–Hochberg adjusted over all tags compared. */
  readonly adjustedP: number;
  readonly isSignificant: boolean;
}

export interface DatasetDifference {
  /** Tags of B that A lacks, most frequent first: what B adds to A. */
  readonly gained: readonly TagCount[];
  /** Tags of A that B lacks. */
  readonly lost: readonly TagCount[];
  /** Largest shifts first. */
  readonly shifts: readonly ShareShift[];
}

/** `matrix[a][b]` = |T_a ∩ T_b| / |T_b|; 1 where B has no tags. */
export function recallMatrix(profiles: readonly TagProfile[]): number[][] {
  throw new Error(`Not built yet: ${profiles.length}`);
}

/** `matrix[a][b]` = |T_a ∩ T_b| / |T_a ∪ T_b|. */
export function jaccardMatrix(profiles: readonly TagProfile[]): number[][] {
  throw new Error(`Not built yet: ${profiles.length}`);
}

/** What changes from A to B. */
export function compareDatasets(a: TagProfile, b: TagProfile): DatasetDifference {
  throw new Error(`Not built yet: ${a.name} ${b.name}`);
}
