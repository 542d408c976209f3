/** `sft-lens evaluate FILE --reference FILE`: the tags of one file against those of another, row by row. */
import type { RowColumns } from '../core/dataset/rowColumns';
import { evaluateTagger, type Evaluation, type TaggedPair } from '../core/measure/evaluate';
import { rowCountOf, rowTagsOf, type TagTable } from '../core/normalize/tagTable';
import type { Embedder, LongWork } from '../core/ports';
import { localEmbedderSource } from '../node/session/embedderSource';
import { InputTrouble, openTaggedPool, type PoolOptions } from '../node/session/taggedPool';
import { cacheFolder, distFolder } from './commandContext';

export interface EvaluateOptions extends PoolOptions {
  /** Where the reference's tags lie in its rows; its own journal where absent. */
  readonly referenceField?: string | undefined;
  /** Stands in for the built-in embedder. */
  readonly openEmbedder?: () => Promise<Embedder>;
}

/** Tags of each row, with what its queries are known by. */
interface TaggedRows {
  readonly names: readonly (readonly string[] | null)[];
  readonly keys: readonly string[];
}

/**
 * Files of equally many rows are compared row by row; others by the content of their queries, rows of equal queries in
 * order. `fuzzy` is null where no embedding model can be loaded. Rows that either side has no tags for are left out.
 */
export async function evaluate(path: string, referencePath: string, options: EvaluateOptions): Promise<Evaluation> {
  const predicted = await rowsOf(path, options);
  const reference = await rowsOf(referencePath, { ...options, tagsField: options.referenceField, journal: undefined });
  const pairs = pairsOf(predicted, reference);
  if (pairs.length === 0) {
    throw new InputTrouble(`${path} and ${referencePath} share no query that both have tags for.`);
  }
  if (options.openEmbedder !== undefined) return evaluateTagger(pairs, await options.openEmbedder(), workOf(options));
  const source = localEmbedderSource({ distFolder, cacheFolder: cacheFolder() });
  try {
    return await evaluateTagger(pairs, await source.open().catch(() => undefined), workOf(options));
  } finally {
    await source.dispose();
  }
}

async function rowsOf(path: string, options: PoolOptions): Promise<TaggedRows> {
  const pool = await openTaggedPool([path], options);
  await pool.close();
  return { names: rowNames(pool.table), keys: pool.members.flatMap(({ survey }) => queryKeys(survey.columns)) };
}

function pairsOf(predicted: TaggedRows, reference: TaggedRows): TaggedPair[] {
  const isSameLength = predicted.names.length === reference.names.length;
  const partners = isSameLength ? reference.names.map((_, row) => row) : rowsWithEqualQueries(predicted, reference);
  return predicted.names.flatMap((names, row) => {
    const expected = reference.names[partners[row] ?? -1];
    return names === null || expected === null || expected === undefined
      ? []
      : [{ predicted: names, reference: expected }];
  });
}

/** Per predicted row the reference's row with the same queries, the first not taken yet; undefined where none is left. */
function rowsWithEqualQueries(predicted: TaggedRows, reference: TaggedRows): (number | undefined)[] {
  const waiting = new Map<string, number[]>();
  reference.keys.forEach((key, row) => {
    const rows = waiting.get(key);
    if (rows === undefined) waiting.set(key, [row]);
    else rows.push(row);
  });
  for (const rows of waiting.values()) rows.reverse();
  return predicted.keys.map((key) => (key === '' ? undefined : waiting.get(key)?.pop()));
}

/** The hashes of a row's queries, joined; empty for a row without any. */
function queryKeys({ rowCount, queryOffsets, queryHashHigh, queryHashLow }: RowColumns): string[] {
  return Array.from({ length: rowCount }, (_, row) => {
    const hashes: string[] = [];
    for (let query = queryOffsets.at(row)!; query < queryOffsets.at(row + 1)!; query++) {
      hashes.push(`${queryHashHigh.at(query)}.${queryHashLow.at(query)}`);
    }
    return hashes.join(' ');
  });
}

function rowNames(table: TagTable): (string[] | null)[] {
  const { offsets, tagIds } = rowTagsOf(table);
  return Array.from({ length: rowCountOf(table) }, (_, row) => {
    if (table.isTagged?.[row] === 0) return null;
    return [...tagIds.subarray(offsets[row], offsets[row + 1])].map((id) => table.names[id]!);
  });
}

function workOf({ cancellation, onProgress }: LongWork): LongWork {
  return { cancellation, onProgress };
}
