/** Tags that lie in a field of the rows themselves. */
import type { TagOutcome } from './tagRecord';

/**
 * The tags at a dotted path of a row (`raw_instag`, `annotation.instag.content`): a list of strings, a list of `{tag}`,
 * a tagger's raw reply as a string, or names joined by commas. `null` where the row has no such field.
 */
export function tagsInField(row: unknown, path: string): TagOutcome | null {
  throw new Error(`Not built yet: ${typeof row} ${path}`);
}
