/** Commands that the dataset editor's page asks for. */
import * as vscode from 'vscode';
import { formatMapping } from '../../core/dataset/mapping';
import type { EditorCommand } from '../../protocol/datasetEditor';
import { openAsText } from '../commands/openCommands';
import { commandIds, settingKeys } from '../names';
import type { OpenDataset, OpenSessions } from '../openSessions';
import { readSettings, writeSetting } from '../settings';

export async function runEditorCommand(
  sessions: OpenSessions,
  dataset: OpenDataset,
  command: EditorCommand,
  row: number | undefined,
): Promise<void> {
  sessions.activate(dataset.uri);
  switch (command) {
    case 'openAsText':
      return openAsText(dataset, row ?? 0);
    case 'openInsights':
      return vscode.commands.executeCommand(commandIds.openInsights);
    case 'openNormalization':
      return vscode.commands.executeCommand(commandIds.openNormalization);
    case 'exportSelection':
      return vscode.commands.executeCommand(commandIds.exportSelection);
    case 'selectTagger':
      return vscode.commands.executeCommand(commandIds.selectTagger);
    case 'showProblems':
      return vscode.commands.executeCommand(commandIds.findProblems);
    case 'openJournal':
      return vscode.commands.executeCommand(commandIds.openJournal);
    case 'saveMappingForGlob':
      return saveMappingForGlob(dataset);
    case 'reload':
      return vscode.commands.executeCommand('workbench.action.webview.reloadWebviewAction');
  }
}

/** The mapping in force, for every file that a glob names. */
async function saveMappingForGlob({ uri, session }: OpenDataset): Promise<void> {
  const relative = vscode.workspace.asRelativePath(uri);
  const glob = await vscode.window.showInputBox({
    title: vscode.l10n.t('Read files this way'),
    prompt: vscode.l10n.t('A glob, such as **/chat/*.jsonl'),
    value: `**/${relative.replace(/[^/]+$/, '')}*.${uri.path.split('.').at(-1)}`,
  });
  if (glob === undefined || glob.trim() === '') return;
  const { mappings } = readSettings(uri);
  await writeSetting(settingKeys.mappings, { ...mappings, [glob.trim()]: formatMapping(session.mapping) });
}
