/** Shows in the tags view that the active dataset is being normalized. */
import * as vscode from 'vscode';
import { viewIds } from '../names';
import type { OpenDataset } from '../openSessions';

export class NormalizationProgress implements vscode.Disposable {
  private watched: OpenDataset | null = null;
  private stop: (() => void) | null = null;
  private finish: (() => void) | null = null;

  follow(dataset: OpenDataset | null): void {
    if (dataset === this.watched) return;
    this.dispose();
    this.watched = dataset;
    this.stop =
      dataset?.session.normalization.onDidProgress((progress) => {
        if (progress === null) this.end();
        else this.begin();
      }) ?? null;
  }

  dispose(): void {
    this.stop?.();
    this.end();
  }

  private begin(): void {
    if (this.finish !== null) return;
    const ended = new Promise<void>((resolve) => (this.finish = resolve));
    void vscode.window.withProgress({ location: { viewId: viewIds.tags } }, () => ended);
  }

  private end(): void {
    this.finish?.();
    this.finish = null;
  }
}
