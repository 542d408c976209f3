/** The sidebar's tree of normalized tags; it follows the active dataset and loads long lists in pages. */
import * as vscode from 'vscode';
import { commandIds, contextKeys, viewIds } from '../names';
import type { OpenSessions } from '../openSessions';
import { Throttle } from '../throttle';
import { TagList, type RawTag, type TagEntry, type TagOrder } from './tagList';

export type TagNode =
  | { readonly kind: 'tag'; readonly entry: TagEntry }
  | { readonly kind: 'variant'; readonly raw: RawTag }
  | { readonly kind: 'companions'; readonly entry: TagEntry }
  | { readonly kind: 'companion'; readonly entry: TagEntry }
  | { readonly kind: 'dropped'; readonly count: number }
  | { readonly kind: 'droppedTag'; readonly raw: RawTag }
  | { readonly kind: 'more'; readonly shown: number; readonly total: number };

const pageSize = 500;
const companionCount = 12;
const refreshIntervalMs = 250;

export class TagTree implements vscode.TreeDataProvider<TagNode>, vscode.Disposable {
  private readonly changes = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.changes.event;
  private readonly view: vscode.TreeView<TagNode>;
  private readonly refresh = new Throttle(refreshIntervalMs);
  private readonly stop: () => void;
  private list: TagList | null = null;
  private text = '';
  private order: TagOrder = 'count';
  private shown = pageSize;

  constructor(private readonly sessions: OpenSessions) {
    this.view = vscode.window.createTreeView(viewIds.tags, { treeDataProvider: this, showCollapseAll: true });
    this.stop = sessions.onDidChange(() => this.refresh.run(() => this.rebuild()));
  }

  dispose(): void {
    this.stop();
    this.refresh.dispose();
    this.view.dispose();
    this.changes.dispose();
  }

  /** The tag under the cursor of the tree, for keyboard commands. */
  get focused(): TagEntry | null {
    const [node] = this.view.selection;
    return node?.kind === 'tag' || node?.kind === 'companion' ? node.entry : null;
  }

  get filter(): string {
    return this.text;
  }

  setFilter(text: string): void {
    this.text = text;
    this.shown = pageSize;
    void vscode.commands.executeCommand('setContext', contextKeys.hasTagFilter, text !== '');
    this.rebuild();
  }

  setOrder(order: TagOrder): void {
    this.order = order;
    this.rebuild();
  }

  showMore(): void {
    this.shown += pageSize;
    this.changes.fire();
  }

  getChildren(node?: TagNode): TagNode[] {
    const { list } = this;
    if (list === null) return [];
    if (node === undefined) return this.roots(list);
    switch (node.kind) {
      case 'tag':
        return [
          ...list.variants(node.entry.id).map((raw): TagNode => ({ kind: 'variant', raw })),
          { kind: 'companions', entry: node.entry },
        ];
      case 'companions':
        return list.companions(node.entry.id, companionCount).map((entry) => ({ kind: 'companion', entry }));
      case 'dropped':
        return list
          .dropped()
          .slice(0, pageSize)
          .map((raw) => ({ kind: 'droppedTag', raw }));
      case 'variant':
      case 'companion':
      case 'droppedTag':
      case 'more':
        return [];
    }
  }

  getTreeItem(node: TagNode): vscode.TreeItem {
    switch (node.kind) {
      case 'tag':
        return this.tagItem(node.entry, vscode.TreeItemCollapsibleState.Collapsed, 'tag');
      case 'companion':
        return this.tagItem(node.entry, vscode.TreeItemCollapsibleState.None, 'tag');
      case 'variant':
        return leaf(node.raw.name, vscode.l10n.t('{0} as written', node.raw.queries.toLocaleString()), 'quote');
      case 'droppedTag':
        return leaf(node.raw.name, node.raw.queries.toLocaleString(), 'circle-slash');
      case 'companions':
        return group(vscode.l10n.t('appears with…'), '', 'link');
      case 'dropped':
        return group(vscode.l10n.t('Left out by normalization'), node.count.toLocaleString(), 'filter');
      case 'more': {
        const item = leaf(
          vscode.l10n.t('Show more…'),
          `${node.shown.toLocaleString()} / ${node.total.toLocaleString()}`,
          'ellipsis',
        );
        item.command = { command: commandIds.sortTags, title: '', arguments: ['more'] };
        return item;
      }
    }
  }

  private roots(list: TagList): TagNode[] {
    const entries = list.entries(this.text, this.order);
    const dropped = this.text === '' ? list.dropped().length : 0;
    const nodes: TagNode[] = entries.slice(0, this.shown).map((entry) => ({ kind: 'tag', entry }));
    if (entries.length > this.shown) nodes.push({ kind: 'more', shown: this.shown, total: entries.length });
    if (dropped > 0) nodes.push({ kind: 'dropped', count: dropped });
    return nodes;
  }

  private tagItem(entry: TagEntry, state: vscode.TreeItemCollapsibleState, context: string): vscode.TreeItem {
    const share = entry.rows / Math.max(1, this.list?.taggedRows ?? 1);
    const item = new vscode.TreeItem(entry.name, state);
    item.description = entry.rows.toLocaleString();
    item.iconPath = new vscode.ThemeIcon('tag');
    item.contextValue = context;
    item.tooltip = vscode.l10n.t(
      '{0}: {1} rows, {2} % of the tagged rows',
      entry.name,
      entry.rows.toLocaleString(),
      (100 * share).toFixed(1),
    );
    item.accessibilityInformation = { label: vscode.l10n.t('{0}, {1} rows', entry.name, entry.rows) };
    item.command = { command: commandIds.showTagRows, title: '', arguments: [{ kind: 'tag', entry }] };
    return item;
  }

  private rebuild(): void {
    const { active } = this.sessions;
    this.list = active === null ? null : new TagList(active.session);
    const name = active === null ? '' : active.uri.path.split('/').at(-1)!;
    this.view.description = this.text === '' ? name : `${name} · “${this.text}”`;
    this.changes.fire();
  }
}

function leaf(label: string, description: string, icon: string): vscode.TreeItem {
  const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.None);
  item.description = description;
  item.iconPath = new vscode.ThemeIcon(icon);
  return item;
}

function group(label: string, description: string, icon: string): vscode.TreeItem {
  const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Collapsed);
  item.description = description;
  item.iconPath = new vscode.ThemeIcon(icon);
  return item;
}
