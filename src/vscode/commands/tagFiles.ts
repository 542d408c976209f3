/** Tags of rows as files: written with their normalized names, and read into the journal. */
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import * as vscode from 'vscode';
import { rowTagsLines } from '../../core/tagging/rowTagsFile';
import type { LongWork } from '../../core/ports';
import { targetTrouble } from '../../node/export/targetProblems';
import { fileSource, importRowTags, type ImportReport } from '../../node/tagging/importRowTags';
import { readRowTags, writeLines } from '../../node/tagging/rowTagsFile';
import type { OpenDataset } from '../openSessions';
import { troubleText } from './exportTexts';

const filters = { 'JSON Lines': ['jsonl'] };

/** The normalized tags of every tagged row, as JSON lines. */
export async function exportTags({ uri, session }: OpenDataset): Promise<void> {
  await session.normalization.whenSettled();
  const { current } = session.normalization;
  if (current === null) return say(vscode.l10n.t('This dataset has no tags yet. Tag its queries first.'));
  const target = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Export the Tags of Every Row'),
    defaultUri: vscode.Uri.joinPath(uri, '..', `${path.basename(uri.fsPath)}.rows.tags.jsonl`),
    filters,
  });
  if (target === undefined) return;
  const trouble = await targetTrouble([session.path], target.fsPath, [session.tags.journal.path]);
  if (trouble !== null) throw new Error(troubleText(trouble));
  const { rowTags, result, table } = current;
  await writeLines(target.fsPath, rowTagsLines(rowTags, result.vocabulary.names, table.isTagged));
}

/** They stand beside other taggers' tags, and can be undone like a run. */
export async function importTags(dataset: OpenDataset): Promise<void> {
  const { uri, session } = dataset;
  const [file] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Import Tags of Rows'),
      defaultUri: vscode.Uri.joinPath(uri, '..'),
      filters,
    })) ?? [];
  if (file === undefined) return;
  await session.dataset.whenIndexed();
  const tags = await readRowTags(file.fsPath, session.dataset.rowCount);
  const source = fileSource(path.basename(file.fsPath), tags);
  const rows = [...tags.keys()].sort((left, right) => left - right);
  const { dataset: rowsOf, mapping } = session;
  const { journal } = session.tags;
  const [run, time] = [randomUUID(), new Date().toISOString()];
  const report = await withProgress(vscode.l10n.t('Importing tags…'), (work) =>
    importRowTags({ dataset: rowsOf, mapping, journal, source, rows, run, time, work }),
  );
  session.tags.useJournal();
  journal.chooseLayer(source.identity);
  sayImported(report);
}

function sayImported({ tagged, missing }: ImportReport): void {
  const rows = vscode.l10n.t('{0} rows have tags from the file now.', tagged.toLocaleString());
  const left =
    missing === 0 ? '' : vscode.l10n.t('{0} rows cannot be read and were left out.', missing.toLocaleString());
  say([rows, left].join(' ').trim());
}

function withProgress<Value>(title: string, run: (work: LongWork) => Promise<Value>): Thenable<Value> {
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    (progress, token) => {
      const stop = new AbortController();
      token.onCancellationRequested(() => stop.abort());
      const onProgress = (done: number, total: number) =>
        progress.report({ message: `${done.toLocaleString()} / ${total.toLocaleString()}` });
      return run({ cancellation: stop.signal, onProgress });
    },
  );
}

function say(message: string): void {
  void vscode.window.showInformationMessage(message);
}
