/** Opening datasets, going back to text, going to a row; and deep links to a row. */
import * as vscode from 'vscode';
import { TextColumns } from '../../node/session/textColumns';
import type { DatasetEditorProvider } from '../datasetEditor/datasetEditorProvider';
import { extensionId, viewIds } from '../names';
import type { OpenDataset } from '../openSessions';
import { readRowLink, rowLinkQuery, type LinkProblem } from './rowLinks';

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
  if (row !== null) await revealRow(editors, dataset.uri, row);
}

function rowOf(text: string, rowCount: number): number | null {
  const row = Number(text.replaceAll(/[\s,]/g, ''));
  return text.trim() !== '' && Number.isSafeInteger(row) && row >= 0 && row < rowCount ? row : null;
}

/** What `sftLens.goToRow` takes from other extensions: a row of the active dataset, or of a file. */
export interface RowTarget {
  readonly row: number;
  readonly uri?: vscode.Uri | string;
}

export function isRowTarget(target: unknown): target is RowTarget {
  if (typeof target !== 'object' || target === null || !('row' in target)) return false;
  const uri = 'uri' in target ? target.uri : undefined;
  const isUri = uri === undefined || typeof uri === 'string' || uri instanceof vscode.Uri;
  return isUri && typeof target.row === 'number' && Number.isSafeInteger(target.row) && target.row >= 0;
}

/** Opens the file where it is not open, and shows the row; a row that is not there is said in the editor. */
export async function revealRow(
  editors: DatasetEditorProvider,
  uri: vscode.Uri,
  row: number | undefined,
): Promise<void> {
  const editor = await editors.show(uri);
  if (row !== undefined) editor?.reveal(row);
}

/** `vscode://sft-lens.sft-lens/open?path=/data/file.jsonl&row=119` */
export function uriHandler(editors: DatasetEditorProvider): vscode.UriHandler {
  return {
    handleUri: async ({ path, query }) => {
      const link = readRowLink(path, query);
      if ('kind' in link) void vscode.window.showWarningMessage(linkSentence(link));
      else await revealRow(editors, vscode.Uri.file(link.path), link.row);
    },
  };
}

function linkSentence({ kind, received }: LinkProblem): string {
  const form = `${vscode.env.uriScheme}://${extensionId}/open?path=/folder/file.jsonl&row=0`;
  switch (kind) {
    case 'unknown':
    case 'noPath':
      return vscode.l10n.t('This link does not name a dataset: "{0}". A link has the form {1}.', received, form);
    case 'notLocal':
      return vscode.l10n.t(
        'This link names "{0}", which is not the whole path of a file on this machine; it is not opened.',
        received,
      );
    case 'badRow':
      return vscode.l10n.t(
        'This link names row "{0}"; a row is a whole number from 0. A link has the form {1}.',
        received,
        form,
      );
  }
}

/** A link that opens the dataset at a row, to be sent to others who have the file at the same place. */
export function linkToRow(uri: vscode.Uri, row: number): string {
  return `${vscode.env.uriScheme}://${extensionId}/open?${rowLinkQuery({ path: uri.fsPath, row })}`;
}
