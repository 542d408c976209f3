/** Batches of a dataset file, without an editor: written, submitted, looked after, collected. */
import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { openaiBatchLimits } from '../../core/tagging/batchFormat';
import type { TaggerIdentity } from '../../core/tagging/tagRecord';
import { collectBatch, linesOfFile, writeBatchFiles, type BatchCollection, type BatchPart } from './batchFile';
import { batchStatePath } from './batchPlan';
import { cancelBatch, pollBatch, submitBatch, type BatchProgress } from './batchRun';
import { readBatchState, type BatchState } from './batchState';
import { createCompletionClient } from './completionClient';
import type { EndpointOptions } from './openaiTagger';
import { pendingTargets, withDataset, type OpenOptions } from './tagDataset';
import type { PendingQueries } from './pendingQueries';
import { openTagJournal, type TagJournal } from './tagJournal';

export interface BatchDatasetOptions extends OpenOptions {
  readonly identity: TaggerIdentity;
  readonly bodyOf: (query: string) => object;
}

/** What was done, with the queries that were left before. */
export interface Batched<T> {
  readonly journalPath: string;
  readonly pending: PendingQueries;
  readonly done: T;
}

/** Writes what is left to `FOLDER/NAME.batch-1.jsonl` and so on, in parts that a service accepts. */
export function writeDatasetBatch(
  options: BatchDatasetOptions & { readonly folder: string },
): Promise<Batched<readonly BatchPart[]>> {
  const { identity, bodyOf, folder } = options;
  return withDataset(options, identity, async (opened) => {
    await mkdir(folder, { recursive: true });
    const done = await writeBatchFiles({
      queries: pendingTargets(opened, options.mapping),
      bodyOf,
      pathPrefix: join(folder, `${basename(options.path)}.batch`),
      limits: openaiBatchLimits,
    });
    return { journalPath: opened.journal.path, pending: opened.pending, done };
  });
}

/** Uploads and submits what is left; goes on with a batch that was begun. Null where nothing is left. */
export function submitDatasetBatch(
  options: BatchDatasetOptions & { readonly endpoint: EndpointOptions },
): Promise<Batched<BatchState | null>> {
  const { identity, bodyOf, endpoint } = options;
  return withDataset(options, identity, async (opened) => {
    const { journal, pending } = opened;
    const done = await submitBatch({
      openai: createCompletionClient(endpoint).openai,
      baseUrl: endpoint.baseUrl,
      statePath: batchStatePath(journal.path),
      journal,
      identity,
      bodyOf,
      queries: pendingTargets(opened, options.mapping),
    });
    return { journalPath: journal.path, pending, done };
  });
}

type JournalOptions = Pick<OpenOptions, 'path' | 'journalPath'>;

/** Takes in what the service has answered; null where no batch is under way. */
export function pollDatasetBatch(options: JournalOptions, endpoint: EndpointOptions): Promise<BatchProgress | null> {
  return withJournal(options, (journal) =>
    pollBatch({
      openai: createCompletionClient(endpoint).openai,
      baseUrl: endpoint.baseUrl,
      statePath: batchStatePath(journal.path),
      journal,
    }),
  );
}

/** Asks the service to stop; returns the journal's path. Rejects where no batch is under way. */
export function cancelDatasetBatch(options: JournalOptions, endpoint: EndpointOptions): Promise<string> {
  return withJournal(options, async (journal) => {
    const statePath = batchStatePath(journal.path);
    if ((await readBatchState(statePath)) === null) throw new Error('No batch of this dataset is under way.');
    const { openai } = createCompletionClient(endpoint);
    await cancelBatch({ openai, baseUrl: endpoint.baseUrl, statePath, journal });
    return journal.path;
  });
}

/** Takes in output files, one after the other. */
export function collectBatchFiles(
  options: JournalOptions,
  identity: TaggerIdentity,
  files: readonly string[],
): Promise<readonly BatchCollection[]> {
  return withJournal(options, async (journal) => {
    const [run, time] = [randomUUID(), new Date().toISOString()];
    const collected: BatchCollection[] = [];
    for (const file of files)
      collected.push(await collectBatch({ lines: linesOfFile(file), identity, run, time, journal }));
    return collected;
  });
}

async function withJournal<T>(
  { path, journalPath }: JournalOptions,
  use: (journal: TagJournal) => Promise<T>,
): Promise<T> {
  const journal = await openTagJournal({ datasetPath: path, journalPath });
  return use(journal).finally(() => journal.close());
}
