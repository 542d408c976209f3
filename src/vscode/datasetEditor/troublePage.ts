/** The page of a file that cannot be read as a dataset: what, why, and the way back to the text editor. */
import * as vscode from 'vscode';

/** `isFile` is false where the text editor could show nothing either. */
export function troublePage(uri: vscode.Uri, message: string, isFile: boolean): string {
  const title = vscode.l10n.t('This file cannot be opened as a dataset.');
  const advice = isFile
    ? vscode.l10n.t('It is shown here as soon as it can be read. "Reopen Editor With…" shows it as text.')
    : vscode.l10n.t('It is shown here as soon as it can be read.');
  const place = message.includes(uri.fsPath) ? '' : `<p>${escapeHtml(uri.fsPath)}</p>`;
  return `<!DOCTYPE html><html lang="${vscode.env.language}"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'"><title>SFT Lens</title></head>
<body role="alert"><h2>${escapeHtml(title)}</h2><p>${escapeHtml(message)}</p>${place}<p>${escapeHtml(advice)}</p></body></html>`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
