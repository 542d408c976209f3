/** Tags of rows as a file: JSON lines `{"row":0,"tags":["…"]}`, rows counted from 0; rows that are not tagged are absent. */
import type { RowTags } from '../normalize/tagTable';
import { tagListOf } from './tagList';
import type { Tag } from './tagRecord';

/** A line per tagged row. */
export function* rowTagsLines(rows: RowTags, names: readonly string[], isTagged?: Uint8Array): Generator<string> {
  for (let row = 0; row + 1 < rows.offsets.length; row++) {
    if (isTagged?.[row] === 0) continue;
    const ids = rows.tagIds.subarray(rows.offsets[row], rows.offsets[row + 1]);
    yield `${JSON.stringify({ row, tags: Array.from(ids, (tag) => names[tag]!) })}\n`;
  }
}

export type RowTagsReading =
  | { readonly kind: 'tags'; readonly row: number; readonly tags: readonly Tag[] }
  | { readonly kind: 'blank' }
  | { readonly kind: 'refused'; readonly message: string };

/** Reads one line; names may come with explanations, as `{"tag","explanation"}`. */
export function parseRowTags(line: string): RowTagsReading {
  const text = line.replace(/^\ufeff/u, '').trim();
  if (text === '') return { kind: 'blank' };
  const value = parsed(text);
  if (typeof value !== 'object' || value === null || !('row' in value) || !('tags' in value))
    return { kind: 'refused', message: `expected {"row":0,"tags":["…"]}, got ${text.slice(0, 80)}` };
  const { row, tags } = value;
  if (typeof row !== 'number' || !Number.isSafeInteger(row) || row < 0)
    return { kind: 'refused', message: `"row" must be a whole number from 0, got ${JSON.stringify(row)}` };
  const list = Array.isArray(tags) && tags.length === 0 ? [] : tagListOf(tags);
  if (!Array.isArray(tags) || list === null)
    return { kind: 'refused', message: `"tags" must be a list of names, got ${JSON.stringify(tags).slice(0, 80)}` };
  return { kind: 'tags', row, tags: list };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
