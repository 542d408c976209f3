/** Tags that lie in a field of the rows, as a table; one query per row. */
import type { Dataset } from '../../core/dataset/dataset';
import type { TagTable } from '../../core/normalize/tagTable';
import { TagTableBuilder } from '../../core/normalize/tagTableBuilder';
import type { LongWork } from '../../core/ports';
import type { TagOutcome } from '../../core/tagging/tagRecord';
import { tagsInField } from '../../core/tagging/tagsField';
import { forEachRow } from './rowStream';

export interface UnreadableReply {
  readonly row: number;
  readonly message: string;
}

export interface FieldTags {
  readonly table: TagTable;
  /** Rows whose field holds a reply that cannot be read: the first 100, and their number. */
  readonly unreadable: readonly UnreadableReply[];
  readonly unreadableCount: number;
  /** Rows without the field. */
  readonly missingCount: number;
  readonly invalidRowCount: number;
  /** Rows that JSON forbids but that were read all the same. */
  readonly lenientRowCount: number;
}

export async function readFieldTags(dataset: Dataset, path: string, work: LongWork = {}): Promise<FieldTags> {
  const rows = new TagTableBuilder();
  const unreadable: UnreadableReply[] = [];
  const counts = { unreadable: 0, missing: 0, invalid: 0, lenient: 0 };
  const note = (row: number, outcome: TagOutcome | null): readonly string[] | null => {
    if (outcome === null) counts.missing++;
    if (outcome?.kind === 'tagged') return outcome.tags.map(({ tag }) => tag);
    if (outcome === null) return null;
    if (counts.unreadable++ < 100) unreadable.push({ row, message: outcome.message });
    return null;
  };
  await forEachRow(
    dataset,
    (row, parsed) => {
      if (parsed.kind === 'invalid') counts.invalid++;
      else if (parsed.warnings.length > 0) counts.lenient++;
      rows.add(parsed.kind === 'invalid' ? null : note(row, tagsInField(parsed.value, path)));
    },
    work,
  );
  return {
    table: rows.finish(),
    unreadable,
    unreadableCount: counts.unreadable,
    missingCount: counts.missing,
    invalidRowCount: counts.invalid,
    lenientRowCount: counts.lenient,
  };
}

/** Fields that commonly hold tags, tried in this order. */
const usualFields = [
  'tags',
  'raw_instag',
  'instag',
  'annotation.instag.content',
  'skills_joined_str',
  'skill',
  'labels',
];

/** The field that holds tags in at least eight of ten of these rows, or null. */
export function detectTagsField(rows: readonly unknown[]): string | null {
  if (rows.length === 0) return null;
  const holds = (path: string) =>
    rows.filter((row) => {
      const outcome = tagsInField(row, path);
      return outcome?.kind === 'tagged' && outcome.tags.length > 0;
    }).length;
  return usualFields.find((path) => holds(path) >= 0.8 * rows.length) ?? null;
}
