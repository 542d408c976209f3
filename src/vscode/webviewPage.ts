/** The empty page of a webview: strict policy, no data; its script says it is ready and asks for everything. */
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { Rpc, type Channel } from '../protocol/rpc';

/** Folders a page may load from. */
export function webviewOptions(extensionUri: vscode.Uri): vscode.WebviewOptions {
  return { enableScripts: true, localResourceRoots: [vscode.Uri.joinPath(extensionUri, 'dist', 'webview')] };
}

/** The lens, for tabs of panels. */
export function panelIcon(extensionUri: vscode.Uri): { light: vscode.Uri; dark: vscode.Uri } {
  const icon = (name: string) => vscode.Uri.joinPath(extensionUri, 'media', name);
  return { light: icon('panelLight.svg'), dark: icon('panelDark.svg') };
}

export function webviewPage(webview: vscode.Webview, extensionUri: vscode.Uri, name: string, title: string): string {
  const nonce = randomBytes(16).toString('base64');
  const file = (extension: string) =>
    webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, 'dist', 'webview', `${name}.${extension}`)).toString();
  const policy = [
    `default-src 'none'`,
    `img-src ${webview.cspSource} data: blob:`,
    `font-src ${webview.cspSource} data:`,
    `style-src ${webview.cspSource} 'nonce-${nonce}'`,
    `script-src 'nonce-${nonce}'`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${vscode.env.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta property="csp-nonce" content="${nonce}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${file('css')}">
<title>${title}</title>
</head>
<body>
<div id="app"></div>
<script nonce="${nonce}" src="${file('js')}"></script>
</body>
</html>`;
}

/** Closes tabs of a panel that an earlier window left and that were never brought back to life. */
export function closeStaleTabs(viewType: string): void {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  const stale = tabs.filter(
    ({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith(viewType),
  );
  if (stale.length > 0) void vscode.window.tabGroups.close(stale);
}

/** One end of the channel between the host and a page. */
export function openRpc<Host extends object, Page extends object>(
  webview: vscode.Webview,
  host: Host,
  onError: (error: Error) => void,
): Rpc<Host, Page> {
  const channel: Channel = {
    post: (message) => void webview.postMessage(message),
    onMessage: (listener) => {
      const subscription = webview.onDidReceiveMessage(listener);
      return () => void subscription.dispose();
    },
  };
  return new Rpc<Host, Page>(channel, host, onError);
}
