/** How each node of the tag tree looks. */
import * as vscode from 'vscode';
import { rawTagFate } from '../../core/normalize/vocabulary';
import { commandIds } from '../names';
import { shareIcon } from './shareIcon';
import type { TagGroup } from './tagGroups';
import type { OtherTags, RawTag, TagEntry, TagList } from './tagList';

export type TagNode =
  | { readonly kind: 'tag'; readonly entry: TagEntry }
  | { readonly kind: 'variant'; readonly raw: RawTag }
  | { readonly kind: 'companions'; readonly entry: TagEntry }
  | { readonly kind: 'companion'; readonly entry: TagEntry }
  | { readonly kind: 'group'; readonly group: TagGroup }
  /** `isAll` where nothing that is kept is shown beside it. */
  | { readonly kind: 'dropped'; readonly count: number; readonly isAll: boolean }
  | { readonly kind: 'droppedTag'; readonly raw: RawTag }
  | { readonly kind: 'more'; readonly shown: number; readonly total: number };

const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;

export class TagItems {
  constructor(
    private readonly list: TagList | null,
    private readonly other: OtherTags | null,
  ) {}

  item(node: TagNode): vscode.TreeItem {
    switch (node.kind) {
      case 'tag':
        return this.tag(node.entry, Collapsed);
      case 'companion':
        return this.tag(node.entry, None);
      case 'variant':
        return leaf(node.raw.name, vscode.l10n.t('{0} as written', node.raw.queries.toLocaleString()), 'quote');
      case 'droppedTag':
        return this.droppedTag(node.raw);
      case 'companions':
        return branch(vscode.l10n.t('appears with…'), '', 'link');
      case 'group':
        return this.group(node.group);
      case 'dropped':
        return this.dropped(node.count, node.isAll);
      case 'more':
        return more(node.shown, node.total);
    }
  }

  private tag(entry: TagEntry, state: vscode.TreeItemCollapsibleState): vscode.TreeItem {
    const { name, rows, rowsInView, lift } = entry;
    const item = new vscode.TreeItem(name, state);
    if (state === Collapsed) item.id = `tag/${name}`;
    const counts =
      rowsInView === undefined ? rows.toLocaleString() : `${rowsInView.toLocaleString()} / ${rows.toLocaleString()}`;
    item.description = lift === undefined ? counts : `${counts} · ${shownLift(lift)}`;
    item.iconPath = shareIcon(rows / Math.max(1, this.list?.mostRows ?? 1));
    item.contextValue = 'tag';
    item.tooltip = this.tooltip(entry);
    item.accessibilityInformation = { label: vscode.l10n.t('{0}, {1} rows', name, counts) };
    item.command = { command: commandIds.showTagRows, title: '', arguments: [{ kind: 'tag', entry }] };
    return item;
  }

  private tooltip({ name, rows, rowsInView, lift }: TagEntry): string {
    const share = (100 * rows) / Math.max(1, this.list?.taggedRows ?? 1);
    const lines = [
      vscode.l10n.t('{0}: {1} rows, {2} % of the tagged rows', name, rows.toLocaleString(), share.toFixed(1)),
    ];
    if (rowsInView !== undefined) lines.push(vscode.l10n.t('{0} of them in view', rowsInView.toLocaleString()));
    if (lift !== undefined && this.other !== null)
      lines.push(vscode.l10n.t('{0} as frequent as in {1}', shownLift(lift), this.other.name));
    return lines.join('\n');
  }

  private group({ name, ids }: TagGroup): vscode.TreeItem {
    const item = branch(name, vscode.l10n.t('{0} tags', ids.length.toLocaleString()), 'layers');
    item.id = `group/${name}`;
    const some = Array.from(ids.subarray(0, 8), (id) => this.list?.entry(id).name ?? '');
    item.tooltip = vscode.l10n.t('Tags close in meaning: {0}', `${some.join(', ')}${ids.length > 8 ? ', …' : ''}`);
    return item;
  }

  private dropped(count: number, isAll: boolean): vscode.TreeItem {
    const item = branch(vscode.l10n.t('Left out by normalization'), count.toLocaleString(), 'filter');
    // Another id, so that the view takes the new state in place of the one it remembers.
    item.id = isAll ? 'dropped/all' : 'dropped';
    if (isAll) item.collapsibleState = Expanded;
    const reasons = (this.list?.droppedByFate() ?? []).map(
      ([fate, tags]) => `${tags.toLocaleString()}: ${this.why(fate)}`,
    );
    item.tooltip = [this.list?.size === 0 ? vscode.l10n.t('Normalization kept no tag.') : '', ...reasons]
      .filter(Boolean)
      .join('\n');
    return item;
  }

  private droppedTag(raw: RawTag): vscode.TreeItem {
    const item = leaf(raw.name, raw.queries.toLocaleString(), 'circle-slash');
    item.tooltip = vscode.l10n.t(
      '{0}: in {1} queries; {2}',
      raw.name,
      raw.queries.toLocaleString(),
      this.why(raw.fate),
    );
    return item;
  }

  private why(fate: number): string {
    const frequency = this.list?.tags.result.parameters.frequency;
    switch (fate) {
      case rawTagFate.rare:
        return vscode.l10n.t('rarer than the frequency asked for ({0})', String(frequency));
      case rawTagFate.emptyForm:
        return vscode.l10n.t('nothing is left of it after the rules');
      case rawTagFate.excluded:
        return vscode.l10n.t('left out by hand');
      default:
        return vscode.l10n.t("not in the recipe's vocabulary");
    }
  }
}

/** `×3.2`; more than a hundredfold is rounded. */
function shownLift(lift: number): string {
  return `×${lift >= 100 ? Math.round(lift).toLocaleString() : lift >= 10 ? lift.toFixed(0) : lift.toFixed(1)}`;
}

function leaf(label: string, description: string, icon: string): vscode.TreeItem {
  const item = new vscode.TreeItem(label, None);
  item.description = description;
  item.iconPath = new vscode.ThemeIcon(icon);
  return item;
}

function branch(label: string, description: string, icon: string): vscode.TreeItem {
  const item = new vscode.TreeItem(label, Collapsed);
  item.description = description;
  item.iconPath = new vscode.ThemeIcon(icon);
  return item;
}

function more(shown: number, total: number): vscode.TreeItem {
  const item = leaf(vscode.l10n.t('Show more…'), `${shown.toLocaleString()} / ${total.toLocaleString()}`, 'ellipsis');
  item.command = { command: commandIds.sortTags, title: '', arguments: ['more'] };
  return item;
}
