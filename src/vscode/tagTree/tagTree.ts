/** The sidebar's tree of normalized tags; it follows the active dataset and its editor's view, and loads in pages. */
import * as vscode from 'vscode';
import { isCancelled } from '../../protocol/cancelSource';
import { contextKeys, viewIds } from '../names';
import type { OpenDataset, OpenSessions } from '../openSessions';
import { Throttle } from '../throttle';
import { groupTags, type GroupingParts, type TagGroup } from './tagGroups';
import { TagList, type OtherTags, type TagEntry, type TagOrder } from './tagList';
import { TagItems, type TagNode } from './tagItems';
import { NormalizationProgress } from './normalizationProgress';

export type { TagNode } from './tagItems';

/** The rows that editors show. */
export interface ShownRows {
  readonly onDidChangeView: vscode.Event<void>;
  /** Null where all rows are shown. */
  filteredRows(uri: vscode.Uri): Uint32Array | null;
}

const pageSize = 500;
const companionCount = 12;
const refreshIntervalMs = 250;

export class TagTree implements vscode.TreeDataProvider<TagNode>, vscode.Disposable {
  private readonly changes = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.changes.event;
  private readonly view: vscode.TreeView<TagNode>;
  private readonly refresh = new Throttle(refreshIntervalMs);
  private readonly progress = new NormalizationProgress();
  private readonly subscriptions: (() => void)[] = [];
  private list: TagList | null = null;
  private rows: Uint32Array | null = null;
  private text = '';
  private order: TagOrder = 'count';
  private comparedWith: OpenDataset | null = null;
  private other: OtherTags | null = null;
  private isGrouped = false;
  private groups: readonly TagGroup[] | null = null;
  private grouping: AbortController | null = null;
  private shown = pageSize;

  constructor(
    private readonly sessions: OpenSessions,
    private readonly editors: ShownRows,
    private readonly parts: GroupingParts,
  ) {
    this.view = vscode.window.createTreeView(viewIds.tags, { treeDataProvider: this, showCollapseAll: true });
    const rebuild = () => this.refresh.run(() => this.rebuild());
    const follow = editors.onDidChangeView(rebuild);
    this.subscriptions.push(sessions.onDidChange(rebuild), () => void follow.dispose());
  }

  dispose(): void {
    for (const stop of this.subscriptions) stop();
    this.grouping?.abort();
    this.progress.dispose();
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

  get sorting(): { readonly order: TagOrder; readonly isGrouped: boolean } {
    return { order: this.order, isGrouped: this.isGrouped };
  }

  setFilter(text: string): void {
    this.text = text;
    this.shown = pageSize;
    void vscode.commands.executeCommand('setContext', contextKeys.hasTagFilter, text !== '');
    this.describe();
    this.changes.fire();
  }

  /** `other` is the dataset that lift compares with. */
  setOrder(order: TagOrder, other: OpenDataset | null = null): void {
    this.order = order;
    this.comparedWith = other;
    this.other = null;
    this.shown = pageSize;
    this.rebuild();
    this.changes.fire();
  }

  /** Rejects where no vectors can be had; the tree then stays flat. */
  async setGrouped(isGrouped: boolean): Promise<void> {
    this.isGrouped = isGrouped;
    this.groups = null;
    if (isGrouped) await this.group();
    this.changes.fire();
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
          ...list.variants(node.entry.id, pageSize).map((raw): TagNode => ({ kind: 'variant', raw })),
          { kind: 'companions', entry: node.entry },
        ];
      case 'companions':
        return list.companions(node.entry.id, companionCount).map((entry) => ({ kind: 'companion', entry }));
      case 'group':
        return [
          ...this.tagNodes(list, node.group.ids.subarray(0, this.shown)),
          ...this.moreThan(node.group.ids.length),
        ];
      case 'dropped': {
        const ids = list.findDropped(this.text);
        const nodes = Array.from(ids.subarray(0, this.shown), (id) => list.rawTag(id));
        return [...nodes.map((raw): TagNode => ({ kind: 'droppedTag', raw })), ...this.moreThan(ids.length)];
      }
      case 'variant':
      case 'companion':
      case 'droppedTag':
      case 'more':
        return [];
    }
  }

  getTreeItem(node: TagNode): vscode.TreeItem {
    return new TagItems(this.list, this.other).item(node);
  }

  private roots(list: TagList): TagNode[] {
    const count = list.findDropped(this.text).length;
    const droppedAs = (isAll: boolean): TagNode[] => (count > 0 ? [{ kind: 'dropped', count, isAll }] : []);
    if (this.groups !== null && this.text === '')
      return [...this.groups.map((group): TagNode => ({ kind: 'group', group })), ...droppedAs(false)];
    const found = list.find(this.text, this.order, this.other);
    const nodes = this.tagNodes(list, found.subarray(0, this.shown));
    return [...nodes, ...this.moreThan(found.length), ...droppedAs(found.length === 0)];
  }

  private moreThan(total: number): TagNode[] {
    return total > this.shown ? [{ kind: 'more', shown: this.shown, total }] : [];
  }

  private tagNodes(list: TagList, ids: Uint32Array): TagNode[] {
    const { other } = this;
    return Array.from(ids, (id): TagNode => {
      const entry = list.entry(id);
      return { kind: 'tag', entry: other === null ? entry : { ...entry, lift: list.liftOf(id, other) } };
    });
  }

  /** Follows the active dataset; redraws only where something is other than it was. */
  private rebuild(): void {
    const { active } = this.sessions;
    const tags = active?.session.normalization.current ?? null;
    const rows = active === null ? null : this.editors.filteredRows(active.uri);
    this.progress.follow(active);
    const hasNewTags = (this.list?.tags ?? null) !== tags;
    const hasNewOther = this.followOther();
    if (!hasNewTags && !hasNewOther && rows === this.rows) return this.describe();
    if (hasNewTags) this.adopt(tags === null ? null : new TagList(tags));
    this.describe();
    this.rows = rows;
    this.list?.show(rows);
    this.changes.fire();
  }

  private adopt(list: TagList | null): void {
    this.list = list;
    this.groups = null;
    if (!this.isGrouped || list === null) return;
    this.group().then(
      () => this.changes.fire(),
      () => {},
    );
  }

  /** The list that lift compares with; true where it is another than before. */
  private followOther(): boolean {
    const dataset = this.comparedWith;
    const isOpen = dataset !== null && this.sessions.all.includes(dataset) && dataset !== this.sessions.active;
    const tags = isOpen ? dataset.session.normalization.current : null;
    if ((this.other?.list.tags ?? null) === tags) return false;
    this.other = tags === null ? null : { name: nameOf(dataset), list: new TagList(tags) };
    return true;
  }

  private async group(): Promise<void> {
    const { list } = this;
    if (list === null) return;
    this.grouping?.abort();
    const grouping = new AbortController();
    this.grouping = grouping;
    try {
      const groups = await vscode.window.withProgress({ location: { viewId: viewIds.tags } }, () =>
        groupTags(list, this.parts, grouping.signal, () => {}),
      );
      if (!grouping.signal.aborted && this.list === list) this.groups = groups;
    } catch (error) {
      if (isCancelled(error) || grouping.signal.aborted) return;
      this.isGrouped = false;
      throw error;
    }
  }

  private describe(): void {
    const { active } = this.sessions;
    const name = active === null ? '' : nameOf(active);
    const parts = [
      name,
      ...(this.text === '' ? [] : [`“${this.text}”`]),
      ...(this.other === null ? [] : [vscode.l10n.t('against {0}', this.other.name)]),
    ];
    this.view.description = parts.join(' · ');
    // An empty message would still take a line.
    (this.view as { message?: string | undefined }).message = this.partlyTagged();
  }

  /** Counts of a part of the rows must not pass for those of all. */
  private partlyTagged(): string | undefined {
    const rowCount = this.list?.tags.table.queryOffsets.length ?? 1;
    const tagged = this.list?.taggedRows ?? 0;
    if (tagged === 0 || tagged >= rowCount - 1) return undefined;
    return vscode.l10n.t('{0} of {1} rows tagged', tagged.toLocaleString(), (rowCount - 1).toLocaleString());
  }
}

function nameOf(dataset: OpenDataset | null): string {
  return dataset?.uri.path.split('/').at(-1) ?? '';
}
