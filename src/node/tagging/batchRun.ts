/**
 * Tagging through OpenAI's Batch API: half the price, within a day. Every step is written down before the next, and a batch
 * carries the run's name, so that a crash between making a batch and noting it does not make a second one.
 */
import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { unlink } from 'node:fs/promises';
import type OpenAI from 'openai';
import type { Batch } from 'openai/resources/batches';
import { openaiBatchLimits, type BatchLimits } from '../../core/tagging/batchFormat';
import type { TaggerIdentity, TagRecord } from '../../core/tagging/tagRecord';
import { collectBatch, writeBatchFiles, type BatchCollection } from './batchFile';
import { readBatchState, removeBatchState, writeBatchState, type BatchState, type PartState } from './batchState';
import type { TagTarget } from './tagRun';

export interface BatchRunOptions {
  readonly openai: OpenAI;
  readonly baseUrl: string;
  /** The state lies here; parts of the batch are written beside it. */
  readonly statePath: string;
  readonly journal: { append(records: readonly TagRecord[]): Promise<void> };
}

export interface SubmitOptions extends BatchRunOptions {
  readonly identity: TaggerIdentity;
  readonly queries: Iterable<TagTarget> | AsyncIterable<TagTarget>;
  readonly bodyOf: (query: string) => object;
  readonly limits?: BatchLimits;
}

export interface BatchProgress {
  readonly run: string;
  readonly identity: TaggerIdentity;
  readonly isDone: boolean;
  readonly requests: number;
  /** Answered by the service so far, as it tells. */
  readonly completed: number;
  readonly parts: readonly { readonly status: string; readonly requests: number }[];
  /** What this call has put into the journal. */
  readonly collected: BatchCollection;
  /** What the service said of parts that failed or expired. */
  readonly messages: readonly string[];
}

const ended = new Set(['completed', 'failed', 'expired', 'cancelled']);
const nothingCollected: BatchCollection = {
  tagged: 0,
  unreadable: 0,
  failed: [],
  badLines: 0,
  promptTokens: 0,
  completionTokens: 0,
};

/** Writes, uploads and submits; goes on where an earlier call was interrupted. Null where there is nothing to tag. */
export async function submitBatch(options: SubmitOptions): Promise<BatchState | null> {
  const known = await readBatchState(options.statePath);
  if (known !== null) checkEndpoint(known, options);
  const state = known ?? (await prepare(options));
  if (state === null) return null;
  return eachPart(options, state, (part, index) => submitPart(options, state, part, index));
}

/** Asks how the batches are and collects those that have ended. When all are collected, the state is removed. */
export async function pollBatch(options: BatchRunOptions): Promise<BatchProgress | null> {
  const state = await readBatchState(options.statePath);
  if (state === null) return null;
  checkEndpoint(state, options);
  let collected = nothingCollected;
  let completed = 0;
  const messages: string[] = [];
  const after = await eachPart(options, state, async (part) => {
    if (part.batchId === undefined || part.isCollected) return part;
    const batch = await options.openai.batches.retrieve(part.batchId);
    completed += batch.request_counts?.completed ?? 0;
    if (!ended.has(batch.status)) return { ...part, status: batch.status };
    messages.push(...messagesOf(batch));
    collected = added(collected, await collectEnded(options, state, batch));
    return { ...part, status: batch.status, isCollected: true };
  });
  const isDone = after.parts.every((part) => part.isCollected);
  if (isDone) await cleanUp(options.statePath, after);
  const parts = after.parts.map(({ status, requestCount }) => ({ status, requests: requestCount }));
  const requests = parts.reduce((sum, part) => sum + part.requests, 0);
  return { run: state.run, identity: state.identity, isDone, requests, completed, parts, collected, messages };
}

/** Asks the service to stop; what was answered until then is collected by `pollBatch`. */
export async function cancelBatch({ openai, baseUrl, statePath }: BatchRunOptions): Promise<void> {
  const state = await readBatchState(statePath);
  if (state !== null) checkEndpoint(state, { baseUrl });
  for (const part of state?.parts ?? []) {
    if (part.batchId !== undefined && !part.isCollected && !ended.has(part.status))
      await openai.batches.cancel(part.batchId);
  }
}

/** A state file may be anybody's: it never decides where a key is sent. */
function checkEndpoint(state: BatchState, { baseUrl }: Pick<BatchRunOptions, 'baseUrl'>): void {
  if (state.baseUrl === baseUrl) return;
  throw new Error(
    `The batch of this dataset was begun at ${state.baseUrl}, not at ${baseUrl}. Choose that endpoint to go on with it.`,
  );
}

async function prepare(options: SubmitOptions): Promise<BatchState | null> {
  const parts = await writeBatchFiles({
    queries: options.queries,
    bodyOf: options.bodyOf,
    pathPrefix: options.statePath.replace(/\.json$/, ''),
    limits: options.limits ?? openaiBatchLimits,
  });
  if (parts.length === 0) return null;
  const state: BatchState = {
    version: 1,
    run: randomUUID(),
    baseUrl: options.baseUrl,
    identity: options.identity,
    createdAt: new Date().toISOString(),
    parts: parts.map(({ path, requestCount }) => ({ path, requestCount, status: 'written', isCollected: false })),
  };
  await writeBatchState(options.statePath, state);
  return state;
}

async function submitPart(
  options: SubmitOptions,
  state: BatchState,
  part: PartState,
  index: number,
): Promise<PartState> {
  if (part.batchId !== undefined) return part;
  const { openai } = options;
  const made = part.fileId === undefined ? undefined : await findBatch(openai, state.run, index);
  if (made !== undefined) return { ...part, batchId: made.id, status: made.status };
  if (part.fileId === undefined) {
    const file = await openai.files.create({ file: createReadStream(part.path), purpose: 'batch' });
    return submitPart(
      options,
      state,
      await noted(options, index, { ...part, fileId: file.id, status: 'uploaded' }),
      index,
    );
  }
  const batch = await openai.batches.create({
    input_file_id: part.fileId,
    endpoint: '/v1/chat/completions',
    completion_window: '24h',
    metadata: { run: state.run, part: String(index) },
  });
  return { ...part, batchId: batch.id, status: batch.status };
}

/** A batch of this run that was made but not noted. */
async function findBatch(openai: OpenAI, run: string, index: number): Promise<Batch | undefined> {
  for await (const batch of openai.batches.list({ limit: 100 })) {
    if (batch.metadata?.['run'] === run && batch.metadata['part'] === String(index)) return batch;
  }
  return undefined;
}

/** Changes part after part and notes each change at once. */
async function eachPart(
  options: BatchRunOptions,
  state: BatchState,
  change: (part: PartState, index: number) => Promise<PartState>,
): Promise<BatchState> {
  for (let index = 0; index < state.parts.length; index++)
    await noted(options, index, await change(state.parts[index]!, index));
  return (await readBatchState(options.statePath)) ?? state;
}

async function noted({ statePath }: BatchRunOptions, index: number, part: PartState): Promise<PartState> {
  const state = await readBatchState(statePath);
  if (state !== null) await writeBatchState(statePath, { ...state, parts: state.parts.with(index, part) });
  return part;
}

async function collectEnded(options: BatchRunOptions, state: BatchState, batch: Batch): Promise<BatchCollection> {
  let collected = nothingCollected;
  for (const fileId of [batch.output_file_id, batch.error_file_id]) {
    if (typeof fileId !== 'string' || fileId === '') continue;
    const content = await options.openai.files.content(fileId);
    const lines = (await content.text()).split('\n');
    const time = new Date().toISOString();
    const { identity, run } = state;
    collected = added(
      collected,
      await collectBatch({ lines: asyncOf(lines), identity, run, time, journal: options.journal }),
    );
  }
  return collected;
}

function messagesOf(batch: Batch): string[] {
  const told = (batch.errors?.data ?? []).flatMap((error) => (error.message === undefined ? [] : [error.message]));
  if (batch.status === 'expired') told.push('The batch expired; what is missing is tagged by the next run.');
  return told;
}

function added(first: BatchCollection, second: BatchCollection): BatchCollection {
  return {
    tagged: first.tagged + second.tagged,
    unreadable: first.unreadable + second.unreadable,
    failed: [...first.failed, ...second.failed],
    badLines: first.badLines + second.badLines,
    promptTokens: first.promptTokens + second.promptTokens,
    completionTokens: first.completionTokens + second.completionTokens,
  };
}

async function cleanUp(statePath: string, state: BatchState): Promise<void> {
  for (const { path } of state.parts) await unlink(path).catch(() => undefined);
  await removeBatchState(statePath);
}

async function* asyncOf<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}
