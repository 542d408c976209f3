import { beforeEach, describe, expect, it, vi } from 'vitest';
import { normalize } from '../../../../src/core/normalize/normalize';
import { defaultParameters } from '../../../../src/core/normalize/parameters';
import { tagTableOf, type TagTable } from '../../../../src/core/normalize/tagTable';
import { normalizedRowTags } from '../../../../src/core/normalize/vocabulary';
import type { NormalizedTags } from '../../../../src/node/session/sessionNormalization';
import type { TagNode } from '../../../../src/vscode/tagTree/tagItems';
import { TagTree } from '../../../../src/vscode/tagTree/tagTree';

/** As much of the editor as a tree provider touches. */
vi.mock('vscode', () => {
  class EventEmitter {
    private readonly listeners = new Set<() => void>();
    readonly event = (listener: () => void) => {
      this.listeners.add(listener);
      return { dispose: () => this.listeners.delete(listener) };
    };
    fire() {
      for (const listener of this.listeners) listener();
    }
    dispose() {
      this.listeners.clear();
    }
  }
  class TreeItem {
    constructor(
      readonly label: string,
      readonly collapsibleState: number,
    ) {}
  }
  const view = { selection: [], description: '', dispose: () => {} };
  return {
    EventEmitter,
    TreeItem,
    ThemeIcon: class {},
    TreeItemCollapsibleState: { None: 0, Collapsed: 1, Expanded: 2 },
    Uri: { parse: (text: string) => text },
    l10n: {
      t: (text: string, ...values: unknown[]) => text.replace(/\{(\d+)\}/g, (_, at) => String(values[Number(at)])),
    },
    commands: { executeCommand: () => Promise.resolve() },
    window: { createTreeView: () => view, withProgress: (_: unknown, run: () => unknown) => run() },
  };
});

async function tagsOf(table: TagTable, frequency: number): Promise<NormalizedTags> {
  const result = await normalize(table, { ...defaultParameters, frequency, semantic: 'off', association: 'off' });
  return { table, result, rowTags: normalizedRowTags(table, result.vocabulary), rawIds: new Map() };
}

interface Dataset {
  readonly uri: { readonly path: string };
  readonly session: { readonly normalization: { readonly current: NormalizedTags; onDidProgress(): () => void } };
}

const datasetOf = (name: string, current: NormalizedTags): Dataset => ({
  uri: { path: `/${name}` },
  session: { normalization: { current, onDidProgress: () => () => {} } },
});

function treeOf(active: Dataset | null, others: readonly Dataset[] = []) {
  const all = active === null ? others : [active, ...others];
  let rows: Uint32Array | null = null;
  const listeners: (() => void)[] = [];
  const sessions = { all, active, onDidChange: (listener: () => void) => (listeners.push(listener), () => {}) };
  const editors = { onDidChangeView: () => ({ dispose: () => {} }), filteredRows: () => rows };
  const parts = {
    distFolder: '',
    embedders: { open: () => Promise.reject(new Error('No model.')), dispose: async () => {} },
  };
  const tree = new TagTree(sessions as never, editors, parts);
  const refresh = (shown: Uint32Array | null = null) => {
    rows = shown;
    for (const listener of listeners) listener();
  };
  refresh();
  return { tree, refresh };
}

const labels = (tree: TagTree, nodes: readonly TagNode[]) =>
  nodes.map((node) => {
    const { label, description } = tree.getTreeItem(node);
    return `${typeof label === 'string' ? label : ''}${description ? ` ${String(description)}` : ''}`;
  });
const rootLabels = (tree: TagTree) => labels(tree, tree.getChildren());
const under = (tree: TagTree, at: number) => labels(tree, tree.getChildren(tree.getChildren()[at]));

const table = tagTableOf([
  ['Data Analysis', 'SQL'],
  ['data-analysis', 'SQL', 'Essay'],
  ['Data Analysis', 'Essay', 'Rare'],
  ['SQL', 'Essay'],
  ['SQL', '!!!'],
]);

describe('TagTree', () => {
  let tags: NormalizedTags;
  beforeEach(async () => {
    tags = await tagsOf(table, 2);
  });

  it('holds nothing without a dataset', () => {
    expect(treeOf(null).tree.getChildren()).toEqual([]);
  });

  it('lists tags with their rows, then what was left out with its reason', async () => {
    const { tree } = treeOf(datasetOf('a.jsonl', tags));
    expect(rootLabels(tree)).toEqual(['SQL 4', 'Essay 3', 'Data Analysis 2', 'Left out by normalization 3']);
    const left = tree.getChildren(tree.getChildren()[3]);
    expect(labels(tree, left)).toEqual(['!!! 1', 'Rare 1', 'data-analysis 1']);
    expect(left.map((node) => tree.getTreeItem(node).tooltip)).toContain(
      'Rare: in 1 queries; rarer than the frequency asked for (2)',
    );
  });

  it('shows raw variants and companions beneath a tag', async () => {
    const { tree } = treeOf(datasetOf('a.jsonl', await tagsOf(table, 1)));
    const [sql, data] = tree.getChildren();
    expect(labels(tree, tree.getChildren(data))).toEqual([
      'Data Analysis 2 as written',
      'data-analysis 1 as written',
      'appears with…',
    ]);
    const companions = tree.getChildren(tree.getChildren(sql).at(-1));
    expect(labels(tree, companions)).toEqual(['Data Analysis 2', 'Essay 2']);
    expect(companions.flatMap((node) => tree.getChildren(node))).toEqual([]);
  });

  it('filters tags and what was left out, and opens the latter where nothing else fits', () => {
    const { tree } = treeOf(datasetOf('a.jsonl', tags));
    tree.setFilter('DATA');
    expect(rootLabels(tree)).toEqual(['Data Analysis 2', 'Left out by normalization 1']);
    tree.setFilter('rar');
    const [left] = tree.getChildren();
    expect(tree.getTreeItem(left!).collapsibleState).toBe(2);
    expect(under(tree, 0)).toEqual(['Rare 1']);
    tree.setFilter('nothing at all');
    expect(rootLabels(tree)).toEqual([]);
  });

  it('sorts by name, rarity, and by how typical a tag is against another dataset', async () => {
    const other = datasetOf('b.jsonl', await tagsOf(tagTableOf([['SQL'], ['SQL'], ['SQL'], ['Essay']]), 1));
    const { tree } = treeOf(datasetOf('a.jsonl', tags), [other]);
    const names = () =>
      rootLabels(tree)
        .slice(0, 3)
        .map((label) => label.replace(/ \d.*/, ''));
    tree.setOrder('name');
    expect(names()).toEqual(['Data Analysis', 'Essay', 'SQL']);
    tree.setOrder('rarity');
    expect(names()).toEqual(['Data Analysis', 'Essay', 'SQL']);
    tree.setOrder('lift', other as never);
    expect(names()).toEqual(['Data Analysis', 'Essay', 'SQL']);
    expect(rootLabels(tree)[2]).toBe('SQL 4 · ×1.1');
  });

  it('counts the rows in view beside all', () => {
    vi.useFakeTimers();
    const { tree, refresh } = treeOf(datasetOf('a.jsonl', tags));
    refresh(Uint32Array.of(1, 2));
    vi.runAllTimers();
    vi.useRealTimers();
    expect(rootLabels(tree).slice(0, 3)).toEqual(['SQL 1 / 4', 'Essay 2 / 3', 'Data Analysis 1 / 2']);
  });

  it('stays flat, and says why, where tags cannot be grouped', async () => {
    const { tree } = treeOf(datasetOf('a.jsonl', tags));
    await expect(tree.setGrouped(true)).rejects.toThrow('No model.');
    expect(tree.sorting.isGrouped).toBe(false);
    expect(rootLabels(tree)[0]).toBe('SQL 4');
  });

  it('loads a hundred thousand raw tags in pages', async () => {
    const wide = tagTableOf(Array.from({ length: 50_000 }, (_, row) => [`kept ${row % 25_000}`, `left ${row}`]));
    const { tree } = treeOf(datasetOf('wide.jsonl', await tagsOf(wide, 2)));
    const start = performance.now();
    expect(tree.getChildren()).toHaveLength(502);
    expect(rootLabels(tree).slice(-2)).toEqual(['Show more… 500 / 25,000', 'Left out by normalization 50,000']);
    expect(tree.getChildren(tree.getChildren().at(-1))).toHaveLength(501);
    tree.showMore();
    expect(tree.getChildren()).toHaveLength(1002);
    tree.setFilter('249');
    expect(rootLabels(tree)[0]).toContain('249');
    // Generous: building a node per tag, or a list per keystroke, would take many seconds.
    expect(performance.now() - start).toBeLessThan(3000);
  });
});
