/** The funnel: how many tags, occurrences and untagged rows each step leaves. */

export type StepName = 'raw' | 'frequency' | 'rules' | 'semantic' | 'association' | 'manual';

export interface FunnelStep {
  /** `manual` is present only where decisions by hand changed something. */
  readonly step: StepName;
  /** Distinct tags. */
  readonly tags: number;
  /** A tag counts once per row. */
  readonly occurrences: number;
  /** Tagged rows whose tags are all gone. */
  readonly rowsWithoutTags: number;
  /** Occurrences over the rows whose tags could be read; 0 where there are none. */
  readonly averageTagsPerRow: number;
}
