/** What selectors and measures need, put together from a tagged pool and its normalization. */
import path from 'node:path';
import type { NormalizationResult } from '../../core/normalize/normalize';
import { normalizedRowTags } from '../../core/normalize/vocabulary';
import { languageNames } from '../../core/dataset/rowColumns';
import { queriesOf } from '../../core/dataset/conversation';
import { readRow } from '../../core/dataset/rowReader';
import type { LongWork } from '../../core/ports';
import { duplicateGroups } from '../../core/select/minHash';
import type { RowCategory, SelectionData, SelectorName, Vectors } from '../../core/select/selector';
import { rowDecoder } from '../dataset/decodeRow';
import type { EmbedderSource } from './embedderSource';
import { readCategories, readNumbers } from './rowValues';
import { startsOf } from './concatDatasets';
import { InputTrouble, joinedColumns, type PoolMember, type TaggedPool } from './taggedPool';

export interface SelectionDataOptions extends LongWork {
  /** JSON path of the quality value. */
  readonly qualityPath?: string | undefined;
  /** JSON path of the source; by default the file where there are several, else a field named `source` or `dataset`. */
  readonly sourcePath?: string | undefined;
  /** Work out near-duplicates of queries. */
  readonly withDuplicates?: boolean;
  /** Vectors of tags and of queries, where one of these selectors wants them. */
  readonly methods?: readonly SelectorName[];
  /** Embed every query for the selectors that compare rows: minutes for thousands of rows. */
  readonly withRowVectors?: boolean;
  readonly embedders?: EmbedderSource;
}

/** Selectors that look at one vector per row. */
export const rowVectorMethods: readonly SelectorName[] = ['deita', 'k-center'];
/** Selectors that look at one vector per tag. */
export const tagVectorMethods: readonly SelectorName[] = ['mig', 'tacos'];

export async function selectionDataOf(
  pool: TaggedPool,
  normalization: Pick<NormalizationResult, 'vocabulary'>,
  options: SelectionDataOptions = {},
): Promise<SelectionData> {
  const { vocabulary } = normalization;
  const methods = options.methods ?? [];
  const wantsRowVectors =
    options.withRowVectors === true && methods.some((method) => rowVectorMethods.includes(method));
  const texts = options.withDuplicates || wantsRowVectors ? await firstQueries(pool, options) : [];
  const quality = options.qualityPath === undefined ? undefined : await qualityOf(pool, options.qualityPath, options);
  const source = await sourceOf(pool, options);
  const rowVectors = wantsRowVectors ? await vectorsOf(texts, options) : undefined;
  const tagVectors = methods.some((method) => tagVectorMethods.includes(method))
    ? await vectorsOf(vocabulary.names, options)
    : undefined;
  const { language, ...lengths } = joinedColumns(pool.members);
  return {
    tags: normalizedRowTags(pool.table, vocabulary),
    tagNames: vocabulary.names,
    ...(pool.table.isTagged === undefined ? {} : { isCandidate: pool.table.isTagged }),
    ...lengths,
    language: { names: [...languageNames], ids: language },
    ...(source === undefined ? {} : { source }),
    ...(quality === undefined ? {} : { quality }),
    ...(rowVectors === undefined ? {} : { rowVectors }),
    ...(tagVectors === undefined ? {} : { tagVectors }),
    ...(options.withDuplicates ? { duplicateOf: duplicateGroups(texts, {}, options) } : {}),
  };
}

/** The first query of every row; empty where there is none. */
async function firstQueries(pool: TaggedPool, work: LongWork): Promise<string[]> {
  const queries: string[] = [];
  for (const { dataset } of pool.members) {
    const decode = rowDecoder(dataset.container);
    for (let start = 0; start < dataset.rowCount; start += 512) {
      work.cancellation?.throwIfAborted();
      for (const { bytes } of await dataset.readRows(start, 512, work)) {
        const row = readRow(bytes, decode, pool.mapping);
        queries.push(row.kind === 'row' ? (queriesOf(row.conversation)[0] ?? '') : '');
      }
    }
  }
  return queries;
}

async function vectorsOf(texts: readonly string[], options: SelectionDataOptions): Promise<Vectors | undefined> {
  if (options.embedders === undefined) return undefined;
  const embedder = await options.embedders.open();
  return { width: embedder.width, values: await embedder.embed(texts, options) };
}

/** Rejects with `InputTrouble` where no row has a number there. */
async function qualityOf(pool: TaggedPool, path: string, work: LongWork): Promise<Float64Array> {
  const { values, missingCount } = await readNumbers(pool.dataset, path, work);
  if (missingCount < values.length) return values;
  throw new InputTrouble(
    `No row of ${pool.dataset.path} holds a number at "${path}", so it cannot be the quality. ` +
      'Name the path of a number, such as reward or scores.quality.',
  );
}

async function sourceOf(pool: TaggedPool, options: SelectionDataOptions): Promise<RowCategory | undefined> {
  if (options.sourcePath !== undefined) {
    const named = await readCategories(pool.dataset, options.sourcePath, options);
    if (named.names.some((name) => name !== '(none)')) return named;
    throw new InputTrouble(`No row of ${pool.dataset.path} has anything at "${options.sourcePath}" (--source).`);
  }
  if (pool.members.length > 1) return fileCategory(pool.members);
  for (const field of ['source', 'dataset']) {
    const found = await readCategories(pool.dataset, field, options);
    if (found.names.some((name) => name !== '(none)')) return found;
  }
  return undefined;
}

function fileCategory(members: readonly PoolMember[]): RowCategory {
  const datasets = members.map(({ dataset }) => dataset);
  const starts = startsOf(datasets);
  const ids = new Uint32Array(starts.at(-1)!);
  datasets.forEach((_, index) => ids.fill(index, starts[index], starts[index + 1]));
  return { names: datasets.map((dataset) => path.basename(dataset.path)), ids };
}

/** Rows that may be selected. */
export function candidateCount(data: SelectionData): number {
  return data.isCandidate?.reduce((count, flag) => count + flag, 0) ?? data.tags.offsets.length - 1;
}
