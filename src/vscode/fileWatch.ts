/** Tells that a file may have changed, soon after it did, and not more often than its reader can keep up with. */
import * as vscode from 'vscode';

const shortestPauseMs = 300;
/** Between two looks lies at least this many times what the last one took. */
const pauseFactor = 3;

/** A text that was never saved leaves its text editor when it is shown in another one. */
const nothingToWatch: vscode.Disposable = { dispose: () => {} };

export class FileWatch implements vscode.Disposable {
  private readonly watcher: vscode.Disposable;
  private timer: NodeJS.Timeout | null = null;
  private pauseMs = shortestPauseMs;
  private isLooking = false;
  private isDue = false;

  /** `look` is never called twice at once. */
  constructor(
    uri: vscode.Uri,
    private readonly look: () => Promise<void>,
  ) {
    this.watcher = uri.scheme === 'untitled' ? nothingToWatch : this.watchFolder(uri);
  }

  private watchFolder(uri: vscode.Uri): vscode.Disposable {
    // Names may hold characters that a glob gives a meaning to: the folder is watched instead.
    const pattern = new vscode.RelativePattern(vscode.Uri.joinPath(uri, '..'), '*');
    const watcher = vscode.workspace.createFileSystemWatcher(pattern);
    const noteOwn = (changed: vscode.Uri) => {
      if (changed.path === uri.path) this.note();
    };
    watcher.onDidChange(noteOwn);
    watcher.onDidCreate(noteOwn);
    watcher.onDidDelete(noteOwn);
    return watcher;
  }

  dispose(): void {
    this.watcher.dispose();
    if (this.timer !== null) clearTimeout(this.timer);
  }

  /** Looks after a pause; what is noted meanwhile is seen by the same look, or by one after it. */
  note(): void {
    if (this.isLooking) this.isDue = true;
    else this.timer ??= setTimeout(() => void this.run(), this.pauseMs);
  }

  private async run(): Promise<void> {
    this.timer = null;
    this.isLooking = true;
    const startMs = Date.now();
    await this.look().catch(() => {});
    this.pauseMs = Math.max(shortestPauseMs, pauseFactor * (Date.now() - startMs));
    this.isLooking = false;
    if (!this.isDue) return;
    this.isDue = false;
    this.note();
  }
}
