/** Decisions about tags made from menus: rename, merge, drop; each is a step that can be undone. */
import * as vscode from 'vscode';
import type { Decision } from '../../core/normalize/decisions';
import type { OpenDataset } from '../openSessions';

export async function renameTag(dataset: OpenDataset, tag: string): Promise<void> {
  const name = await vscode.window.showInputBox({
    title: vscode.l10n.t('Rename “{0}”', tag),
    value: tag,
    validateInput: (value) => (value.trim() === '' ? vscode.l10n.t('A tag needs a name.') : null),
  });
  if (name !== undefined && name.trim() !== tag) await decide(dataset, { kind: 'rename', tag, name: name.trim() });
}

export async function mergeTag(dataset: OpenDataset, tag: string): Promise<void> {
  const names = dataset.session.normalization.current?.result.vocabulary.names ?? [];
  const into = await vscode.window.showQuickPick(
    names.filter((name) => name !== tag),
    { title: vscode.l10n.t('Merge “{0}” into…', tag) },
  );
  if (into !== undefined) await decide(dataset, { kind: 'merge', tag, into });
}

export function dropTag(dataset: OpenDataset, tag: string): Promise<void> {
  return decide(dataset, { kind: 'exclude', tag });
}

function decide({ session }: OpenDataset, decision: Decision): Promise<void> {
  return session.normalization.decide([decision]);
}
