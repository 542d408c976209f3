/** Tags the one query a hover points at; the tags are in the journal before the hover shows them. */
import * as vscode from 'vscode';
import { queryHash } from '../../core/tagging/queryHash';
import { startTagRun } from '../../node/tagging/tagRun';
import type { TagJournal } from '../../node/tagging/tagJournal';
import type { TaggingParts } from '../tagging/tagRows';
import type { HoverTags } from './hoverTags';
import { queriesAt } from './queryHover';

export interface QueryPlace {
  readonly uri: string;
  readonly line: number;
  readonly character?: number;
  readonly query: number;
}

/** Asks once per window before a query leaves the machine. */
export async function tagQueryAt(place: QueryPlace, parts: TaggingParts, tags: HoverTags): Promise<void> {
  const uri = vscode.Uri.parse(place.uri);
  const document = await vscode.workspace.openTextDocument(uri);
  const position = new vscode.Position(place.line, place.character ?? 0);
  const text = queriesAt(document, position).queries[place.query];
  const journal = await tags.journal(uri);
  if (text === undefined || journal === null) return;
  if (journal.problem !== undefined) throw new Error(journal.problem);
  await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Window,
      title: vscode.l10n.t('Tagging with {0}…', parts.taggers.summary().label),
    },
    () => tagText(text, journal, parts),
  );
  await showHoverAgain(uri, position);
}

async function tagText(text: string, journal: TagJournal, { taggers, consent, paces }: TaggingParts): Promise<void> {
  const { tagger, terms, destination } = await taggers.open();
  if (!(await consent.holds(destination, tagger.label))) return;
  const queries = [{ hash: queryHash(text), text }];
  const report = await startTagRun({ tagger, queries, total: 1, journal, ...terms }).finished;
  journal.chooseLayer(tagger.identity);
  paces.learn(tagger.identity, report);
  const trouble = report.message ?? report.failures[0]?.message;
  if (trouble !== undefined) void vscode.window.showWarningMessage(trouble);
}

async function showHoverAgain(uri: vscode.Uri, position: vscode.Position): Promise<void> {
  const editor = vscode.window.visibleTextEditors.find((visible) => visible.document.uri.toString() === uri.toString());
  if (editor === undefined) return;
  const active = await vscode.window.showTextDocument(editor.document, { preserveFocus: false });
  active.selection = new vscode.Selection(position, position);
  // A hover that is open keeps its old content; older editors lack the command and close it on the new selection.
  await vscode.commands.executeCommand('editor.action.hideHover').then(undefined, () => undefined);
  await vscode.commands.executeCommand('editor.action.showHover');
}
