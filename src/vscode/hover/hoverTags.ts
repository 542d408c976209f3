/** Tags for hovers: from the open session where there is one, else from the file's journal, opened once and followed. */
import type * as vscode from 'vscode';
import type { TagRecord } from '../../core/tagging/tagRecord';
import type { TagJournal } from '../../node/tagging/tagJournal';
import { openTagJournalIfUsable } from '../../node/tagging/unusableJournal';
import type { OpenSessions } from '../openSessions';

const keptJournals = 8;

export class HoverTags implements vscode.Disposable {
  private readonly journals = new Map<string, Promise<TagJournal>>();

  constructor(
    private readonly sessions: OpenSessions,
    private readonly storageFolder: string,
  ) {}

  async find(uri: vscode.Uri, high: number, low: number): Promise<TagRecord | null> {
    const journal = await this.journal(uri);
    return journal?.readRecord(high, low) ?? null;
  }

  /** The journal to write to and read from; null where the file is not on a local disk. */
  async journal(uri: vscode.Uri): Promise<TagJournal | null> {
    const open = this.sessions.find(uri);
    if (open !== undefined) return open.session.tags.journal;
    if (uri.scheme !== 'file') return null;
    const key = uri.toString();
    const known = this.journals.get(key);
    if (known !== undefined) return known;
    const opening = openTagJournalIfUsable({
      datasetPath: uri.fsPath,
      storageFolder: this.storageFolder,
      isFollowing: true,
    });
    this.journals.set(key, opening);
    opening.catch(() => this.journals.delete(key));
    this.forgetOldest();
    return opening;
  }

  dispose(): void {
    for (const journal of this.journals.values()) void journal.then((opened) => opened.close()).catch(() => {});
    this.journals.clear();
  }

  private forgetOldest(): void {
    const [oldest] = this.journals.keys();
    if (this.journals.size <= keptJournals || oldest === undefined) return;
    const journal = this.journals.get(oldest);
    this.journals.delete(oldest);
    void journal?.then((opened) => opened.close()).catch(() => {});
  }
}
