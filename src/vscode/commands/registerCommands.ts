/** Every command id with what it runs; failures are said once, here. */
import * as vscode from 'vscode';
import type { RowFilter } from '../../core/dataset/rowFilter';
import type { SourceHashes } from '../../node/export/sourceHashes';
import type { EmbedderSource } from '../../node/session/embedderSource';
import { isCancelled } from '../../protocol/cancelSource';
import type { DatasetEditorProvider } from '../datasetEditor/datasetEditorProvider';
import type { HoverTags } from '../hover/hoverTags';
import { tagQueryAt, type QueryPlace } from '../hover/tagQueryAt';
import type { InsightsWork } from '../insights/insightsWork';
import type { SelectionStore } from '../insights/selectionStore';
import { judgeRows } from '../judging/judgeRows';
import { refineSelection } from '../judging/refineSelection';
import { commandIds } from '../names';
import type { OpenDataset, OpenSessions } from '../openSessions';
import type { PromptFiles } from '../taggers/promptFiles';
import { tagSample } from '../tagging/tagSample';
import { tagRows, type TaggingParts } from '../tagging/tagRows';
import { retryFailedWith } from '../tagging/retryFailedWith';
import type { BatchWatch } from '../tagging/batchWatch';
import type { ApiKeys } from '../taggers/apiKeys';
import type { TagNode, TagTree } from '../tagTree/tagTree';
import type { DatasetProblems } from './datasetProblems';
import { chooseEmbeddings, type EmbeddingParts } from './embeddingCommands';
import { exportSelection } from './exportSelection';
import { collectBatch, submitBatch, writeBatch } from './batchCommands';
import { comparePrompts, editPrompt, showPromptOf } from './promptCommands';
import { chooseTags, compactJournal, openJournal, undoTagRun } from './journalCommands';
import { goToRow, isRowTarget, openAsText, openDataset, revealRow } from './openCommands';
import { openSelection } from './openSelection';
import { exportVocabulary, importVocabulary, openRecipe, saveRecipe } from './recipes';
import { checkTagger, removeApiKey, selectTagger, storeApiKey } from './taggerCommands';
import { dropTag, mergeTag, renameTag } from './tagEdits';
import { exportTags, importTags } from './tagFiles';
import { filterTags, sortTags } from './treeCommands';

export interface CommandParts {
  readonly exampleUri: vscode.Uri;
  readonly sessions: OpenSessions;
  readonly editors: DatasetEditorProvider;
  readonly insights: Showable;
  readonly workbench: Showable;
  readonly tree: TagTree;
  readonly tagging: TaggingParts;
  readonly prompts: PromptFiles;
  readonly batches: BatchWatch;
  readonly keys: ApiKeys;
  readonly hoverTags: HoverTags;
  readonly problems: DatasetProblems;
  readonly work: InsightsWork;
  readonly selections: SelectionStore;
  readonly sourceHashes: SourceHashes;
  readonly showRows: (dataset: OpenDataset, filters: readonly RowFilter[]) => Promise<void>;
  readonly embedders: EmbedderSource;
  readonly embeddings: EmbeddingParts;
}

/** A panel as commands see it. */
interface Showable {
  show(): void;
}

type Handlers = Readonly<Record<keyof typeof commandIds, (argument?: unknown) => unknown>>;

export function registerCommands(parts: CommandParts): vscode.Disposable {
  const handlers: Handlers = { ...datasetCommands(parts), ...tagCommands(parts), ...vocabularyCommands(parts) };
  const names = Object.keys(commandIds) as (keyof typeof commandIds)[];
  return vscode.Disposable.from(
    ...names.map((name) =>
      vscode.commands.registerCommand(commandIds[name], (argument?: unknown) =>
        guarded(() => handlers[name](argument)),
      ),
    ),
  );
}

/** Says once what went wrong; cancelling is not going wrong. */
async function guarded(run: () => unknown): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (isCancelled(error) || error instanceof vscode.CancellationError) return;
    void vscode.window.showErrorMessage(`SFT Lens: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Runs on the active dataset, or says that there is none. */
function onActive(sessions: OpenSessions, run: (dataset: OpenDataset) => unknown): () => unknown {
  return () => {
    if (sessions.active !== null) return run(sessions.active);
    return vscode.window.showInformationMessage(vscode.l10n.t('Open a dataset first: "SFT Lens: Open Dataset…".'));
  };
}

function datasetCommands(parts: CommandParts) {
  const { sessions, editors, insights, problems } = parts;
  const active = (run: (dataset: OpenDataset) => unknown) => onActive(sessions, run);
  return {
    openDataset: (target?: unknown) =>
      openDataset(target instanceof vscode.Uri || typeof target === 'string' ? target : undefined),
    openExample: () => openDataset(parts.exampleUri),
    openAsText: active((dataset) => openAsText(dataset, editors.latest(dataset.uri)?.focusedRow ?? 0)),
    goToRow: (target?: unknown) => {
      const uri = isRowTarget(target) ? (target.uri ?? sessions.active?.uri) : undefined;
      if (!isRowTarget(target) || uri === undefined) return active((dataset) => goToRow(dataset, editors))();
      return revealRow(editors, typeof uri === 'string' ? vscode.Uri.parse(uri, true) : uri, target.row);
    },
    find: active((dataset) => editors.latest(dataset.uri)?.focusFind()),
    openInsights: () => insights.show(),
    exportSelection: active((dataset) => exportSelection(dataset, parts)),
    openSelection: (file?: unknown) =>
      active((dataset) => openSelection(dataset, parts, file instanceof vscode.Uri ? file : undefined))(),
    judgeRows: active((dataset) => judgeRows(dataset, parts)),
    refineSelection: active((dataset) => refineSelection(dataset, parts)),
    findProblems: active((dataset) => problems.find(dataset)),
  };
}

function tagCommands(parts: CommandParts) {
  const { sessions, editors, tagging } = parts;
  const active = (run: (dataset: OpenDataset) => unknown) => onActive(sessions, run);
  const rowsInView = (dataset: OpenDataset) => editors.latest(dataset.uri)?.rowsInView() ?? null;
  const selected = (dataset: OpenDataset) => editors.latest(dataset.uri)?.selectedRows ?? [];
  const nearFocus = (dataset: OpenDataset) => editors.latest(dataset.uri)?.rowsNearFocus() ?? [];
  return {
    tagSelected: active((dataset) => tagRows(dataset, { kind: 'rows', rows: selected(dataset) }, null, tagging)),
    tagView: active((dataset) => tagRows(dataset, { kind: 'view' }, rowsInView(dataset), tagging)),
    tagSample: (count?: unknown) =>
      active((dataset) =>
        tagSample(dataset, tagging, nearFocus(dataset), typeof count === 'number' ? count : undefined),
      )(),
    tagAll: active((dataset) => tagRows(dataset, { kind: 'all', first: nearFocus(dataset) }, null, tagging)),
    retryFailed: active((dataset) => tagRows(dataset, { kind: 'failed' }, null, tagging)),
    retryFailedWith: active((dataset) => retryFailedWith(dataset, parts.keys, tagging)),
    tagQueryAt: (place?: unknown) => (isQueryPlace(place) ? tagQueryAt(place, tagging, parts.hoverTags) : undefined),
    pauseTagging: active(({ tagging: run }) => (run.status?.state === 'paused' ? run.resume() : run.pause())),
    stopTagging: active(({ tagging: run }) => run.stop()),
    chooseTags: active(chooseTags),
    undoTagRun: active(undoTagRun),
    compactJournal: active(compactJournal),
    openJournal: active(openJournal),
    showPrompt: active((dataset) => showPromptOf(dataset, selected(dataset), tagging)),
    comparePrompts: active((dataset) => comparePrompts(dataset, rowsInView(dataset), tagging, parts.prompts)),
    ...taggerCommands(parts),
    ...batchCommands(parts),
  };
}

function taggerCommands({ keys, tagging, prompts }: CommandParts) {
  return {
    selectTagger: () => selectTagger(keys),
    checkTagger: () => checkTagger(tagging.taggers, tagging.consent),
    setApiKey: () => storeApiKey(keys),
    removeApiKey: () => removeApiKey(keys),
    editPrompt: () => editPrompt(prompts),
  };
}

function batchCommands({ sessions, tagging, batches }: CommandParts) {
  const active = (run: (dataset: OpenDataset) => unknown) => onActive(sessions, run);
  return {
    writeBatch: active((dataset) => writeBatch(dataset, tagging)),
    submitBatch: active((dataset) => submitBatch(dataset, tagging, batches)),
    collectBatch: active((dataset) => collectBatch(dataset, tagging, batches)),
  };
}

function vocabularyCommands({ sessions, editors, workbench, tree, embeddings }: CommandParts) {
  const active = (run: (dataset: OpenDataset) => unknown) => onActive(sessions, run);
  const onTag = (run: (dataset: OpenDataset, tag: string) => unknown) => (node?: unknown) => {
    const tag = isTagNode(node) ? node.entry.name : tree.focused?.name;
    return tag === undefined || sessions.active === null ? undefined : run(sessions.active, tag);
  };
  const showTagRows = onTag(async ({ uri }, tag) => {
    const editor = await editors.show(uri);
    await editor?.showRows({ filters: [{ kind: 'tag', tag, isExcluded: false }], sort: null });
  });
  const excludeTagRows = onTag(async ({ uri }, tag) => (await editors.show(uri))?.addTagFilter(tag, true));
  return {
    openNormalization: () => workbench.show(),
    openRecipe: active(openRecipe),
    saveRecipe: active(saveRecipe),
    exportVocabulary: active(exportVocabulary),
    importVocabulary: active(importVocabulary),
    exportTags: active(exportTags),
    importTags: active(importTags),
    chooseEmbeddings: () => chooseEmbeddings(embeddings),
    undoNormalization: active(({ session }) => session.normalization.undo()),
    redoNormalization: active(({ session }) => session.normalization.redo()),
    filterTags: () => filterTags(tree),
    clearTagFilter: () => tree.setFilter(''),
    sortTags: (request?: unknown) => (request === 'more' ? tree.showMore() : sortTags(tree, sessions)),
    showTagRows,
    excludeTagRows,
    renameTag: onTag(renameTag),
    mergeTag: onTag(mergeTag),
    dropTag: onTag(dropTag),
  };
}

function isTagNode(node: unknown): node is TagNode & { readonly kind: 'tag' } {
  return typeof node === 'object' && node !== null && 'entry' in node;
}

function isQueryPlace(place: unknown): place is QueryPlace {
  return (
    typeof place === 'object' &&
    place !== null &&
    'uri' in place &&
    'line' in place &&
    'query' in place &&
    typeof place.uri === 'string' &&
    typeof place.line === 'number' &&
    typeof place.query === 'number'
  );
}
