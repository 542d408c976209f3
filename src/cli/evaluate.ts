/** `sft-lens evaluate FILE --reference FILE`: the tags of one file against those of another, row by row. */
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

/** `fuzzy` is null where no embedding model can be loaded. Rows that either side has no tags for are left out. */
export async function evaluate(path: string, referencePath: string, options: EvaluateOptions): Promise<Evaluation> {
  const predicted = await tableOf(path, options);
  const reference = await tableOf(referencePath, { ...options, tagsField: options.referenceField, journal: undefined });
  if (rowCountOf(predicted) !== rowCountOf(reference)) {
    throw new InputTrouble(
      `${path} has ${rowCountOf(predicted)} rows and ${referencePath} has ${rowCountOf(reference)}: both must hold the same rows.`,
    );
  }
  const pairs = pairsOf(predicted, reference);
  if (options.openEmbedder !== undefined) return evaluateTagger(pairs, await options.openEmbedder(), workOf(options));
  const source = localEmbedderSource({ distFolder, cacheFolder: cacheFolder() });
  try {
    return await evaluateTagger(pairs, await source.open().catch(() => undefined), workOf(options));
  } finally {
    await source.dispose();
  }
}

async function tableOf(path: string, options: PoolOptions): Promise<TagTable> {
  const pool = await openTaggedPool([path], options);
  await pool.close();
  return pool.table;
}

function pairsOf(predicted: TagTable, reference: TagTable): TaggedPair[] {
  const left = rowNames(predicted);
  const right = rowNames(reference);
  return left.flatMap((names, row) => {
    const expected = right[row];
    return names === null || expected === null || expected === undefined
      ? []
      : [{ predicted: names, reference: expected }];
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
