/** The normalization workbench: one panel for the window, on the active dataset. */
import * as vscode from 'vscode';
import type { NormalizationHost, NormalizationPage } from '../../protocol/normalization';
import { viewIds } from '../names';
import type { OpenSessions } from '../openSessions';
import { closeStaleTabs, openRpc, panelIcon, webviewOptions, webviewPage } from '../webviewPage';
import { Workbench, type WorkbenchServices } from './workbench';

export class WorkbenchPanel implements vscode.Disposable {
  private panel: vscode.WebviewPanel | null = null;

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly sessions: OpenSessions,
    private readonly services: WorkbenchServices,
    private readonly onError: (error: Error) => void,
  ) {}

  show(): void {
    if (this.panel !== null) return this.panel.reveal();
    closeStaleTabs(viewIds.normalization);
    const title = vscode.l10n.t('SFT Lens Normalization');
    this.adopt(
      vscode.window.createWebviewPanel(
        viewIds.normalization,
        title,
        vscode.ViewColumn.Active,
        webviewOptions(this.extensionUri),
      ),
    );
  }

  /** Brings the panel back after the window was reloaded. */
  registerSerializer(): vscode.Disposable {
    return vscode.window.registerWebviewPanelSerializer(viewIds.normalization, {
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
    this.panel = panel;
    panel.iconPath = panelIcon(this.extensionUri);
    const workbench = new Workbench(this.sessions, this.services);
    const rpc = openRpc<NormalizationHost, NormalizationPage>(panel.webview, workbench, this.onError);
    workbench.attach(rpc);
    panel.onDidDispose(() => {
      this.panel = null;
      workbench.dispose();
      rpc.dispose();
    });
    panel.webview.html = webviewPage(panel.webview, this.extensionUri, 'normalization', 'SFT Lens Normalization');
  }
}
