/** The thin document of the dataset editor: a session, or why there is none. */
import type * as vscode from 'vscode';
import { DatasetTrouble } from '../../node/dataset/openDataset';
import type { OpenDataset, OpenSessions } from '../openSessions';

export class DatasetDocument implements vscode.CustomDocument {
  private isAcquired = false;
  private isDisposed = false;
  private problem = '';
  private isFileThere = true;

  private constructor(
    readonly uri: vscode.Uri,
    private readonly sessions: OpenSessions,
  ) {}

  static async open(uri: vscode.Uri, sessions: OpenSessions): Promise<DatasetDocument> {
    const document = new DatasetDocument(uri, sessions);
    await document.retry();
    return document;
  }

  /** The dataset as it is open now; null where the file cannot be read. */
  get opened(): OpenDataset | null {
    return this.isAcquired ? (this.sessions.find(this.uri) ?? null) : null;
  }

  /** Why the file cannot be read, for the page. */
  get trouble(): string {
    return this.problem;
  }

  /** Whether the text editor could show it all the same. */
  get isFile(): boolean {
    return this.isFileThere;
  }

  /** Tries to open the file; what came of it is in `opened` and `trouble`. */
  async retry(): Promise<void> {
    if (this.isAcquired || this.isDisposed) return;
    try {
      await this.sessions.acquire(this.uri);
      this.isAcquired = true;
      if (this.isDisposed) this.release();
    } catch (error) {
      this.problem = error instanceof Error ? error.message : String(error);
      this.isFileThere = !(error instanceof DatasetTrouble) || error.isFile;
    }
  }

  dispose(): void {
    this.isDisposed = true;
    if (this.isAcquired) this.release();
  }

  private release(): void {
    this.isAcquired = false;
    this.sessions.release(this.uri);
  }
}
