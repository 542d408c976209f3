/** Rows pinned or excluded in the dataset editor: the selection in the panel follows. */
import * as vscode from 'vscode';
import { isCancelled } from '../../protocol/cancelSource';
import type { OpenDataset } from '../openSessions';
import { Throttle } from '../throttle';

const intervalMs = 400;

export class MarkFollower implements vscode.Disposable {
  private followed: { readonly session: OpenDataset['session']; readonly stop: () => void } | null = null;
  private readonly throttle = new Throttle(intervalMs);

  /** `isOwn` is true while the panel itself sets marks and selects. */
  constructor(
    private readonly isOwn: () => boolean,
    private readonly select: (dataset: OpenDataset) => Promise<void>,
  ) {}

  /** This dataset in place of the one before. */
  follow(dataset: OpenDataset): void {
    if (this.followed?.session === dataset.session) return;
    this.followed?.stop();
    const stop = dataset.session.onDidChange((change) => {
      if (change !== 'marks' || this.isOwn()) return;
      this.throttle.run(() => void this.select(dataset).catch(sayTrouble));
    });
    this.followed = { session: dataset.session, stop };
  }

  dispose(): void {
    this.followed?.stop();
    this.throttle.dispose();
  }
}

/** Marks that contradict each other, said where they were set. */
function sayTrouble(error: unknown): void {
  if (isCancelled(error)) return;
  void vscode.window.showWarningMessage(`SFT Lens: ${error instanceof Error ? error.message : String(error)}`);
}
