/**
 * Datasets are normalized one by one, so the same tag may show as "Data Analysis" in one and "data analysis" in another.
 * Before they are compared, tags with the same rule form (lemmas, hyphens and spaces folded) get one name: that of the
 * first dataset that has it. Where one dataset holds several tags of a form, the one that bears this name stands for it,
 * else its most frequent one, and the others keep their names. Time O(tags).
 */
import { foldedKey, lemmaFormer } from '../normalize/lemmaForm';
import type { TagProfile } from './compareDatasets';

export function alignProfiles(profiles: readonly TagProfile[]): TagProfile[] {
  const keyOf = tagKeyer();
  const nameOfKey = new Map<string, string>();
  return profiles.map((profile) => {
    const used = new Set<string>();
    const rowsByTag = new Map<string, number>();
    const ranked = [...profile.rowsByTag].sort(([a, rowsA], [b, rowsB]) => rowsB - rowsA || (a < b ? -1 : 1));
    for (const [tag, rows] of ranked) {
      const key = keyOf(tag);
      const shared = nameOfKey.get(key) ?? tag;
      const keepsOwn = used.has(key) || profile.rowsByTag.has(shared);
      rowsByTag.set(keepsOwn ? tag : shared, rows);
      if (!nameOfKey.has(key)) nameOfKey.set(key, tag);
      used.add(key);
    }
    return { ...profile, rowsByTag };
  });
}

/** Tags of several vocabularies in all, the same form counted once. */
export function jointVocabularySize(vocabularies: readonly (readonly string[])[]): number {
  if (vocabularies.length === 1) return vocabularies[0]!.length;
  const keyOf = tagKeyer();
  return new Set(vocabularies.flatMap((names) => names.map(keyOf))).size;
}

function tagKeyer(): (tag: string) => string {
  const lemmas = lemmaFormer();
  return (tag) => foldedKey(lemmas(tag)) || tag;
}
