/** Files that panels hand over: charts and selections. */
import path from 'node:path';
import * as vscode from 'vscode';
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

/** The selection as a small, readable file: settings, figures and rows in the order taken. */
export async function saveSelection({ uri }: OpenDataset, selections: SelectionStore): Promise<void> {
  const selection = selections.of(uri);
  if (selection === null) return;
  const target = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Save the Selection'),
    defaultUri: vscode.Uri.joinPath(uri, '..', `${path.basename(uri.fsPath)}.selection.json`),
    filters: { JSON: ['json'] },
  });
  if (target === undefined) return;
  const { settings, selected, coverage, meanTags, notes } = selection.summary;
  const head = {
    format: 'sft-lens selection',
    version: 1,
    dataset: path.basename(uri.fsPath),
    settings,
    selected,
    coverage,
    meanTags,
    notes,
  };
  const rows = Array.from(selection.selection.rows).join(',\n    ');
  await writeText(target.fsPath, `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "rows": [\n    ${rows}\n  ]\n}\n`);
}
