/**
 * A vocabulary made on one dataset, applied to another as it stands: what datasets need to be compared. A raw tag goes to
 * the tag that has it as member; a form not seen before goes where its rule form leads; the rest is unknown.
 */
import { foldedKey, lemmaFormer } from './lemmaForm';
import { literalFormer } from './literalForm';
import type { RuleMode } from './parameters';
import type { FixedTag } from './recipe';
import { compareText, forEachTaggedQuery, nameOrder, queryCounts } from './tagGroups';
import type { TagTable } from './tagTable';
import { membersOf, rawTagFate, type Vocabulary } from './vocabulary';

/** The vocabulary by name, as a recipe keeps it. */
export function fixedVocabularyOf(vocabulary: Vocabulary): FixedTag[] {
  return vocabulary.names
    .map((name, tag) => ({
      name,
      members: [...membersOf(vocabulary, tag)].map((raw) => vocabulary.rawNames[raw]!).sort(compareText),
    }))
    .sort((left, right) => compareText(left.name, right.name));
}

/** `table` seen through `tags`: ids are positions in `tags`, unused tags included. Time O(members + tags). */
export function applyFixedVocabulary(table: TagTable, tags: readonly FixedTag[], rules: RuleMode): Vocabulary {
  const rawCounts = queryCounts(table, Int32Array.from(table.names.keys()));
  const find = tagFinder(tags, rules);
  const ofRaw = Int32Array.from(table.names, (name, raw) => (rawCounts[raw]! > 0 ? find(name) : -1));
  return {
    names: tags.map(({ name }) => name),
    counts: tagCounts(table, ofRaw, tags.length),
    rawNames: table.names,
    rawCounts,
    ofRaw,
    fate: Uint8Array.from(ofRaw, (tag) => (tag < 0 ? rawTagFate.unknown : rawTagFate.kept)),
    ...memberColumnsOf(table.names, rawCounts, ofRaw, tags.length),
  };
}

/** Position of the tag a raw name belongs to, or -1: by member, then by name, then by rule form; earlier tags win. */
function tagFinder(tags: readonly FixedTag[], rules: RuleMode): (name: string) => number {
  const formOf = formerOf(rules);
  const byName = new Map<string, number>();
  const byForm = new Map<string, number>();
  const note = (map: Map<string, number>, key: string, tag: number): void => {
    if (key !== '' && !map.has(key)) map.set(key, tag);
  };
  tags.forEach(({ members }, tag) => members.forEach((member) => note(byName, member, tag)));
  tags.forEach(({ name, members }, tag) => {
    note(byName, name, tag);
    for (const form of [name, ...members]) note(byForm, formOf(form), tag);
  });
  return (name) => byName.get(name) ?? byForm.get(formOf(name)) ?? -1;
}

function formerOf(rules: RuleMode): (tag: string) => string {
  if (rules === 'off') return (tag) => tag;
  if (rules === 'literal') return literalFormer();
  const formOf = lemmaFormer();
  return (tag) => foldedKey(formOf(tag));
}

function tagCounts(table: TagTable, ofRaw: Int32Array, tagCount: number): Uint32Array {
  const counts = new Uint32Array(tagCount);
  const lastQuery = new Int32Array(tagCount).fill(-1);
  let query = 0;
  forEachTaggedQuery(table, (start, end) => {
    for (let at = start; at < end; at++) {
      const tag = ofRaw[table.tagIds[at]!]!;
      if (tag < 0 || lastQuery[tag] === query) continue;
      lastQuery[tag] = query;
      counts[tag]!++;
    }
    query++;
  });
  return counts;
}

/** Members of each tag as columns, most frequent first. */
function memberColumnsOf(
  names: readonly string[],
  rawCounts: Uint32Array,
  ofRaw: Int32Array,
  tagCount: number,
): Pick<Vocabulary, 'memberOffsets' | 'members'> {
  const compare = nameOrder(names, rawCounts);
  const members = Uint32Array.from(
    [...ofRaw.keys()]
      .filter((raw) => ofRaw[raw]! >= 0)
      .sort((left, right) => ofRaw[left]! - ofRaw[right]! || compare(left, right)),
  );
  const memberOffsets = new Uint32Array(tagCount + 1);
  for (const raw of members) memberOffsets[ofRaw[raw]! + 1]!++;
  for (let tag = 0; tag < tagCount; tag++) memberOffsets[tag + 1]! += memberOffsets[tag]!;
  return { memberOffsets, members };
}
