/** The read-only custom editor for datasets. */
import * as vscode from 'vscode';
import { viewIds } from '../names';
import { FileWatch } from '../fileWatch';
import type { OpenDataset, OpenSessions } from '../openSessions';
import { webviewOptions } from '../webviewPage';
import { DatasetDocument } from './datasetDocument';
import type { DatasetEditor, EditorServices } from './datasetEditor';
import { EditorPanel } from './editorPanel';
import { troublePage } from './troublePage';

export class DatasetEditorProvider implements vscode.CustomReadonlyEditorProvider<DatasetDocument> {
  private readonly editors = new Map<string, Set<DatasetEditor>>();
  private readonly arrivals = new vscode.EventEmitter<DatasetEditor>();
  private readonly viewChanges = new vscode.EventEmitter<void>();
  /** Some editor shows other rows. */
  readonly onDidChangeView = this.viewChanges.event;

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly sessions: OpenSessions,
    private readonly services: EditorServices,
  ) {}

  register(): vscode.Disposable {
    return vscode.window.registerCustomEditorProvider(viewIds.datasetEditor, this, {
      supportsMultipleEditorsPerDocument: true,
    });
  }

  openCustomDocument(uri: vscode.Uri): Promise<DatasetDocument> {
    return DatasetDocument.open(uri, this.sessions);
  }

  resolveCustomEditor(document: DatasetDocument, panel: vscode.WebviewPanel): void {
    panel.webview.options = webviewOptions(this.extensionUri);
    if (document.opened === null) this.awaitFile(document, panel);
    else this.showEditor(document.opened, panel);
  }

  /** Says why the file cannot be read, and shows it as soon as it can. */
  private awaitFile(document: DatasetDocument, panel: vscode.WebviewPanel): void {
    const showTrouble = () => (panel.webview.html = troublePage(document.uri, document.trouble, document.isFile));
    const watch = new FileWatch(document.uri, async () => {
      await document.retry();
      if (document.opened === null) return void showTrouble();
      watch.dispose();
      this.showEditor(document.opened, panel);
    });
    panel.onDidDispose(() => watch.dispose());
    showTrouble();
  }

  private showEditor(opened: OpenDataset, panel: vscode.WebviewPanel): void {
    const shown = new EditorPanel(panel, opened, this.extensionUri, this.sessions, this.services);
    this.remember(opened.uri, shown.editor);
    const follow = shown.editor.onDidChangeView(() => this.viewChanges.fire());
    panel.onDidDispose(() => {
      follow.dispose();
      this.editors.get(opened.uri.toString())?.delete(shown.editor);
      this.viewChanges.fire();
      shown.dispose();
    });
    this.arrivals.fire(shown.editor);
  }

  /** The editor that shows the dataset, opened and brought to the front. */
  async show(uri: vscode.Uri): Promise<DatasetEditor | null> {
    const known = this.latest(uri);
    const arrival = known === undefined ? this.nextArrival(uri) : undefined;
    await vscode.commands.executeCommand('vscode.openWith', uri, viewIds.datasetEditor);
    return known ?? this.latest(uri) ?? (await arrival) ?? null;
  }

  /** Rows that the dataset's latest editor shows, or null where it shows all. */
  filteredRows(uri: vscode.Uri): Uint32Array | null {
    return this.latest(uri)?.filteredRows ?? null;
  }

  latest(uri: vscode.Uri): DatasetEditor | undefined {
    return [...(this.editors.get(uri.toString()) ?? [])].at(-1);
  }

  private nextArrival(uri: vscode.Uri): Promise<DatasetEditor | undefined> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => finish(undefined), 5000);
      const subscription = this.arrivals.event((editor) => {
        if (editor.uri.toString() === uri.toString()) finish(editor);
      });
      const finish = (editor: DatasetEditor | undefined) => {
        clearTimeout(timer);
        subscription.dispose();
        resolve(editor);
      };
    });
  }

  private remember(uri: vscode.Uri, editor: DatasetEditor): void {
    const key = uri.toString();
    const editors = this.editors.get(key) ?? new Set();
    this.editors.set(key, editors.add(editor));
  }
}
