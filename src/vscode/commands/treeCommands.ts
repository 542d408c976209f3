/** Filter and order of the tag tree. */
import * as vscode from 'vscode';
import type { TagOrder } from '../tagTree/tagList';
import type { TagTree } from '../tagTree/tagTree';

/** Filters while typing; leaving with Escape brings the old filter back. */
export function filterTags(tree: TagTree): void {
  const before = tree.filter;
  const box = vscode.window.createInputBox();
  box.title = vscode.l10n.t('Filter Tags');
  box.placeholder = vscode.l10n.t('Part of a tag or of one of its raw variants');
  box.value = before;
  let isAccepted = false;
  box.onDidChangeValue((text) => tree.setFilter(text));
  box.onDidAccept(() => {
    isAccepted = true;
    box.hide();
  });
  box.onDidHide(() => {
    if (!isAccepted) tree.setFilter(before);
    box.dispose();
  });
  box.show();
}

export async function sortTags(tree: TagTree): Promise<void> {
  const items: (vscode.QuickPickItem & { readonly order: TagOrder })[] = [
    { label: vscode.l10n.t('Most frequent first'), order: 'count' },
    { label: vscode.l10n.t('Rarest first'), order: 'rarity' },
    { label: vscode.l10n.t('By name'), order: 'name' },
  ];
  const picked = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Sort Tags') });
  if (picked !== undefined) tree.setOrder(picked.order);
}
