/** Problems of a dataset as diagnostics, on demand and bounded. */
import * as vscode from 'vscode';
import { conversationProblems } from '../../core/dataset/validation';
import { readRow } from '../../core/dataset/rowReader';
import { Cancelled } from '../../protocol/cancelSource';
import type { OpenDataset } from '../openSessions';

const mostProblems = 1000;
const rowsPerPage = 512;

export class DatasetProblems implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('SFT Lens');

  dispose(): void {
    this.collection.dispose();
  }

  async find(dataset: OpenDataset): Promise<void> {
    const title = vscode.l10n.t('Looking for problems…');
    const found = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title, cancellable: true },
      (progress, token) => findProblems(dataset, progress, token),
    );
    this.collection.set(dataset.uri, found);
    if (found.length === 0) void vscode.window.showInformationMessage(vscode.l10n.t('No problems found.'));
    else await vscode.commands.executeCommand('workbench.actions.view.problems');
  }
}

async function findProblems(
  { session }: OpenDataset,
  progress: vscode.Progress<{ readonly increment: number }>,
  token: vscode.CancellationToken,
): Promise<vscode.Diagnostic[]> {
  const { dataset, decode, mapping } = session;
  await dataset.whenIndexed();
  const found: vscode.Diagnostic[] = [];
  for (let start = 0; start < dataset.rowCount && found.length < mostProblems; start += rowsPerPage) {
    if (token.isCancellationRequested) throw new Cancelled();
    for (const bytes of await dataset.readRows(start, rowsPerPage)) {
      const row = readRow(bytes.bytes, decode, mapping);
      const line = (bytes.line ?? bytes.row + 1) - 1;
      if (row.kind === 'invalid') {
        const column = decode(bytes.bytes.subarray(0, row.problem.byteInRow)).length;
        found.push(
          diagnostic(
            line,
            column,
            vscode.l10n.t('Row {0} is not valid JSON: {1}', bytes.row, row.problem.message),
            vscode.DiagnosticSeverity.Error,
          ),
        );
        continue;
      }
      const messages = [...row.warnings, ...conversationProblems(row.conversation)].map(({ message }) => message);
      for (const message of messages)
        found.push(
          diagnostic(line, 0, vscode.l10n.t('Row {0}: {1}', bytes.row, message), vscode.DiagnosticSeverity.Warning),
        );
    }
    progress.report({ increment: (100 * rowsPerPage) / dataset.rowCount });
  }
  return found.slice(0, mostProblems);
}

function diagnostic(
  line: number,
  column: number,
  message: string,
  severity: vscode.DiagnosticSeverity,
): vscode.Diagnostic {
  const problem = new vscode.Diagnostic(new vscode.Range(line, column, line, column + 1), message, severity);
  problem.source = 'SFT Lens';
  return problem;
}
