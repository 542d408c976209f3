/** A webview panel of which a window has one: opened or brought to the front, and brought back after a reload. */
import * as vscode from 'vscode';
import type { Rpc } from '../protocol/rpc';
import { closeStaleTabs, openRpc, panelIcon, webviewOptions, webviewPage } from './webviewPage';

/** Answers the page of one panel for as long as the panel is open. */
export interface PanelHost<Host extends object, Page extends object> extends vscode.Disposable {
  attach(rpc: Rpc<Host, Page>): void;
}

export interface PanelKind<Host extends object, Page extends object> {
  readonly viewType: string;
  readonly title: string;
  /** Name of the page's script and style under `dist/webview`. */
  readonly page: string;
  readonly open: () => Host & PanelHost<Host, Page>;
  readonly onError: (error: Error) => void;
}

export class SinglePanel<Host extends object, Page extends object> implements vscode.Disposable {
  private panel: vscode.WebviewPanel | null = null;

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly kind: PanelKind<Host, Page>,
  ) {}

  /** Opens the panel, or brings it to the front. */
  show(): void {
    if (this.panel !== null) return this.panel.reveal();
    const { viewType, title } = this.kind;
    closeStaleTabs(viewType);
    const options = webviewOptions(this.extensionUri);
    this.adopt(vscode.window.createWebviewPanel(viewType, title, vscode.ViewColumn.Active, options));
  }

  /** Brings the panel back after the window was reloaded. */
  registerSerializer(): vscode.Disposable {
    return vscode.window.registerWebviewPanelSerializer(this.kind.viewType, {
      deserializeWebviewPanel: async (panel) => {
        panel.webview.options = webviewOptions(this.extensionUri);
        this.adopt(panel);
      },
    });
  }

  dispose(): void {
    this.panel?.dispose();
  }

  private adopt(panel: vscode.WebviewPanel): void {
    const { open, onError, page, title } = this.kind;
    this.panel = panel;
    panel.iconPath = panelIcon(this.extensionUri);
    const host = open();
    const rpc = openRpc<Host, Page>(panel.webview, host, onError);
    host.attach(rpc);
    panel.onDidDispose(() => {
      this.panel = null;
      host.dispose();
      rpc.dispose();
    });
    panel.webview.html = webviewPage(panel.webview, this.extensionUri, page, title);
  }
}
