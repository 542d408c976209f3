/** The queries of the row at a place of a text: a line of JSONL, or an object of a JSON array. */
import { queriesOf } from '../../core/dataset/conversation';
import { enclosingObjects, type TextSpan } from '../../core/dataset/enclosingObjects';
import { readRow } from '../../core/dataset/rowReader';

const longestRow = 2_000_000;

/** The queries that a line of JSONL or one object holds. */
export function queriesOfText(text: string): string[] {
  if (text.length > longestRow || text.trim() === '') return [];
  const row = readRow(new TextEncoder().encode(text), (bytes) => new TextDecoder().decode(bytes), { kind: 'auto' });
  return row.kind === 'row' ? queriesOf(row.conversation) : [];
}

export interface PlacedQueries {
  readonly span: TextSpan;
  readonly queries: readonly string[];
}

/**
 * The row around a place of a JSON text: the likeliest object that reads as a row. Only texts that hold an array of objects
 * count, so that settings and manifests are not taken for datasets.
 */
export function queriesAtPlace(text: string, offset: number): PlacedQueries | null {
  if (!/^\s*(?:\[\s*\{|\{[\s\S]{0,10000}?\[\s*\{)/.test(text.slice(0, 20_000))) return null;
  for (const span of enclosingObjects(text, offset)) {
    if (span.start === text.search(/\S/)) continue;
    const queries = queriesOfText(text.slice(span.start, span.end));
    if (queries.length > 0) return { span, queries };
  }
  return null;
}
