/** Commands that the dataset editor's page asks for. */
import * as vscode from 'vscode';
import type { EditorCommand } from '../../protocol/datasetEditor';
import { openAsText } from '../commands/openCommands';
import type { MappingMemory } from '../mappingMemory';
import { commandIds } from '../names';
import type { OpenDataset, OpenSessions } from '../openSessions';
import { saveMappingForGlob } from './saveMapping';

export async function runEditorCommand(
  sessions: OpenSessions,
  dataset: OpenDataset,
  command: EditorCommand,
  row: number | undefined,
  mappings: MappingMemory,
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
      return saveMappingForGlob(dataset, mappings);
    case 'reload':
      return vscode.commands.executeCommand('workbench.action.webview.reloadWebviewAction');
  }
}
