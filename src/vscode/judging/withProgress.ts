/** Progress of work that asks a model. */
import * as vscode from 'vscode';
import { throttledProgress } from '../../node/embedding/throttledProgress';

interface Progressing {
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
}

/** A notification that counts and can be cancelled. */
export function withProgress<T>(title: string, task: (progress: Progressing) => Promise<T>): Promise<T> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return Promise.resolve(
    vscode.window.withProgress(options, (progress, token) => {
      const controller = new AbortController();
      token.onCancellationRequested(() => controller.abort());
      let told = 0;
      const onProgress = throttledProgress((done: number, total: number) => {
        const percent = (100 * done) / Math.max(1, total);
        const message = vscode.l10n.t('{0} of {1}', done.toLocaleString(), total.toLocaleString());
        progress.report({ increment: percent - told, message });
        told = percent;
      });
      return task({ signal: controller.signal, onProgress });
    }),
  );
}
