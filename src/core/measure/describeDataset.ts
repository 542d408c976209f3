/** The figures of one dataset against a reference vocabulary. */
import type { LongWork } from '../ports';
import type { SelectionData } from '../select/selector';
import type { DatasetStats } from './measures';

export interface DescribeOptions {
  readonly name: string;
  /** Reference vocabulary's size where it is larger than the tags known here. */
  readonly vocabulary?: number;
  /** How many of the most frequent tags are listed; 20 by default. */
  readonly topTags?: number;
  readonly seed?: number;
  /** Resamples of the bootstrap; 200 by default. */
  readonly resamples?: number;
  readonly equalN?: number;
}

/** Candidates of `data` are the tagged rows; the others count in `rows` only. */
export function describeDataset(data: SelectionData, options: DescribeOptions, work: LongWork = {}): DatasetStats {
  throw new Error(`Not built yet: ${data.tagNames.length} ${options.name} ${typeof work}`);
}
