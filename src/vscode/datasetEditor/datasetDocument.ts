/** The thin document of the dataset editor: a session, or why there is none. */
import * as vscode from 'vscode';
import type { OpenDataset, OpenSessions } from '../openSessions';

export class DatasetDocument implements vscode.CustomDocument {
  private constructor(
    readonly uri: vscode.Uri,
    private readonly sessions: OpenSessions,
    readonly opened: OpenDataset | null,
    /** Why the file cannot be read, for the page. */
    readonly trouble: string | null,
  ) {}

  static async open(uri: vscode.Uri, sessions: OpenSessions): Promise<DatasetDocument> {
    try {
      return new DatasetDocument(uri, sessions, await sessions.acquire(uri), null);
    } catch (error) {
      return new DatasetDocument(uri, sessions, null, error instanceof Error ? error.message : String(error));
    }
  }

  dispose(): void {
    if (this.opened !== null) void this.sessions.release(this.uri).catch(() => {});
  }
}
