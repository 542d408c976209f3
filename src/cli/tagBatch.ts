/** The batch options of `sft-lens tag`. */
import { access } from 'node:fs/promises';
import { parseMapping } from '../core/dataset/mapping';
import { promptHash, type ChatTemplate } from '../core/tagging/prompt';
import type { TaggerIdentity } from '../core/tagging/tagRecord';
import {
  cancelDatasetBatch,
  collectBatchFiles,
  pollDatasetBatch,
  submitDatasetBatch,
  writeDatasetBatch,
} from '../node/tagging/batchDataset';
import type { BatchCollection } from '../node/tagging/batchFile';
import { batchBody, batchLine, requestCountOf } from '../node/tagging/batchPlan';
import type { EndpointOptions } from '../node/tagging/openaiTagger';
import { UsageError } from './arguments';
import { templateFor } from './promptOption';
import { rowRange } from './rowRange';
import { endpointOf, type TagCommandOptions, type TagReport } from './tag';

/** What is to be done with a batch. */
export type BatchTask =
  | { readonly kind: 'write'; readonly folder: string }
  | { readonly kind: 'read'; readonly files: readonly string[] }
  | { readonly kind: 'submit' }
  | { readonly kind: 'collect' }
  | { readonly kind: 'cancel' };

/** What `--json` prints for a batch. */
export interface BatchReport extends TagReport {
  /** Files that were written or read, and requests that are in them or under way. */
  readonly batch: { readonly files: readonly string[]; readonly requests: number; readonly isDone: boolean };
}

export async function tagByBatch(path: string, task: BatchTask, options: TagCommandOptions): Promise<BatchReport> {
  if ((options.tagger ?? 'openai') !== 'openai')
    throw new UsageError('Batches hold chat requests: use --tagger openai.');
  const endpoint = endpointOf('openai', options);
  const template = await templateFor(options.prompt, 'chat');
  const identity = { tagger: 'openai', model: endpoint.model, promptHash: promptHash(template) };
  const place = { path, ...(options.journal === undefined ? {} : { journalPath: options.journal }) };
  switch (task.kind) {
    case 'read':
      for (const file of task.files) await access(file);
      return readReport(identity, await collectBatchFiles(place, identity, task.files), task.files, options);
    case 'collect':
      return collectReport(await pollDatasetBatch(place, endpoint), options);
    case 'cancel': {
      const journal = await cancelDatasetBatch(place, endpoint);
      const batch = { files: [], requests: 0, isDone: false };
      return { ...nothingDone, tagger: identity, journal, ending: 'cancelling', batch };
    }
    case 'write':
    case 'submit':
      return begin(path, task, { endpoint, template, identity }, options);
  }
}

interface Requests {
  readonly endpoint: EndpointOptions;
  readonly template: ChatTemplate;
  readonly identity: TaggerIdentity;
}

async function begin(
  path: string,
  task: Extract<BatchTask, { readonly kind: 'write' | 'submit' }>,
  { endpoint, template, identity }: Requests,
  options: TagCommandOptions,
): Promise<BatchReport> {
  const mapping = parseMapping(options.query ?? 'auto');
  if (mapping.kind === 'problem') throw new UsageError(mapping.message);
  const rows = options.rows === undefined ? undefined : rowRange(options.rows);
  const bodyOf = batchBody(endpoint.baseUrl, template, { model: endpoint.model });
  const { journal: journalPath, limit, isRetry, signal } = options;
  const common = { path, mapping, rows, journalPath, limit, isRetry, signal, identity, bodyOf };
  if (task.kind === 'write') {
    const { journalPath: journal, pending, done } = await writeDatasetBatch({ ...common, folder: task.folder });
    const files = done.map((part) => part.path);
    const requests = done.reduce((sum, { requestCount }) => sum + requestCount, 0);
    const counts = { tagger: identity, queries: pending.queryCount, alreadyTagged: pending.taggedCount, journal };
    return { ...nothingDone, ...counts, ending: 'written', batch: { files, requests, isDone: false } };
  }
  const { journalPath: journal, pending, done } = await submitDatasetBatch({ ...common, endpoint });
  const counts = { tagger: identity, queries: pending.queryCount, alreadyTagged: pending.taggedCount, journal };
  const requests = done === null ? 0 : requestCountOf(done);
  return { ...nothingDone, ...counts, ending: 'submitted', batch: { files: [], requests, isDone: done === null } };
}

const nothingDone = {
  queries: 0,
  alreadyTagged: 0,
  tagged: 0,
  failed: 0,
  requests: 0,
  retries: 0,
  repeated: 0,
  promptTokens: 0,
  completionTokens: 0,
  cost: 0,
  seconds: 0,
  failures: [],
  journal: '',
};

const mostFailuresTold = 100;

function readReport(
  tagger: TaggerIdentity,
  collections: readonly BatchCollection[],
  files: readonly string[],
  { onProgress }: TagCommandOptions,
): BatchReport {
  const badLines = sumOf(collections, ({ badLines: count }) => count);
  if (badLines > 0) onProgress?.(`${badLines} lines are no answers of a batch and were left out.`);
  return {
    ...nothingDone,
    tagger,
    ...figuresOf(collections),
    ending: 'collected',
    batch: { files, requests: 0, isDone: true },
  };
}

function collectReport(
  progress: Awaited<ReturnType<typeof pollDatasetBatch>>,
  { onProgress }: TagCommandOptions,
): BatchReport {
  if (progress === null)
    throw new Error(
      'No batch of this dataset is under way. Start one with --batch-submit, or read files with --batch-in.',
    );
  onProgress?.(batchLine(progress));
  for (const message of progress.messages) onProgress?.(message);
  const { requests, isDone, identity: tagger } = progress;
  const ending = isDone ? 'collected' : 'waiting';
  return { ...nothingDone, tagger, ...figuresOf([progress.collected]), ending, batch: { files: [], requests, isDone } };
}

function figuresOf(collections: readonly BatchCollection[]): Partial<TagReport> & Pick<TagReport, 'failures'> {
  const failures = collections.flatMap(({ failed }) => failed);
  return {
    tagged: sumOf(collections, ({ tagged }) => tagged),
    failed: failures.length + sumOf(collections, ({ unreadable }) => unreadable),
    promptTokens: sumOf(collections, ({ promptTokens }) => promptTokens),
    completionTokens: sumOf(collections, ({ completionTokens }) => completionTokens),
    failures: failures.slice(0, mostFailuresTold),
  };
}

function sumOf(collections: readonly BatchCollection[], figure: (collection: BatchCollection) => number): number {
  return collections.reduce((sum, collection) => sum + figure(collection), 0);
}
