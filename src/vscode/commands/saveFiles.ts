/** Files that panels hand over: charts and selections. */
import path from 'node:path';
import * as vscode from 'vscode';
import { isOneOf } from '../../node/export/targetProblems';
import { selectionText } from '../../node/session/selectionFile';
import type { SelectionStore } from '../insights/selectionStore';
import type { OpenDataset } from '../openSessions';
import { writeText } from '../../node/files/writeText';

export async function saveChart(name: string, format: 'png' | 'svg' | 'csv', content: string): Promise<void> {
  const target = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Save the Chart'),
    defaultUri: vscode.Uri.joinPath(
      vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file(''),
      `${name}.${format}`,
    ),
    filters: { [format.toUpperCase()]: [format] },
  });
  if (target === undefined) return;
  const bytes = format === 'png' ? Buffer.from(content, 'base64') : Buffer.from(content, 'utf8');
  await vscode.workspace.fs.writeFile(target, bytes);
}

/** The selection as a small, readable file: settings, figures, rows in the order taken and why each. */
export async function saveSelection({ uri, session }: OpenDataset, selections: SelectionStore): Promise<void> {
  const selection = selections.of(uri);
  if (selection === null) return;
  const target = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Save the Selection'),
    defaultUri: vscode.Uri.joinPath(uri, '..', `${path.basename(uri.fsPath)}.selection.json`),
    filters: { JSON: ['json'] },
  });
  if (target === undefined) return;
  if (await isOneOf(target.fsPath, [uri.fsPath, session.path, session.tags.journal.path])) {
    void vscode.window.showErrorMessage(vscode.l10n.t('That file holds the dataset or its tags. Choose another name.'));
    return;
  }
  const source = { name: path.basename(uri.fsPath), sizeBytes: session.dataset.container.sizeBytes };
  await writeText(target.fsPath, selectionText(source, selection));
}
