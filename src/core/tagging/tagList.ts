/** Finds the list of tags in a value that has been read from a reply or a row. */
import type { Tag } from './tagRecord';

const longestTag = 200;
const longestExplanation = 2_000;
const tagKeys = ['tag', 'Tag', 'name', 'label'];
const explanationKeys = ['explanation', 'Explanation', 'reason', 'description'];

/** Tags of a list of strings or `{tag}`, of one `{tag}`, or of an object that holds one such list; null for anything else. */
export function tagListOf(value: unknown): readonly Tag[] | null {
  if (Array.isArray(value)) return distinctTags(value.map(tagOf));
  if (!isRecord(value)) return null;
  const bare = tagOf(value);
  if (bare !== null) return [bare];
  return onlyListIn(value);
}

/** The first of each name, in order; null where nothing in the list is a tag. */
export function distinctTags(tags: readonly (Tag | null)[]): readonly Tag[] | null {
  const firstOf = new Map<string, Tag>();
  for (const tag of tags) if (tag !== null && !firstOf.has(tag.tag)) firstOf.set(tag.tag, tag);
  return firstOf.size > 0 ? [...firstOf.values()] : null;
}

/** A tag from a string or an object with a name; null where there is no usable name. */
export function tagOf(value: unknown): Tag | null {
  if (typeof value === 'string') return namedTag(value, undefined);
  if (!isRecord(value)) return null;
  const name = firstString(value, tagKeys);
  return name === undefined ? null : namedTag(name, firstString(value, explanationKeys));
}

function namedTag(name: string, explanation: string | undefined): Tag | null {
  const tag = name.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  if (tag === '' || tag.length > longestTag) return null;
  const told = explanation?.trim().slice(0, longestExplanation);
  return told ? { tag, explanation: told } : { tag };
}

function onlyListIn(record: Readonly<Record<string, unknown>>): readonly Tag[] | null {
  const lists = Object.values(record).filter((member) => Array.isArray(member));
  return lists.length === 1 ? tagListOf(lists[0]) : null;
}

function firstString(record: Readonly<Record<string, unknown>>, keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const value = Object.hasOwn(record, key) ? record[key] : undefined;
    if (typeof value === 'string') return value;
  }
  return undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
