/** A tagging run over a dataset file, from opening to report: what the command line does, without printing. */
import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import type { QueryMapping } from '../../core/dataset/mapping';
import { estimateRun } from '../../core/tagging/costEstimate';
import type { TokenPrice } from '../../core/tagging/runTally';
import type { Tagger, TaggerIdentity } from '../../core/tagging/tagRecord';
import type { TagScope } from '../../protocol/datasetEditor';
import { rowDecoder } from '../dataset/decodeRow';
import { openDataset, type FileDataset } from '../dataset/openDataset';
import { surveyDataset } from '../dataset/survey';
import { leftOutOf, spreadRows, type LeftOut } from '../session/taggingScope';
import { firstTargets, tagTargets } from '../session/tagTargets';
import { fieldSource, fileSource, importRowTags, type ImportReport } from './importRowTags';
import { readRowTags } from './rowTagsFile';
import { batchedQueries } from './batchedQueries';
import { pendingQueries, type PendingQueries } from './pendingQueries';
import { acquireRunLease } from './runLease';
import { openTagJournal, type TagJournal } from './tagJournal';
import { openSentLog } from './sentLog';
import { startTagRun, type RunBudget, type RunProgress, type TagRunReport, type TagTarget } from './tagRun';
import { tokenCounterOf } from './taggerTokens';

/** Which queries of a dataset are meant, and where its journal lies. */
export interface OpenOptions {
  readonly path: string;
  readonly mapping: QueryMapping;
  readonly journalPath?: string | undefined;
  readonly storageFolder?: string | undefined;
  readonly rows?: { readonly first: number; readonly last: number } | undefined;
  /** At most so many queries. */
  readonly limit?: number | undefined;
  /** Only what the tagger whose tags are shown could not tag; the new tags fill these gaps. */
  readonly isRetry?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface TagDatasetOptions extends OpenOptions {
  readonly tagger: Tagger;
  readonly concurrency?: number | undefined;
  readonly budget?: RunBudget | undefined;
  readonly price?: TokenPrice | null | undefined;
  /** Only counts and estimates; `promptOf` is what would be sent for a query. */
  readonly dryRun?: { readonly promptOf: (query: string) => string } | undefined;
  readonly onProgress?: ((progress: RunProgress) => void) | undefined;
}

export interface TaggedDataset {
  readonly journalPath: string;
  readonly pending: PendingQueries;
  /** Queries in a batch of this tagger that is under way: they are not asked for. */
  readonly batchedCount: number;
  readonly run: TagRunReport | DryRun;
}

export interface DryRun {
  readonly ending: 'dryRun';
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly requests: number;
  readonly cost: number;
  readonly seconds: number;
  /** The exact prompt of the first query. */
  readonly firstPrompt: string;
}

/** Texts counted for an estimate. */
const sampleSize = 500;

export async function tagDataset(options: TagDatasetOptions): Promise<TaggedDataset> {
  return withDataset(options, options.tagger.identity, (opened) => tagOpened(opened, options));
}

export interface ImportTagsOptions extends OpenOptions {
  /** Dotted path of the field that holds tags, or a file with tags by row. */
  readonly from: { readonly kind: 'field' | 'file'; readonly path: string };
}

export interface ImportedDataset {
  readonly journalPath: string;
  /** Under which name the tags are kept. */
  readonly identity: TaggerIdentity;
  readonly pending: PendingQueries;
  readonly report: ImportReport;
  readonly seconds: number;
}

/** Takes the tags of a field of the rows, or of a file, into the journal; nothing is sent. */
export async function importTags(options: ImportTagsOptions): Promise<ImportedDataset> {
  const { mapping, from, signal } = options;
  const named = from.kind === 'field' ? fieldSource(from.path) : fileSource(basename(from.path), new Map());
  return withDataset(options, named.identity, async ({ dataset, journal, pending }) => {
    const startedAt = Date.now();
    const { rows } = pending;
    const source =
      from.kind === 'field' ? named : fileSource(named.identity.model, await readRowTags(from.path, dataset.rowCount));
    const [run, time] = [randomUUID(), new Date().toISOString()];
    const work = { cancellation: signal };
    const report = await importRowTags({ dataset, journal, mapping, source, rows, run, time, work });
    const { identity } = named;
    journal.chooseLayer(identity);
    return { journalPath: journal.path, identity, pending, report, seconds: (Date.now() - startedAt) / 1000 };
  });
}

/** A dataset with its journal and the queries that are left. */
export interface OpenedDataset {
  readonly dataset: FileDataset;
  readonly journal: TagJournal;
  readonly pending: PendingQueries;
  readonly isLeftOut: LeftOut;
  readonly batchedCount: number;
}

/** Opens a dataset and its journal for as long as `use` takes. */
export async function withDataset<T>(
  options: OpenOptions,
  layer: TaggerIdentity,
  use: (opened: OpenedDataset) => Promise<T>,
): Promise<T> {
  const dataset = await openDataset(options.path, { cancellation: options.signal });
  try {
    const { columns } = await surveyDataset(dataset, options.mapping, { cancellation: options.signal });
    const journal = await openTagJournal({
      datasetPath: options.path,
      journalPath: options.journalPath,
      storageFolder: options.storageFolder,
      isFollowing: true,
    });
    const { first: firstRow, last: lastRow } = options.rows ?? { first: 0, last: Infinity };
    const limit = options.limit ?? Infinity;
    const batched = await batchedQueries(journal.path, layer);
    const isLeftOut = leftOutOf(scopeOf(options), layer, journal.store, batched.has);
    const isSimple = options.isRetry !== true && batched.size === 0;
    const isWanted = isSimple ? undefined : (hash: string) => !isLeftOut(hash);
    const pending = pendingQueries({ columns, firstRow, lastRow, store: journal.store, layer, isWanted, limit });
    const opened = { dataset, journal, pending, isLeftOut, batchedCount: batched.size };
    return await use(opened).finally(() => journal.close());
  } finally {
    await dataset.close();
  }
}

async function tagOpened(opened: OpenedDataset, options: TagDatasetOptions): Promise<TaggedDataset> {
  const { journal, pending, isLeftOut, batchedCount } = opened;
  const queries = pendingTargets(opened, options.mapping);
  const run =
    options.dryRun === undefined
      ? await runOver(queries, pending, journal, isLeftOut, options)
      : await estimate(queries, pending, options.dryRun, options);
  return { journalPath: journal.path, pending, batchedCount, run };
}

function scopeOf({ isRetry }: Pick<OpenOptions, 'isRetry'>): TagScope {
  return isRetry === true ? { kind: 'failed' } : { kind: 'all' };
}

/** The queries that are left, with their texts: spread over the file, so that a run that is stopped stands for the whole. */
export function pendingTargets(
  { dataset, pending, isLeftOut: isKnown }: OpenedDataset,
  mapping: QueryMapping,
): AsyncIterable<TagTarget> {
  const decode = rowDecoder(dataset.container);
  const rows = spreadRows(pending.rows);
  return firstTargets(tagTargets({ dataset, decode, mapping, rows, isKnown }), pending.pendingCount);
}

async function runOver(
  queries: AsyncIterable<TagTarget>,
  pending: PendingQueries,
  journal: TagJournal,
  isKnown: (hash: string) => boolean,
  options: TagDatasetOptions,
): Promise<TagRunReport> {
  options.signal?.throwIfAborted();
  const lease = pending.pendingCount > 0 ? await acquireRunLease(journal.path) : undefined;
  const { tagger, concurrency, budget, onProgress } = options;
  journal.chooseLayer(options.isRetry === true ? (journal.store.layer ?? tagger.identity) : tagger.identity);
  const sentLog = lease === undefined || !tagger.isRemote ? undefined : openSentLog(journal, tagger.identity);
  const run = startTagRun({
    tagger,
    queries,
    total: pending.pendingCount,
    journal,
    isKnown,
    concurrency,
    budget,
    sentLog,
    price: options.price ?? undefined,
    ...(onProgress === undefined ? {} : { onProgress }),
  });
  const cancel = (): void => run.cancel();
  options.signal?.addEventListener('abort', cancel);
  const report = await run.finished;
  options.signal?.removeEventListener('abort', cancel);
  sentLog?.close();
  await lease?.release();
  return report;
}

async function estimate(
  queries: AsyncIterable<TagTarget>,
  pending: PendingQueries,
  { promptOf }: { readonly promptOf: (query: string) => string },
  { price, tagger }: Pick<TagDatasetOptions, 'price' | 'tagger'>,
): Promise<DryRun> {
  const count = await tokenCounterOf(tagger.identity);
  const samplePromptTokens: number[] = [];
  let firstPrompt = '';
  for await (const { text } of firstTargets(queries, sampleSize)) {
    const prompt = promptOf(text);
    if (firstPrompt === '') firstPrompt = prompt;
    samplePromptTokens.push(count(prompt));
  }
  // A tagger without a prompt counts no tokens at all.
  const replyTokens = firstPrompt === '' ? 0 : undefined;
  const estimated = estimateRun({ queryCount: pending.pendingCount, samplePromptTokens, price, replyTokens });
  return { ...estimated, ending: 'dryRun', cost: estimated.cost ?? 0, seconds: estimated.seconds ?? 0, firstPrompt };
}
