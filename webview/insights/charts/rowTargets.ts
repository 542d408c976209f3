/** The rows behind a datum, as filters. */
import type { NumberColumn } from '../../../src/core/dataset/rowFilter';
import type { ChartTarget } from './chartSpec';

export function rowsWithTag(tag: string): ChartTarget {
  return rowsWithTags([tag]);
}

/** Rows that carry all of the tags. */
export function rowsWithTags(tags: readonly string[]): ChartTarget {
  return { kind: 'rows', filters: tags.map((tag) => ({ kind: 'tag', tag, isExcluded: false })) };
}

/** Rows that carry one of the tags at least. */
export function rowsWithAnyTag(tags: readonly string[]): ChartTarget {
  return { kind: 'rows', filters: [{ kind: 'anyTag', tags }] };
}

export function rowsWithNumber(column: NumberColumn, minimum: number, maximum: number): ChartTarget {
  return { kind: 'rows', filters: [{ kind: 'number', column, minimum, maximum }] };
}

export function rowsInLanguage(language: string): ChartTarget {
  return { kind: 'rows', filters: [{ kind: 'language', language, isExcluded: false }] };
}

export function rowsWithPath(path: string, value: string): ChartTarget {
  return { kind: 'rows', filters: [{ kind: 'path', path, comparison: '=', value }] };
}

export const selectedRows: ChartTarget = {
  kind: 'rows',
  filters: [{ kind: 'state', state: 'selected', isExcluded: false }],
};
