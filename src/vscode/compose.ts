/** The composition root: every part of the extension, built once and connected. */
import path from 'node:path';
import * as vscode from 'vscode';
import type { RowFilter } from '../core/dataset/rowFilter';
import { removeStaleSpills } from '../node/files/spill';
import { SourceHashes } from '../node/export/sourceHashes';
import { localEmbedderSource } from '../node/session/embedderSource';
import { DatasetProblems } from './commands/datasetProblems';
import { exportSelection } from './commands/exportSelection';
import { uriHandler } from './commands/openCommands';
import { exportVocabulary, openRecipe, saveRecipe } from './commands/recipes';
import { registerCommands } from './commands/registerCommands';
import { saveChart, saveSelection } from './commands/saveFiles';
import { dropTag, mergeTag, renameTag } from './commands/tagEdits';
import { DatasetEditorProvider } from './datasetEditor/datasetEditorProvider';
import { runEditorCommand } from './datasetEditor/runEditorCommand';
import { suggestTags } from './datasetEditor/suggestTags';
import { extensionApi, type ExtensionApi } from './extensionApi';
import { ChosenEmbedders } from './embeddings/chosenEmbedders';
import { EmbeddingConsent } from './embeddings/embeddingConsent';
import { HoverTags } from './hover/hoverTags';
import { QueryHover } from './hover/queryHover';
import { Insights, type InsightsServices } from './insights/insights';
import { InsightsWork } from './insights/insightsWork';
import { isCancelled } from '../protocol/cancelSource';
import { SelectionStore } from './insights/selectionStore';
import { inBackground } from './inBackground';
import { MappingMemory } from './mappingMemory';
import { commandIds, viewIds } from './names';
import { Workbench, type WorkbenchServices } from './normalization/workbench';
import { OpenSessions, type OpenDataset } from './openSessions';
import { readSettings } from './settings';
import { SinglePanel } from './singlePanel';
import { RunPaces } from '../node/session/runPaces';
import { BatchWatch } from './tagging/batchWatch';
import { SendingConsent } from './tagging/sendingConsent';
import { ShownTexts } from './tagging/shownTexts';
import { tagRows } from './tagging/tagRows';
import { PromptFiles } from './taggers/promptFiles';
import { ApiKeys } from './taggers/apiKeys';
import { TaggerChoice } from './taggers/taggerChoice';
import { TagTree } from './tagTree/tagTree';
import type { InsightsCommand } from '../protocol/insights';

const insightsCommands: Readonly<Record<InsightsCommand, string>> = {
  tagAll: commandIds.tagAll,
  tagSample: commandIds.tagSample,
  judgeRows: commandIds.judgeRows,
  openNormalization: commandIds.openNormalization,
  openDataset: commandIds.openDataset,
  openExample: commandIds.openExample,
};

export interface Composed {
  readonly disposables: readonly vscode.Disposable[];
  readonly api: ExtensionApi;
}

export function compose(context: vscode.ExtensionContext): Composed {
  const { extensionUri } = context;
  const log = vscode.window.createOutputChannel('SFT Lens', { log: true });
  const distFolder = path.join(context.extensionPath, 'dist');
  const storageFolder = context.globalStorageUri.fsPath;
  const spillFolder = path.join(storageFolder, 'spill');
  const embedders = localEmbedderSource({ distFolder, cacheFolder: path.join(storageFolder, 'vectors'), log });
  const keys = new ApiKeys(context.secrets);
  const consent = new EmbeddingConsent(context.globalState);
  const vectors = new ChosenEmbedders(embedders, keys, consent, path.join(storageFolder, 'vectors'));
  const mappings = new MappingMemory(context.workspaceState);
  const sessions = new OpenSessions({
    distFolder,
    storageFolder,
    spillFolder,
    embedders: vectors,
    log,
    mappings,
  });
  mappings.onDidChange(() => sessions.followMappings());
  vectors.onDidChange(() => sessions.all.forEach(({ session }) => session.normalization.schedule()));
  const prompts = new PromptFiles(storageFolder);
  const taggers = new TaggerChoice(keys, prompts, embedders, log);
  const texts = new ShownTexts();
  const tagging = { taggers, texts, paces: new RunPaces(), consent: new SendingConsent() };
  const batches = new BatchWatch(sessions, keys, log);
  const selections = new SelectionStore();
  const sourceHashes = new SourceHashes();
  const work = new InsightsWork(distFolder, embedders, selections);
  const onError = (error: Error) => log.error(error);
  inBackground(removeStaleSpills(spillFolder), onError);
  const editors = new DatasetEditorProvider(extensionUri, sessions, {
    taggers,
    selections,
    startTagging: (dataset, scope, rowsInView) => tagRows(dataset, scope, rowsInView, tagging),
    suggestTags,
    mappings,
    editTag: (dataset, tag, action) => ({ rename: renameTag, merge: mergeTag, drop: dropTag })[action](dataset, tag),
    runCommand: (dataset, command, row) => runEditorCommand(sessions, dataset, command, row, mappings),
    noteChange: (uri) => sessions.noteChange(uri),
    onError,
  });
  const showRows = async (uri: vscode.Uri, filters: readonly RowFilter[]) => {
    const editor = await editors.show(uri);
    await editor?.showRows({ filters, sort: null });
  };
  const insightsServices: InsightsServices = {
    work,
    selections,
    selectionSize: () => readSettings().selectionSize,
    showRows: ({ uri }, filters) => showRows(uri, filters),
    revealRow: async ({ uri }, row) => (await editors.show(uri))?.reveal(row),
    exportSelection: (dataset) => exportSelection(dataset, { work, selections, sourceHashes }),
    saveSelection: (dataset) => saveSelection(dataset, selections),
    saveChart,
    runCommand: async (command) => void (await vscode.commands.executeCommand(insightsCommands[command])),
    onTrouble: (error) => {
      if (!isCancelled(error)) log.error(error instanceof Error ? error : String(error));
    },
  };
  const insights = new SinglePanel(extensionUri, {
    viewType: viewIds.insights,
    title: vscode.l10n.t('SFT Lens Insights'),
    page: 'insights',
    open: () => new Insights(sessions, insightsServices),
    onError,
  });
  const workbenchServices: WorkbenchServices = {
    distFolder,
    embedders: vectors,
    embeddingLabel: () => vectors.label,
    suggestTags,
    chooseEmbeddings: async () => void (await vscode.commands.executeCommand(commandIds.chooseEmbeddings)),
    saveRecipe,
    openRecipe,
    exportVocabulary,
    showTag: ({ uri }, tag) => showRows(uri, [{ kind: 'tag', tag, isExcluded: false }]),
  };
  const workbench = new SinglePanel(extensionUri, {
    viewType: viewIds.normalization,
    title: vscode.l10n.t('SFT Lens Normalization'),
    page: 'normalization',
    open: () => new Workbench(sessions, workbenchServices),
    onError,
  });
  const tree = new TagTree(sessions, editors, { distFolder, embedders });
  const hoverTags = new HoverTags(sessions, storageFolder);
  const problems = new DatasetProblems();
  sessions.onDidChangeFile((news) => {
    if (news.kind === 'lost' || news.hasGrown) return;
    selections.drop(news.dataset.uri);
    problems.forget(news.dataset.uri);
  });
  const exampleUri = vscode.Uri.joinPath(extensionUri, 'examples', 'intentions.jsonl');
  const parts = {
    exampleUri,
    sessions,
    editors,
    insights,
    workbench,
    tree,
    tagging,
    prompts,
    batches,
    keys,
    hoverTags,
    problems,
    work,
    selections,
    sourceHashes,
    showRows: ({ uri }: OpenDataset, filters: readonly RowFilter[]) => showRows(uri, filters),
    embedders,
    embeddings: { vectors, consent, keys },
  };
  const disposables = [
    log,
    sessions,
    taggers,
    batches,
    texts.register(),
    mappings,
    tree,
    hoverTags,
    problems,
    insights,
    workbench,
    editors.register(),
    insights.registerSerializer(),
    workbench.registerSerializer(),
    new QueryHover(hoverTags).register(),
    vscode.window.registerUriHandler(uriHandler(editors)),
    registerCommands(parts),
    { dispose: () => void vectors.dispose().catch(() => {}) },
    { dispose: () => void embedders.dispose().catch(() => {}) },
  ];
  return { disposables, api: extensionApi(sessions) };
}
