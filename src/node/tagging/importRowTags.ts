/** Takes tags that lie in a field of the rows, or in a file beside them, into the journal, as a tagger of their own. */
import { queriesOf } from '../../core/dataset/conversation';
import type { QueryMapping } from '../../core/dataset/mapping';
import { readRow } from '../../core/dataset/rowReader';
import { parseRow } from '../../core/dataset/rowJson';
import { queryHash } from '../../core/tagging/queryHash';
import { tagsInField } from '../../core/tagging/tagsField';
import type { Tag, TaggerIdentity, TagOutcome, TagRecord } from '../../core/tagging/tagRecord';
import type { LongWork } from '../../core/ports';
import { rowDecoder } from '../dataset/decodeRow';
import type { Dataset } from '../../core/dataset/dataset';

export interface ImportOptions {
  readonly dataset: Dataset;
  readonly mapping: QueryMapping;
  readonly source: RowTagSource;
  /** Rows to import, ascending. */
  readonly rows: readonly number[];
  readonly run: string;
  readonly time: string;
  readonly journal: { append(records: readonly TagRecord[]): Promise<void> };
  readonly work?: LongWork | undefined;
}

export interface ImportReport {
  readonly tagged: number;
  readonly unreadable: number;
  /** Rows that have no tags there. */
  readonly missing: number;
}

/** Where a row's tags come from, and what their tagger is called. */
export interface RowTagSource {
  readonly identity: TaggerIdentity;
  /** Null where the row has none. */
  outcomeOf(row: number, value: unknown): TagOutcome | null;
}

const recordsPerGroup = 500;

/** Tags at a dotted path of the rows. */
export function fieldSource(field: string): RowTagSource {
  return {
    identity: { tagger: 'field', model: field, promptHash: '' },
    outcomeOf: (_, value) => tagsInField(value, field),
  };
}

/** Tags by row number, as read from the file `name`. */
export function fileSource(name: string, tags: ReadonlyMap<number, readonly Tag[]>): RowTagSource {
  return {
    identity: { tagger: 'file', model: name, promptHash: '' },
    outcomeOf: (row) => {
      const known = tags.get(row);
      return known === undefined ? null : { kind: 'tagged', tags: known };
    },
  };
}

/** A row's tags stand with its first query; the other queries of the row are recorded without tags. */
export async function importRowTags(options: ImportOptions): Promise<ImportReport> {
  const counts = { tagged: 0, unreadable: 0, missing: 0 };
  const records: TagRecord[] = [];
  for (const [index, row] of options.rows.entries()) {
    options.work?.cancellation?.throwIfAborted();
    const found = await recordsOfRow(row, options);
    if (found.length === 0) counts.missing++;
    else counts[found[0]!.outcome.kind === 'tagged' ? 'tagged' : 'unreadable']++;
    records.push(...found);
    if (records.length < recordsPerGroup) continue;
    await options.journal.append(records.splice(0));
    options.work?.onProgress?.(index + 1, options.rows.length);
  }
  await options.journal.append(records);
  return counts;
}

async function recordsOfRow(row: number, options: ImportOptions): Promise<TagRecord[]> {
  const { dataset, mapping, source, run, time } = options;
  const [bytes] = await dataset.readRows(row, 1);
  if (bytes === undefined) return [];
  const decode = rowDecoder(dataset.container);
  const parsed = parseRow(decode(bytes.bytes), dataset.container.encoding);
  const read = readRow(bytes.bytes, decode, mapping);
  const outcome = parsed.kind === 'invalid' ? null : source.outcomeOf(row, parsed.value);
  if (outcome === null || read.kind !== 'row') return [];
  return queriesOf(read.conversation).map((query, index) => ({
    query: queryHash(query),
    ...source.identity,
    time,
    run,
    outcome: index === 0 ? outcome : { kind: 'tagged', tags: [] },
  }));
}
