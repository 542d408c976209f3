/** One tab of the dataset editor: its page while the file can be read, else why it cannot. */
import * as vscode from 'vscode';
import type { DatasetEditorHost, DatasetEditorPage } from '../../protocol/datasetEditor';
import type { Rpc } from '../../protocol/rpc';
import type { FileNews, OpenDataset, OpenSessions } from '../openSessions';
import { openRpc, webviewPage } from '../webviewPage';
import { DatasetEditor, type EditorServices } from './datasetEditor';
import { troublePage } from './troublePage';

export class EditorPanel implements vscode.Disposable {
  readonly editor: DatasetEditor;
  private readonly rpc: Rpc<DatasetEditorHost, DatasetEditorPage>;
  private readonly stop: () => void;
  private isLost = false;
  private isGrowing = false;

  constructor(
    private readonly panel: vscode.WebviewPanel,
    opened: OpenDataset,
    private readonly extensionUri: vscode.Uri,
    private readonly sessions: OpenSessions,
    services: EditorServices,
  ) {
    this.editor = new DatasetEditor(opened, services);
    this.rpc = openRpc<DatasetEditorHost, DatasetEditorPage>(panel.webview, this.editor, services.onError);
    this.editor.attach(this.rpc);
    this.stop = sessions.onDidChangeFile((news) => this.hear(news));
    this.activate();
    panel.onDidChangeViewState(() => this.activate());
    this.showPage();
  }

  dispose(): void {
    this.stop();
    this.editor.dispose();
    this.rpc.dispose();
  }

  private activate(): void {
    if (this.panel.active) this.sessions.activate(this.editor.uri);
  }

  private showPage(): void {
    this.panel.webview.html = webviewPage(this.panel.webview, this.extensionUri, 'datasetEditor', 'SFT Lens');
  }

  private hear(news: FileNews): void {
    const uri = news.kind === 'lost' ? news.uri : news.dataset.uri;
    if (uri.toString() !== this.editor.uri.toString()) return;
    if (news.kind === 'lost') this.lose(news.message);
    else this.follow(news.dataset, news.hasGrown);
  }

  /** The page remembers its filters and its place, and finds them again when the file is back. */
  private lose(message: string): void {
    this.isLost = true;
    this.panel.webview.html = troublePage(this.editor.uri, message, false);
  }

  private follow(dataset: OpenDataset, hasGrown: boolean): void {
    if (this.isLost) this.showPage();
    this.isLost = false;
    this.editor.follow(dataset);
    if (!hasGrown) this.editor.tell(vscode.l10n.t('The file changed on disk and was read again. Tags stay.'));
    else if (!this.isGrowing)
      this.editor.tell(vscode.l10n.t('The file is being appended to. New rows appear by themselves.'));
    this.isGrowing = hasGrown;
  }
}
