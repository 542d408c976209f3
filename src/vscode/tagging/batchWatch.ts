/** Asks a service how the batches of open datasets are, across restarts: their state lies beside the journal. */
import * as vscode from 'vscode';
import type { Log } from '../../core/ports';
import { batchLine, batchStatePath } from '../../node/tagging/batchPlan';
import { pollBatch, type BatchProgress } from '../../node/tagging/batchRun';
import { readBatchState } from '../../node/tagging/batchState';
import { createCompletionClient } from '../../node/tagging/completionClient';
import type { OpenDataset, OpenSessions } from '../openSessions';
import type { ApiKeys } from '../taggers/apiKeys';

const pollEveryMs = 60_000;

export class BatchWatch implements vscode.Disposable {
  private readonly stopListening: () => void;
  private readonly polling = new Map<string, Promise<BatchProgress | null>>();
  private readonly timer: NodeJS.Timeout;

  constructor(
    sessions: OpenSessions,
    private readonly keys: ApiKeys,
    private readonly log: Log,
  ) {
    const seen = new WeakSet<OpenDataset>();
    this.stopListening = sessions.onDidChange(() => {
      for (const dataset of sessions.all) {
        if (seen.has(dataset)) continue;
        seen.add(dataset);
        this.look(dataset);
      }
    });
    this.timer = setInterval(() => sessions.all.forEach((dataset) => this.look(dataset)), pollEveryMs);
    this.timer.unref();
  }

  /** Collects what is ready; null where no batch is under way. One look at a time per journal. */
  poll(dataset: OpenDataset): Promise<BatchProgress | null> {
    const { journal } = dataset.session.tags;
    const known = this.polling.get(journal.path);
    if (known !== undefined) return known;
    const polled = this.pollOnce(dataset).finally(() => this.polling.delete(journal.path));
    this.polling.set(journal.path, polled);
    return polled;
  }

  dispose(): void {
    this.stopListening();
    clearInterval(this.timer);
  }

  private async pollOnce({ session }: OpenDataset): Promise<BatchProgress | null> {
    const { journal } = session.tags;
    const statePath = batchStatePath(journal.path);
    const state = await readBatchState(statePath);
    if (state === null) return null;
    const apiKey = await this.keys.find(state.baseUrl);
    const { openai } = createCompletionClient({ baseUrl: state.baseUrl, model: state.identity.model, apiKey });
    const progress = await pollBatch({ openai, baseUrl: state.baseUrl, statePath, journal });
    if (progress !== null && progress.collected.tagged > 0) journal.chooseLayer(progress.identity);
    return progress;
  }

  private look(dataset: OpenDataset): void {
    if (dataset.session.tags.journal.problem !== undefined) return;
    this.poll(dataset).then(
      (progress) => this.tell(progress),
      (error: unknown) => this.log.warn(`Batch: ${error instanceof Error ? error.message : String(error)}`),
    );
  }

  private tell(progress: BatchProgress | null): void {
    if (progress === null) return;
    this.log.info(`Batch: ${batchLine(progress)}`);
    if (progress.isDone) sayCollected(progress);
  }
}

/** Says once what a finished batch has brought. */
export function sayCollected({ collected, messages }: Pick<BatchProgress, 'collected' | 'messages'>): void {
  const { tagged, unreadable, failed } = collected;
  const figures = vscode.l10n.t(
    'The batch is collected: {0} queries tagged, {1} not readable, {2} without an answer.',
    tagged.toLocaleString(),
    unreadable.toLocaleString(),
    failed.length.toLocaleString(),
  );
  void vscode.window.showInformationMessage([figures, ...messages].join(' '));
}
