/** The selection in force for each dataset, shared by the panel that makes it, the editor that shows it and the export. */
import type * as vscode from 'vscode';
import { Emitter } from '../../core/emitter';
import type { CurrentSelection } from '../../node/session/currentSelection';

export class SelectionStore {
  private readonly byDataset = new Map<string, CurrentSelection>();
  private readonly changes = new Emitter<vscode.Uri>();
  readonly onDidChange = this.changes.event;

  of(uri: vscode.Uri): CurrentSelection | null {
    return this.byDataset.get(uri.toString()) ?? null;
  }

  set(uri: vscode.Uri, selection: CurrentSelection): void {
    this.byDataset.set(uri.toString(), selection);
    this.changes.fire(uri);
  }

  /** The tags it was made from are gone. */
  drop(uri: vscode.Uri): void {
    if (this.byDataset.delete(uri.toString())) this.changes.fire(uri);
  }
}
