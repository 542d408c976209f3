/** Which mapping a file is read with: the one chosen for it, else the one the settings give for its glob. */
import * as vscode from 'vscode';
import { readSettings } from './settings';

const memoryKey = 'sftLens.mappings';

export function chosenMapping(memory: vscode.Memento, uri: vscode.Uri): string | undefined {
  const chosen = memory.get<Record<string, string>>(memoryKey, {})[uri.toString()];
  if (chosen !== undefined) return chosen;
  const found = Object.entries(readSettings(uri).mappings).find(([glob]) => isMatch(uri, glob));
  return found?.[1];
}

export async function rememberMapping(memory: vscode.Memento, uri: vscode.Uri, mapping: string): Promise<void> {
  const known = memory.get<Record<string, string>>(memoryKey, {});
  await memory.update(memoryKey, { ...known, [uri.toString()]: mapping });
}

/** Globs as VS Code writes them, by its own matcher. */
function isMatch(uri: vscode.Uri, glob: string): boolean {
  const document = { uri, languageId: '*', fileName: uri.fsPath };
  return vscode.languages.match({ pattern: glob }, document as vscode.TextDocument) > 0;
}
