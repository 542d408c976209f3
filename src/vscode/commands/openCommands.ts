/** Opening datasets, going back to text, going to a row; and deep links to a row. */
import * as vscode from 'vscode';
import { TextColumns } from '../../node/session/textColumns';
import type { DatasetEditorProvider } from '../datasetEditor/datasetEditorProvider';
import { viewIds } from '../names';
import type { OpenDataset } from '../openSessions';

const largestTextBytes = 50 * 1024 * 1024;

export async function openDataset(target: vscode.Uri | string | undefined): Promise<void> {
  const uri =
    typeof target === 'string' ? vscode.Uri.parse(target) : (target ?? activeTextUri() ?? (await askForDataset()));
  if (uri !== undefined) await vscode.commands.executeCommand('vscode.openWith', uri, viewIds.datasetEditor);
}

function activeTextUri(): vscode.Uri | undefined {
  const uri = vscode.window.activeTextEditor?.document.uri;
  return uri !== undefined && /\.(jsonl|ndjson|json)$/i.test(uri.path) ? uri : undefined;
}

async function askForDataset(): Promise<vscode.Uri | undefined> {
  const [uri] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Open Dataset'),
      filters: {
        [vscode.l10n.t('Datasets')]: ['jsonl', 'ndjson', 'json', 'gz', 'zst', 'parquet'],
        [vscode.l10n.t('All files')]: ['*'],
      },
    })) ?? [];
  return uri;
}

/** Opens the text editor at the row's line, where VS Code can open the file as text. */
export async function openAsText({ uri, session }: OpenDataset, row: number): Promise<void> {
  const { sizeBytes, compression, kind } = session.dataset.container;
  if (compression !== 'none' || kind === 'parquet') {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('This file is compressed; there is no text to open. The raw view of a row shows its bytes.'),
    );
    return;
  }
  if (sizeBytes > largestTextBytes)
    void vscode.window.showInformationMessage(vscode.l10n.t('VS Code opens files above 50 MB with most features off.'));
  const [found] = await session.dataset.readRows(row, 1);
  const line = (found?.line ?? 1) - 1;
  const column = found === undefined ? 0 : await new TextColumns(session.dataset).columnAt(found.byteOffset);
  await vscode.commands.executeCommand('vscode.openWith', uri, 'default', {
    selection: new vscode.Range(line, column, line, column),
  });
}

export async function goToRow(dataset: OpenDataset, editors: DatasetEditorProvider): Promise<void> {
  const { rowCount } = dataset.session.dataset;
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('Go to Row'),
    prompt: vscode.l10n.t('From 0 to {0}', (rowCount - 1).toLocaleString()),
    validateInput: (value) =>
      rowOf(value, rowCount) === null ? vscode.l10n.t('A row from 0 to {0}.', (rowCount - 1).toLocaleString()) : null,
  });
  const row = text === undefined ? null : rowOf(text, rowCount);
  if (row !== null) (await editors.show(dataset.uri))?.reveal(row);
}

function rowOf(text: string, rowCount: number): number | null {
  const row = Number(text.replaceAll(/[\s,]/g, ''));
  return text.trim() !== '' && Number.isSafeInteger(row) && row >= 0 && row < rowCount ? row : null;
}

/** `vscode://sft-lens.sft-lens/open?path=/data/file.jsonl&row=119` */
export function uriHandler(editors: DatasetEditorProvider): vscode.UriHandler {
  return {
    handleUri: async (uri) => {
      const query = new URLSearchParams(uri.query);
      const path = query.get('path');
      if (uri.path !== '/open' || path === null) return;
      const editor = await editors.show(vscode.Uri.file(path));
      const row = Number(query.get('row') ?? NaN);
      if (Number.isSafeInteger(row) && row >= 0) editor?.reveal(row);
    },
  };
}
