/** Filter, order and grouping of the tag tree. */
import * as vscode from 'vscode';
import type { OpenDataset, OpenSessions } from '../openSessions';
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

interface Arrangement extends vscode.QuickPickItem {
  readonly choose?: () => Promise<void> | void;
}

/** Order of the tags, and whether they are grouped by meaning. */
export async function sortTags(tree: TagTree, sessions: OpenSessions): Promise<void> {
  const { order, isGrouped } = tree.sorting;
  const others = sessions.all.filter((dataset) => dataset !== sessions.active);
  const sorted = (label: string, by: TagOrder, other: OpenDataset | null = null): Arrangement => ({
    label,
    ...(by === order && other === null ? { description: vscode.l10n.t('now') } : {}),
    choose: () => tree.setOrder(by, other),
  });
  const items: Arrangement[] = [
    sorted(vscode.l10n.t('Most frequent first'), 'count'),
    sorted(vscode.l10n.t('Rarest first'), 'rarity'),
    sorted(vscode.l10n.t('By name'), 'name'),
    ...others.map((other) =>
      sorted(vscode.l10n.t('Most typical against {0} first', other.uri.path.split('/').at(-1)!), 'lift', other),
    ),
    { label: '', kind: vscode.QuickPickItemKind.Separator },
    isGrouped
      ? { label: vscode.l10n.t('Do not group'), choose: () => tree.setGrouped(false) }
      : {
          label: vscode.l10n.t('Group by meaning'),
          detail: vscode.l10n.t('Tags with similar names together, each group named by its most frequent tag.'),
          choose: () => tree.setGrouped(true),
        },
  ];
  const picked = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Sort Tags') });
  await picked?.choose?.();
}
