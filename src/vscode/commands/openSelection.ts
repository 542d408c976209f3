/** "Open Selection…": puts a saved selection in force again, or shows how it differs from the one that is. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { RowFilter } from '../../core/dataset/rowFilter';
import type { CurrentSelection } from '../../node/session/currentSelection';
import { differenceOf, parseSelection, type SavedSelection } from '../../node/session/selectionFile';
import type { InsightsWork } from '../insights/insightsWork';
import type { SelectionStore } from '../insights/selectionStore';
import type { OpenDataset } from '../openSessions';

export interface OpenSelectionParts {
  readonly work: InsightsWork;
  readonly selections: SelectionStore;
  readonly showRows: (dataset: OpenDataset, filters: readonly RowFilter[]) => Promise<void>;
}

/** `file` in place of the dialog. */
export async function openSelection(dataset: OpenDataset, parts: OpenSelectionParts, file?: vscode.Uri): Promise<void> {
  const chosen = file ?? (await chooseFile(dataset));
  if (chosen === undefined) return;
  await dataset.session.whenSurveyed();
  await dataset.session.normalization.whenSettled();
  const text = await readFile(chosen.fsPath, 'utf8');
  const saved = parseSelection(text, dataset.session.dataset.rowCount);
  if (saved.kind === 'refused') {
    void vscode.window.showErrorMessage(`${path.basename(chosen.fsPath)}: ${saved.message}`);
    return;
  }
  const name = path.basename(chosen.fsPath);
  if (!(await mayUse(dataset, saved, name))) return;
  const current = parts.selections.of(dataset.uri);
  const rows = current === null ? 'use' : await chooseUse(dataset, saved, current, name);
  if (rows === 'use') return use(dataset, saved, parts);
  if (rows !== null) await parts.showRows(dataset, [rows]);
}

async function chooseFile({ uri }: OpenDataset): Promise<vscode.Uri | undefined> {
  const picked = await vscode.window.showOpenDialog({
    title: vscode.l10n.t('Open a Selection'),
    defaultUri: vscode.Uri.joinPath(uri, '..'),
    filters: { JSON: ['json'] },
    canSelectMany: false,
  });
  return picked?.[0];
}

/** Asks where the row numbers may mean other rows: those of another dataset, or of one that was changed since. */
async function mayUse({ uri, session }: OpenDataset, saved: SavedSelection, name: string): Promise<boolean> {
  const own = path.basename(uri.fsPath);
  const isAnother = saved.dataset !== '' && saved.dataset !== own;
  const { sizeBytes } = session.dataset.container;
  const isChanged = saved.datasetBytes !== undefined && saved.datasetBytes !== sizeBytes;
  if (!isAnother && !isChanged) return true;
  const use = vscode.l10n.t('Use the Row Numbers');
  const question = isAnother
    ? vscode.l10n.t('{0} was saved for {1}, not for {2}.', name, saved.dataset, own)
    : vscode.l10n.t('{0} has changed since {1} was saved.', own, name);
  const detail = vscode.l10n.t('A selection names rows by their numbers, which may be those of other rows here.');
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, use)) === use;
}

async function chooseUse(
  { session }: OpenDataset,
  saved: SavedSelection,
  { selection }: CurrentSelection,
  name: string,
): Promise<RowFilter | 'use' | null> {
  const { onlyFirst, onlySecond, shared } = differenceOf(saved.rows, selection.rows);
  const filterOf = (label: string, rows: readonly number[]) => session.rowLists.add(label, rows);
  const items: (vscode.QuickPickItem & { readonly choice: RowFilter | 'use' })[] = [
    {
      label: vscode.l10n.t('Use the selection of {0}', name),
      description: vscode.l10n.t('{0} rows', saved.rows.length.toLocaleString()),
      choice: 'use',
    },
    {
      label: vscode.l10n.t('Show the rows only in {0}', name),
      description: vscode.l10n.t(
        '{0} rows; {1} are in both',
        onlyFirst.length.toLocaleString(),
        shared.toLocaleString(),
      ),
      choice: filterOf(vscode.l10n.t('only in {0}', name), onlyFirst),
    },
    {
      label: vscode.l10n.t('Show the rows only in the selection in force'),
      description: vscode.l10n.t('{0} rows', onlySecond.length.toLocaleString()),
      choice: filterOf(vscode.l10n.t('not in {0}', name), onlySecond),
    },
  ];
  const picked = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('A selection is in force already') });
  return picked?.choice ?? null;
}

async function use(dataset: OpenDataset, saved: SavedSelection, { work, showRows }: OpenSelectionParts) {
  await work.adopt(dataset, saved);
  await showRows(dataset, [{ kind: 'state', state: 'selected', isExcluded: false }]);
}
