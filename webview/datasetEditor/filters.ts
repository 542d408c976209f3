/** Lists of filters: adding, removing, and their words on a chip. Pure. */
import type { RowFilter } from '../../src/core/dataset/rowFilter';
import { clip, formatCount } from '../shared/format';
import { words } from './text';

type TextFilter = Extract<RowFilter, { kind: 'text' }>;

/** Adds a filter; one that says the same or the opposite about the same thing gives way to it. */
export function addFilter(filters: readonly RowFilter[], added: RowFilter): readonly RowFilter[] {
  return [...filters.filter((filter) => subjectOf(filter) !== subjectOf(added)), added];
}

/** Filters cross the boundary as copies, so they are compared by what they say. */
export function removeFilter(filters: readonly RowFilter[], removed: RowFilter): readonly RowFilter[] {
  return filters.filter((filter) => subjectOf(filter) !== subjectOf(removed));
}

/** The filter that the find box stands for. */
export function textFilterOf(filters: readonly RowFilter[]): TextFilter | undefined {
  return filters.find((filter) => filter.kind === 'text');
}

/** The filters with another text to find, or none. */
export function withText(filters: readonly RowFilter[], text: TextFilter | null): readonly RowFilter[] {
  const others = filters.filter((filter) => filter.kind !== 'text');
  return text === null ? others : [...others, text];
}

/** Filters that are shown as chips: all but the text of the find box. */
export function chipFilters(filters: readonly RowFilter[]): readonly RowFilter[] {
  return filters.filter((filter) => filter.kind !== 'text');
}

export function isSameFilters(one: readonly RowFilter[], other: readonly RowFilter[]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** What a chip says: `tag: sql`, `tags ≥ 4`, `meta.source = web`. */
export function filterLabel(filter: RowFilter): string {
  switch (filter.kind) {
    case 'tag':
      return negated(`${words.filters.tag}: ${filter.tag}`, filter.isExcluded);
    case 'anyTag':
      return anyTagLabel(filter.tags);
    case 'number':
      return numberLabel(words.filters.columns[filter.column], filter.minimum, filter.maximum);
    case 'language':
      return negated(`${words.filters.language}: ${filter.language}`, filter.isExcluded);
    case 'path':
      return pathLabel(filter);
    case 'state':
      return negated(words.filters.states[filter.state], filter.isExcluded);
    case 'text':
      return filter.isPattern ? `/${filter.text}/` : `“${filter.text}”`;
    case 'rows':
      return `${filter.label} (${words.rows(filter.rowCount)})`;
  }
}

/** A range that somebody typed, or what is wrong with it. */
export function readRange(
  low: string,
  high: string,
): { readonly minimum?: number; readonly maximum?: number } | string {
  const minimum = readNumber(low);
  const maximum = readNumber(high);
  if (minimum === undefined && maximum === undefined) return words.filters.needsNumber;
  if (minimum !== undefined && maximum !== undefined && minimum > maximum) return words.filters.wrongOrder;
  return { ...(minimum === undefined ? {} : { minimum }), ...(maximum === undefined ? {} : { maximum }) };
}

/** Why a text is no regular expression, or null. */
export function patternProblem(text: string): string | null {
  try {
    new RegExp(text, 'u');
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** A whole number as people type it, thousands separators allowed. */
export function readNumber(text: string): number | undefined {
  const digits = text.replace(/[\s,_]/g, '');
  return /^\d+$/.test(digits) ? Number(digits) : undefined;
}

function negated(label: string, isExcluded: boolean): string {
  return isExcluded ? `${words.filters.not} ${label}` : label;
}

const namedTags = 3;

/** `any tag of: sql, math, css +4`. */
function anyTagLabel(tags: readonly string[]): string {
  const named = tags.slice(0, namedTags).map((tag) => clip(tag, 30));
  const more = tags.length > namedTags ? ` +${formatCount(tags.length - namedTags)}` : '';
  return `${words.filters.anyTag}: ${named.join(', ')}${more}`;
}

function numberLabel(name: string, minimum: number | undefined, maximum: number | undefined): string {
  if (minimum === undefined) return `${name} ≤ ${formatCount(maximum ?? 0)}`;
  if (maximum === undefined) return `${name} ≥ ${formatCount(minimum)}`;
  return minimum === maximum
    ? `${name} = ${formatCount(minimum)}`
    : `${name} ${formatCount(minimum)}–${formatCount(maximum)}`;
}

function pathLabel(filter: Extract<RowFilter, { kind: 'path' }>): string {
  if (filter.comparison === 'exists') return `${filter.path} ${words.filters.exists}`;
  const sign = filter.comparison === 'contains' ? words.filters.contains : filter.comparison;
  return `${filter.path} ${sign.replace('!=', '≠').replace('<=', '≤').replace('>=', '≥')} ${clip(filter.value, 40)}`;
}

/** Two filters with the same subject contradict or repeat each other. */
function subjectOf(filter: RowFilter): string {
  switch (filter.kind) {
    case 'tag':
      return `tag ${filter.tag}`;
    case 'anyTag':
      return `anyTag ${filter.tags.join('\n')}`;
    case 'number':
      return `number ${filter.column}`;
    case 'language':
      return `language ${filter.language}`;
    case 'state':
      return `state ${filter.state}`;
    case 'text':
      return 'text';
    case 'rows':
      return `rows ${filter.label}`;
    case 'path':
      return `path ${filter.path} ${filter.comparison} ${filter.value}`;
  }
}
