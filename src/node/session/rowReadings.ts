/** What can be read of every row's value in one pass: tags, numbers, categories, and which rows a path filter keeps. */
import { valueAt } from '../../core/dataset/jsonPath';
import type { RowFilter } from '../../core/dataset/rowFilter';
import type { ParsedRow } from '../../core/dataset/rowJson';
import type { TagTable } from '../../core/normalize/tagTable';
import { TagTableBuilder } from '../../core/normalize/tagTableBuilder';
import type { RowCategory } from '../../core/select/selector';
import type { TagOutcome } from '../../core/tagging/tagRecord';
import { tagsInField } from '../../core/tagging/tagsField';
import { matchesPath } from './matchesPath';

export interface UnreadableReply {
  readonly row: number;
  readonly message: string;
}

export interface FieldTags {
  readonly table: TagTable;
  /** Rows whose field holds a reply that cannot be read: the first 100, and their number. */
  readonly unreadable: readonly UnreadableReply[];
  readonly unreadableCount: number;
  readonly taggedCount: number;
  /** Rows without the field. */
  readonly missingCount: number;
  readonly invalidRowCount: number;
  /** Rows that JSON forbids but that were read all the same. */
  readonly lenientRowCount: number;
}

export interface NumberColumnReading {
  /** NaN where a row has no number. */
  readonly values: Float64Array;
  readonly missingCount: number;
}

/** What each reading is asked with, and what it gives. */
export interface Readings {
  readonly tags: { readonly request: { readonly path: string }; readonly result: FieldTags };
  readonly numbers: { readonly request: { readonly path: string }; readonly result: NumberColumnReading };
  readonly categories: { readonly request: { readonly path: string }; readonly result: RowCategory };
  readonly pathMarks: {
    readonly request: { readonly filter: RowFilter & { readonly kind: 'path' } };
    /** 1 for each row that the filter keeps. */
    readonly result: Uint8Array;
  };
}

/** Takes each row once, in order. */
export interface Reading<Result> {
  visit(row: number, parsed: ParsedRow): void;
  finish(): Result;
}

type StartReading<Name extends keyof Readings> = (
  request: Readings[Name]['request'],
  rowCount: number,
) => Reading<Readings[Name]['result']>;

export const readings: { readonly [Name in keyof Readings]: StartReading<Name> } = {
  tags: ({ path }) => tagsReading(path),
  numbers: ({ path }, rowCount) => numbersReading(path, rowCount),
  categories: ({ path }, rowCount) => categoriesReading(path, rowCount),
  pathMarks: ({ filter }, rowCount) => {
    const marks = new Uint8Array(rowCount);
    return {
      visit: (row, parsed) => {
        if (matchesPath(filter, at(parsed, filter.path))) marks[row] = 1;
      },
      finish: () => marks,
    };
  },
};

function at(parsed: ParsedRow, path: string): unknown {
  return parsed.kind === 'value' ? valueAt(parsed.value, path) : undefined;
}

function tagsReading(path: string): Reading<FieldTags> {
  const rows = new TagTableBuilder();
  const unreadable: UnreadableReply[] = [];
  const counts = { taggedCount: 0, unreadableCount: 0, missingCount: 0, invalidRowCount: 0, lenientRowCount: 0 };
  const note = (row: number, outcome: TagOutcome | null): readonly string[] | null => {
    if (outcome === null) counts.missingCount++;
    if (outcome === null) return null;
    if (outcome.kind === 'tagged') {
      counts.taggedCount++;
      return outcome.tags.map(({ tag }) => tag);
    }
    if (counts.unreadableCount++ < 100) unreadable.push({ row, message: outcome.message });
    return null;
  };
  return {
    visit: (row, parsed) => {
      if (parsed.kind === 'invalid') counts.invalidRowCount++;
      else if (parsed.warnings.length > 0) counts.lenientRowCount++;
      rows.add(parsed.kind === 'invalid' ? null : note(row, tagsInField(parsed.value, path)));
    },
    finish: () => ({ table: rows.finish(), unreadable, ...counts }),
  };
}

function numbersReading(path: string, rowCount: number): Reading<NumberColumnReading> {
  const values = new Float64Array(rowCount).fill(NaN);
  let missingCount = 0;
  return {
    visit: (row, parsed) => {
      const value = numberOf(at(parsed, path));
      if (Number.isNaN(value)) missingCount++;
      values[row] = value;
    },
    finish: () => ({ values, missingCount }),
  };
}

/** A number, or a text that is one; everything else is missing. */
function numberOf(value: unknown): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : NaN;
}

function categoriesReading(path: string, rowCount: number): Reading<RowCategory> {
  const ids = new Uint32Array(rowCount);
  const idOf = new Map<string, number>();
  return {
    visit: (row, parsed) => {
      const name = categoryName(at(parsed, path));
      const id = idOf.get(name) ?? idOf.size;
      idOf.set(name, id);
      ids[row] = id;
    },
    finish: () => ({ names: [...idOf.keys()], ids }),
  };
}

function categoryName(value: unknown): string {
  if (value === undefined || value === null) return '(none)';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
