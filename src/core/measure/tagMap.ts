/** A two-dimensional map of tags: tags that occur together, or whose vectors are near, lie near each other. */
import type { LongWork } from '../ports';
import type { SelectionData } from '../select/selector';

export interface TagMapOptions {
  /** The most frequent tags that are laid out; 2,000 by default. */
  readonly tagLimit?: number;
  readonly seed?: number;
  /** What nearness means; co-occurrence by default. */
  readonly by?: 'cooccurrence' | 'vectors';
}

export interface TagMap {
  /** Tag ids, most frequent first. */
  readonly tagIds: Uint32Array;
  /** x and y per tag, interleaved, within -1 to 1. */
  readonly positions: Float32Array;
  readonly rowCounts: Uint32Array;
  /** Group of each tag by nearness, for colour and labels. */
  readonly clusters: Uint8Array;
}

/** Same data, options and seed: same map. */
export function layOutTags(data: SelectionData, options: TagMapOptions = {}, work: LongWork = {}): TagMap {
  throw new Error(`Not built yet: ${data.tagNames.length} ${typeof options} ${typeof work}`);
}
