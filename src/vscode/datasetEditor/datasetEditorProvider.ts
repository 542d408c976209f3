/** The read-only custom editor for datasets. */
import * as vscode from 'vscode';
import type { DatasetEditorHost, DatasetEditorPage } from '../../protocol/datasetEditor';
import { viewIds } from '../names';
import type { OpenSessions } from '../openSessions';
import { openRpc, webviewOptions, webviewPage } from '../webviewPage';
import { DatasetDocument } from './datasetDocument';
import { DatasetEditor, type EditorServices } from './datasetEditor';
import { troublePage } from './troublePage';

export class DatasetEditorProvider implements vscode.CustomReadonlyEditorProvider<DatasetDocument> {
  private readonly editors = new Map<string, Set<DatasetEditor>>();
  private readonly arrivals = new vscode.EventEmitter<DatasetEditor>();

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
    const { opened } = document;
    if (opened === null) {
      panel.webview.html = troublePage(document.uri, document.trouble ?? '');
      return;
    }
    const editor = new DatasetEditor(opened, this.services);
    const rpc = openRpc<DatasetEditorHost, DatasetEditorPage>(panel.webview, editor, this.services.onError);
    editor.attach(rpc);
    this.remember(opened.uri, editor);
    if (panel.active) this.sessions.activate(opened.uri);
    panel.onDidChangeViewState(() => {
      if (panel.active) this.sessions.activate(opened.uri);
    });
    panel.onDidDispose(() => {
      this.editors.get(opened.uri.toString())?.delete(editor);
      editor.dispose();
      rpc.dispose();
    });
    panel.webview.html = webviewPage(panel.webview, this.extensionUri, 'datasetEditor', 'SFT Lens');
    this.arrivals.fire(editor);
  }

  /** The editor that shows the dataset, opened and brought to the front. */
  async show(uri: vscode.Uri): Promise<DatasetEditor | null> {
    const known = this.latest(uri);
    const arrival = known === undefined ? this.nextArrival(uri) : undefined;
    await vscode.commands.executeCommand('vscode.openWith', uri, viewIds.datasetEditor);
    return known ?? this.latest(uri) ?? (await arrival) ?? null;
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
