/** Tags that lie in a field of the rows, as a table; one query per row. */
import type { Dataset } from '../../core/dataset/dataset';
import type { LongWork } from '../../core/ports';
import { tagsInField } from '../../core/tagging/tagsField';
import { readRows } from './readRows';
import type { FieldTags } from './rowReadings';

export type { FieldTags, UnreadableReply } from './rowReadings';

export function readFieldTags(dataset: Dataset, path: string, work?: LongWork): Promise<FieldTags> {
  return readRows(dataset, 'tags', { path }, work);
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
