/** The bundled vocabulary of intention tags, written by hand for this product (CC0). */

export interface IntentionTag {
  /** As shown: `Data Analysis`. */
  readonly name: string;
  /** Words and phrases in a query that point to it, lower-case. */
  readonly cues: readonly string[];
  /** One short sentence in other words, embedded beside the name; may be empty. */
  readonly gloss: string;
}

/** Every tag once, in the order of the files. */
export function intentionTags(): readonly IntentionTag[] {
  return [];
}
