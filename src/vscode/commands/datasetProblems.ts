/** Problems of a dataset as diagnostics, on demand and bounded. */
import * as vscode from 'vscode';
import { findProblems, type DatasetProblem, type FoundProblems } from '../../node/session/datasetProblems';
import type { OpenDataset } from '../openSessions';

const mostProblems = 1000;

const severities: Readonly<Record<DatasetProblem['severity'], vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
};

export class DatasetProblems implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('SFT Lens');

  dispose(): void {
    this.collection.dispose();
  }

  async find(dataset: OpenDataset): Promise<void> {
    const title = vscode.l10n.t('Looking for problems…');
    const { problems, isCut } = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title, cancellable: true },
      (progress, token) => search(dataset, progress, token),
    );
    this.collection.set(dataset.uri, problems.map(diagnosticOf));
    if (problems.length === 0)
      return void vscode.window.showInformationMessage(vscode.l10n.t('No problems were found.'));
    if (isCut)
      void vscode.window.showInformationMessage(
        vscode.l10n.t('The first {0} problems are shown; there are more.', mostProblems.toLocaleString()),
      );
    await vscode.commands.executeCommand('workbench.actions.view.problems');
  }

  /** The file changed: places found in it before mean nothing now. */
  forget(uri: vscode.Uri): void {
    this.collection.delete(uri);
  }
}

async function search(
  { session }: OpenDataset,
  progress: vscode.Progress<{ readonly increment: number; readonly message: string }>,
  token: vscode.CancellationToken,
): Promise<FoundProblems> {
  const stop = new AbortController();
  const subscription = token.onCancellationRequested(() => stop.abort());
  let told = 0;
  const onProgress = (done: number, total: number) => {
    const message = vscode.l10n.t('{0} of {1} rows', done.toLocaleString(), total.toLocaleString());
    progress.report({ increment: (100 * (done - told)) / Math.max(1, total), message });
    told = done;
  };
  try {
    return await findProblems(session, { limit: mostProblems, cancellation: stop.signal, onProgress });
  } finally {
    subscription.dispose();
  }
}

function diagnosticOf({ row, line, column, message, severity }: DatasetProblem): vscode.Diagnostic {
  const range = new vscode.Range(line, column, line, column + 1);
  const text = vscode.l10n.t('Row {0}: {1}', row.toLocaleString(), message);
  const problem = new vscode.Diagnostic(range, text, severities[severity]);
  problem.source = 'SFT Lens';
  return problem;
}
