/** The Insights panel: one for the window, following the active dataset until another is picked in it. */
import * as vscode from 'vscode';
import type { InsightsHost, InsightsPage } from '../../protocol/insights';
import { viewIds } from '../names';
import type { OpenDataset, OpenSessions } from '../openSessions';
import { closeStaleTabs, openRpc, panelIcon, webviewOptions, webviewPage } from '../webviewPage';
import { Insights, type InsightsServices } from './insights';

export interface PanelServices extends InsightsServices {
  readonly onError: (error: Error) => void;
}

export class InsightsPanel implements vscode.Disposable {
  private panel: vscode.WebviewPanel | null = null;

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly sessions: OpenSessions,
    private readonly services: PanelServices,
  ) {}

  /** Opens the panel, or brings it to the front, on a dataset. */
  show(dataset: OpenDataset | null): void {
    if (dataset !== null) this.sessions.activate(dataset.uri);
    if (this.panel !== null) return this.panel.reveal();
    closeStaleTabs(viewIds.insights);
    this.adopt(
      vscode.window.createWebviewPanel(
        viewIds.insights,
        vscode.l10n.t('SFT Lens Insights'),
        vscode.ViewColumn.Active,
        webviewOptions(this.extensionUri),
      ),
    );
  }

  /** Brings the panel back after the window was reloaded. */
  registerSerializer(): vscode.Disposable {
    return vscode.window.registerWebviewPanelSerializer(viewIds.insights, {
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
    const insights = new Insights(this.sessions, this.services);
    const rpc = openRpc<InsightsHost, InsightsPage>(panel.webview, insights, this.services.onError);
    insights.attach(rpc);
    panel.onDidDispose(() => {
      this.panel = null;
      insights.dispose();
      rpc.dispose();
    });
    panel.webview.html = webviewPage(panel.webview, this.extensionUri, 'insights', 'SFT Lens Insights');
  }
}
