/** Asks a service how the batches of open datasets are, across restarts: their state lies beside the journal. */
import * as vscode from 'vscode';
import type { Log } from '../../core/ports';
import { batchLine, batchStatePath } from '../../node/tagging/batchPlan';
import { cancelBatch, pollBatch, type BatchProgress, type BatchRunOptions } from '../../node/tagging/batchRun';
import { readBatchState, type BatchState } from '../../node/tagging/batchState';
import { createCompletionClient } from '../../node/tagging/completionClient';
import type { OpenDataset, OpenSessions } from '../openSessions';
import { readSettings } from '../settings';
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

  /** Asks the service to stop; what is answered until then is still collected. */
  async cancel({ session }: OpenDataset): Promise<void> {
    const { journal } = session.tags;
    const statePath = batchStatePath(journal.path);
    const state = await readBatchState(statePath);
    if (state !== null) await cancelBatch({ ...(await this.endpointFor(state)), statePath, journal });
  }

  dispose(): void {
    this.stopListening();
    clearInterval(this.timer);
  }

  /** Of the endpoints in the settings, the one where the batch was begun; another is refused before anything is sent. */
  private async endpointFor(state: BatchState): Promise<Pick<BatchRunOptions, 'openai' | 'baseUrl'>> {
    const { endpoints, baseUrl: single } = readSettings();
    const known = [...endpoints.map((endpoint) => endpoint.baseUrl), single];
    const baseUrl = known.find((url) => url === state.baseUrl) ?? known[0]!;
    const apiKey = await this.keys.find(baseUrl);
    return { baseUrl, openai: createCompletionClient({ baseUrl, model: state.identity.model, apiKey }).openai };
  }

  private async pollOnce({ session }: OpenDataset): Promise<BatchProgress | null> {
    const { journal } = session.tags;
    const statePath = batchStatePath(journal.path);
    const state = await readBatchState(statePath);
    if (state === null) return null;
    const progress = await pollBatch({ ...(await this.endpointFor(state)), statePath, journal });
    if (progress !== null && progress.collected.tagged > 0) journal.chooseLayer(progress.identity);
    return progress;
  }

  /** Collects what is ready, and says so where the batch has ended. */
  look(dataset: OpenDataset): void {
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
