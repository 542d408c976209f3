/** Tags the one query a hover points at; the tags are in the journal before the hover shows them. */
import * as vscode from 'vscode';
import { queryHash } from '../../core/tagging/queryHash';
import { startTagRun } from '../../node/tagging/tagRun';
import type { TaggerChoice } from '../taggers/taggerChoice';
import type { HoverTags } from './hoverTags';
import { queriesOfLine } from './queryHover';

export interface QueryPlace {
  readonly uri: string;
  readonly line: number;
  readonly query: number;
}

export async function tagQueryAt(place: QueryPlace, taggers: TaggerChoice, tags: HoverTags): Promise<void> {
  const uri = vscode.Uri.parse(place.uri);
  const document = await vscode.workspace.openTextDocument(uri);
  const text = queriesOfLine(document.lineAt(place.line).text)[place.query];
  const journal = await tags.journal(uri);
  if (text === undefined || journal === null) return;
  const { label } = taggers.summary();
  await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Tagging with {0}…', label) },
    async () => {
      const tagger = await taggers.open();
      const run = startTagRun({
        tagger,
        queries: [{ hash: queryHash(text), text }],
        total: 1,
        journal,
        ...taggers.terms(),
      });
      const report = await run.finished;
      const trouble = report.message ?? report.failures[0]?.message;
      if (trouble !== undefined) void vscode.window.showWarningMessage(trouble);
    },
  );
  await showHoverAgain(uri, place.line);
}

async function showHoverAgain(uri: vscode.Uri, line: number): Promise<void> {
  const editor = vscode.window.visibleTextEditors.find((visible) => visible.document.uri.toString() === uri.toString());
  if (editor === undefined) return;
  const active = await vscode.window.showTextDocument(editor.document, { preserveFocus: false });
  const { character } = active.selection.active;
  if (active.selection.active.line !== line) active.selection = new vscode.Selection(line, character, line, character);
  await vscode.commands.executeCommand('editor.action.showHover');
}
