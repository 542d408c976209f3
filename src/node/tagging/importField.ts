/** Takes the tags that lie in a field of the rows into the journal, as a tagger of their own. */
import { queriesOf } from '../../core/dataset/conversation';
import type { QueryMapping } from '../../core/dataset/mapping';
import { readRow } from '../../core/dataset/rowReader';
import { parseRow } from '../../core/dataset/rowJson';
import { queryHash } from '../../core/tagging/queryHash';
import { tagsInField } from '../../core/tagging/tagsField';
import type { TaggerIdentity, TagRecord } from '../../core/tagging/tagRecord';
import { rowDecoder } from '../dataset/decodeRow';
import type { Dataset } from '../../core/dataset/dataset';

export interface ImportOptions {
  readonly dataset: Dataset;
  readonly mapping: QueryMapping;
  /** Dotted path of the field. */
  readonly field: string;
  /** Rows to import, ascending. */
  readonly rows: readonly number[];
  readonly run: string;
  readonly time: string;
  readonly journal: { append(records: readonly TagRecord[]): Promise<void> };
  readonly signal?: AbortSignal | undefined;
}

export interface ImportReport {
  readonly tagged: number;
  readonly unreadable: number;
  /** Rows without the field. */
  readonly missing: number;
}

const recordsPerGroup = 500;

/** Who made the records of a field. */
export function fieldIdentity(field: string): TaggerIdentity {
  return { tagger: 'field', model: field, promptHash: '' };
}

/** A row's tags stand with its first query; the other queries of the row are recorded without tags. */
export async function importField(options: ImportOptions): Promise<ImportReport> {
  const counts = { tagged: 0, unreadable: 0, missing: 0 };
  const records: TagRecord[] = [];
  for (const row of options.rows) {
    options.signal?.throwIfAborted();
    const found = await recordsOfRow(row, options);
    if (found.length === 0) counts.missing++;
    else counts[found[0]!.outcome.kind === 'tagged' ? 'tagged' : 'unreadable']++;
    records.push(...found);
    if (records.length >= recordsPerGroup) await options.journal.append(records.splice(0));
  }
  await options.journal.append(records);
  return counts;
}

async function recordsOfRow(row: number, options: ImportOptions): Promise<TagRecord[]> {
  const { dataset, mapping, field, run, time } = options;
  const [bytes] = await dataset.readRows(row, 1);
  if (bytes === undefined) return [];
  const decode = rowDecoder(dataset.container);
  const parsed = parseRow(decode(bytes.bytes), dataset.container.encoding);
  const read = readRow(bytes.bytes, decode, mapping);
  const outcome = parsed.kind === 'invalid' ? null : tagsInField(parsed.value, field);
  if (outcome === null || read.kind !== 'row') return [];
  return queriesOf(read.conversation).map((query, index) => ({
    query: queryHash(query),
    ...fieldIdentity(field),
    time,
    run,
    outcome: index === 0 ? outcome : { kind: 'tagged', tags: [] },
  }));
}
