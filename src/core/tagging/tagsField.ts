/** Tags that lie in a field of the rows themselves. */
import { outcomeOfReply, parseReply } from './parseReply';
import { tagListOf } from './tagList';
import type { TagOutcome } from './tagRecord';

const longestJoined = 4_000;
const longestName = 80;

/**
 * The tags at a dotted path of a row (`raw_instag`, `annotation.instag.content`): a list of strings, a list of `{tag}`,
 * a tagger's raw reply as a string, or names joined by commas. `null` where the row has no such field.
 */
export function tagsInField(row: unknown, path: string): TagOutcome | null {
  const value = valueAtPath(row, path);
  if (value === undefined || value === null) return null;
  if (typeof value === 'string') return tagsInText(value);
  if (Array.isArray(value) && value.length === 0) return { kind: 'tagged', tags: [] };
  const tags = tagListOf(value);
  if (tags !== null) return { kind: 'tagged', tags };
  const raw = JSON.stringify(value).slice(0, 200);
  return { kind: 'unreadable', message: `"${path}" holds ${kindOf(value)}, which is no list of tags.`, raw };
}

/** The value at a dotted path; a key that itself holds dots wins over nesting, and digits index lists. */
export function valueAtPath(row: unknown, path: string): unknown {
  let value = row;
  let rest = path;
  while (rest !== '') {
    if (typeof value !== 'object' || value === null) return undefined;
    const key = Object.hasOwn(value, rest) ? rest : rest.split('.', 1)[0]!;
    if (!Object.hasOwn(value, key)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[key];
    rest = rest.slice(key.length + 1);
  }
  return value;
}

function tagsInText(text: string): TagOutcome {
  const parsed = parseReply(text);
  if (parsed.kind === 'tags') return { kind: 'tagged', tags: parsed.tags };
  const names = namesInJoined(text);
  return names === null ? outcomeOfReply(text) : { kind: 'tagged', tags: names.map((tag) => ({ tag })) };
}

/** Names joined by commas on one line; null for prose and for anything that looks like broken JSON. */
function namesInJoined(text: string): readonly string[] | null {
  if (text.length > longestJoined || /[[\]{}"`\n]/.test(text.trim())) return null;
  const names = text
    .split(/[,;，、]/)
    .map((name) => name.trim())
    .filter((name) => name !== '');
  return names.length > 0 && names.every((name) => name.length <= longestName) ? [...new Set(names)] : null;
}

function kindOf(value: unknown): string {
  return Array.isArray(value)
    ? 'a list of something else'
    : typeof value === 'object'
      ? 'an object'
      : `a ${typeof value}`;
}
