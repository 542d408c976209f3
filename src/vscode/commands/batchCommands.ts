/** Tagging in bulk by batch files: for the service's Batch API, or for an engine that runs them offline. */
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import * as vscode from 'vscode';
import { openaiBatchLimits } from '../../core/tagging/batchFormat';
import type { ChatTemplate } from '../../core/tagging/prompt';
import type { RunEstimate } from '../../core/tagging/costEstimate';
import { collectBatch as collectFile, linesOfFile, writeBatchFiles } from '../../node/tagging/batchFile';
import { batchBody, batchLine, batchStatePath, requestCountOf } from '../../node/tagging/batchPlan';
import { submitBatch as submit, type BatchProgress } from '../../node/tagging/batchRun';
import { readBatchState } from '../../node/tagging/batchState';
import { createCompletionClient } from '../../node/tagging/completionClient';
import type { OpenDataset } from '../openSessions';
import { readSettings } from '../settings';
import type { ReadyTagger } from '../taggers/taggerChoice';
import { askPreflight } from '../tagging/askPreflight';
import { sayCollected, type BatchWatch } from '../tagging/batchWatch';
import { estimateOf, goesOn, showPrompt, targetsOf, workOf, type TaggingParts, type Work } from '../tagging/tagRows';

/** Files for `vllm run-batch` and the like; nothing is sent. */
export async function writeBatch(dataset: OpenDataset, parts: TaggingParts): Promise<void> {
  const { work, bodyOf } = await prepare(dataset, parts);
  const target = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Write a Batch File'),
    defaultUri: vscode.Uri.file(`${dataset.session.path}.batch.jsonl`),
    filters: { 'JSON Lines': ['jsonl'] },
  });
  if (target === undefined) return;
  const pathPrefix = target.fsPath.replace(/\.jsonl$/, '');
  const written = await writeBatchFiles({ queries: targetsOf(work), bodyOf, pathPrefix, limits: openaiBatchLimits });
  const requests = written.reduce((sum, { requestCount }) => sum + requestCount, 0);
  if (requests === 0) return say(vscode.l10n.t('Every query has tags already; nothing was written.'));
  say(
    vscode.l10n.t(
      '{0} requests in {1}. Run them, then use "SFT Lens: Collect a Batch…" with the output.',
      requests.toLocaleString(),
      written.map((part) => path.basename(part.path)).join(', '),
    ),
  );
}

export async function submitBatch(dataset: OpenDataset, parts: TaggingParts, batches: BatchWatch): Promise<void> {
  const { journal } = dataset.session.tags;
  const statePath = batchStatePath(journal.path);
  const { work, bodyOf } = await prepare(dataset, parts);
  const isGoingOn = (await readBatchState(statePath)) !== null;
  if (!isGoingOn && !(await agrees(work, parts))) return;
  const [endpoint] = await parts.taggers.endpoints(readSettings());
  if (endpoint === undefined) return;
  const { baseUrl } = endpoint.options;
  const { openai } = createCompletionClient(endpoint.options);
  const { identity } = work.ready.tagger;
  const queries = targetsOf(work);
  const state = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('Submitting the batch…') },
    () => submit({ openai, baseUrl, statePath, journal, identity, queries, bodyOf }),
  );
  if (state === null) return say(vscode.l10n.t('Every query has tags already; nothing was sent.'));
  say(
    vscode.l10n.t(
      '{0} requests are submitted. They are looked after while this dataset is open, also after a restart; "SFT Lens: Collect a Batch…" looks at once.',
      requestCountOf(state).toLocaleString(),
    ),
  );
  batches.look(dataset);
}

/** Collects from the service where a batch is under way, else from output files that the user names. */
export async function collectBatch(dataset: OpenDataset, parts: TaggingParts, batches: BatchWatch): Promise<void> {
  const progress = await batches.poll(dataset);
  if (progress !== null) return progress.isDone ? sayCollected(progress) : offerCancel(progress, dataset, batches);
  const files = await vscode.window.showOpenDialog({
    title: vscode.l10n.t('Output Files of a Batch'),
    canSelectMany: true,
    filters: { 'JSON Lines': ['jsonl'] },
  });
  const { tagger } = await chatTagger(parts);
  for (const file of files ?? []) {
    const collected = await collectFile({
      lines: linesOfFile(file.fsPath),
      identity: tagger.identity,
      run: randomUUID(),
      time: new Date().toISOString(),
      journal: dataset.session.tags.journal,
    });
    if (collected.tagged > 0) dataset.session.tags.journal.chooseLayer(tagger.identity);
    sayCollected({ messages: [], collected });
  }
}

async function offerCancel(progress: BatchProgress, dataset: OpenDataset, batches: BatchWatch): Promise<void> {
  const cancel = vscode.l10n.t('Cancel the Batch');
  if ((await vscode.window.showInformationMessage(batchLine(progress), cancel)) !== cancel) return;
  await batches.cancel(dataset);
  say(vscode.l10n.t('The service was asked to stop the batch; what it has answered is still collected.'));
}

async function prepare(
  dataset: OpenDataset,
  parts: TaggingParts,
): Promise<{ readonly work: Work; readonly bodyOf: (query: string) => object }> {
  const ready = await chatTagger(parts);
  const { model, temperature, maxOutputTokens, baseUrl, endpoints } = readSettings();
  const options = { model, temperature, maxTokens: maxOutputTokens };
  const body = batchBody(endpoints[0]?.baseUrl ?? baseUrl, ready.template, options);
  const work = await workOf(dataset, { kind: 'all' }, null, ready);
  return { work, bodyOf: (query) => body(ready.textOf(query)) };
}

/** Batches hold chat requests. */
async function chatTagger({ taggers }: TaggingParts): Promise<ReadyTagger & { readonly template: ChatTemplate }> {
  const ready = await taggers.open();
  const { template } = ready;
  if (readSettings().taggerKind !== 'openai' || template?.kind !== 'chat')
    throw new Error(
      vscode.l10n.t('Batches need an OpenAI-compatible endpoint. Choose one with "SFT Lens: Choose a Tagger…".'),
    );
  return { ...ready, template };
}

/** A batch costs half of what single requests cost, and takes up to a day. */
async function agrees(work: Work, parts: TaggingParts): Promise<boolean> {
  for (;;) {
    const estimate = await estimateOf(work, parts);
    const half: RunEstimate = { ...estimate, cost: estimate.cost === null ? null : estimate.cost / 2, seconds: null };
    const notes = [vscode.l10n.t('As a batch: half the price where the service grants it, answers within a day.')];
    const answer = await askPreflight(work.ready, half, { notes });
    if (answer !== 'prompt') return answer === 'run';
    await showPrompt(work, parts);
    if (!(await goesOn())) return false;
  }
}

function say(message: string): void {
  void vscode.window.showInformationMessage(message);
}
