/** Every id that package.json and the code share; a test compares the two. */
import { isOpenaiHost } from '../core/tagging/openaiHosts';

export const commandIds = {
  openDataset: 'sftLens.openDataset',
  openExample: 'sftLens.openExample',
  openAsText: 'sftLens.openAsText',
  goToRow: 'sftLens.goToRow',
  find: 'sftLens.find',
  tagSelected: 'sftLens.tagSelected',
  tagView: 'sftLens.tagView',
  tagSample: 'sftLens.tagSample',
  tagAll: 'sftLens.tagAll',
  tagQueryAt: 'sftLens.tagQueryAt',
  retryFailed: 'sftLens.retryFailed',
  retryFailedWith: 'sftLens.retryFailedWith',
  chooseTags: 'sftLens.chooseTags',
  pauseTagging: 'sftLens.pauseTagging',
  stopTagging: 'sftLens.stopTagging',
  undoTagRun: 'sftLens.undoTagRun',
  compactJournal: 'sftLens.compactJournal',
  openJournal: 'sftLens.openJournal',
  selectTagger: 'sftLens.selectTagger',
  checkTagger: 'sftLens.checkTagger',
  editPrompt: 'sftLens.editPrompt',
  comparePrompts: 'sftLens.comparePrompts',
  showPrompt: 'sftLens.showPrompt',
  writeBatch: 'sftLens.writeBatch',
  submitBatch: 'sftLens.submitBatch',
  collectBatch: 'sftLens.collectBatch',
  setApiKey: 'sftLens.setApiKey',
  removeApiKey: 'sftLens.removeApiKey',
  openInsights: 'sftLens.openInsights',
  openNormalization: 'sftLens.openNormalization',
  openRecipe: 'sftLens.openRecipe',
  saveRecipe: 'sftLens.saveRecipe',
  exportVocabulary: 'sftLens.exportVocabulary',
  importVocabulary: 'sftLens.importVocabulary',
  exportTags: 'sftLens.exportTags',
  importTags: 'sftLens.importTags',
  chooseEmbeddings: 'sftLens.chooseEmbeddings',
  exportSelection: 'sftLens.exportSelection',
  openSelection: 'sftLens.openSelection',
  judgeRows: 'sftLens.judgeRows',
  refineSelection: 'sftLens.refineSelection',
  findProblems: 'sftLens.findProblems',
  filterTags: 'sftLens.filterTags',
  clearTagFilter: 'sftLens.clearTagFilter',
  sortTags: 'sftLens.sortTags',
  showTagRows: 'sftLens.showTagRows',
  excludeTagRows: 'sftLens.excludeTagRows',
  renameTag: 'sftLens.renameTag',
  mergeTag: 'sftLens.mergeTag',
  dropTag: 'sftLens.dropTag',
  undoNormalization: 'sftLens.undoNormalization',
  redoNormalization: 'sftLens.redoNormalization',
} as const;

export const viewIds = {
  datasetEditor: 'sftLens.datasetEditor',
  tags: 'sftLens.tags',
  insights: 'sftLens.insights',
  normalization: 'sftLens.normalization',
} as const;

export const contextKeys = {
  hasDataset: 'sftLens.hasDataset',
  hasTags: 'sftLens.hasTags',
  isTagging: 'sftLens.isTagging',
  hasTagFilter: 'sftLens.hasTagFilter',
} as const;

/** Settings by their name after `sftLens.`. */
export const settingKeys = {
  taggerKind: 'tagger.kind',
  baseUrl: 'tagger.baseUrl',
  model: 'tagger.model',
  endpoints: 'tagger.endpoints',
  prompt: 'tagger.prompt',
  temperature: 'tagger.temperature',
  maxOutputTokens: 'tagger.maxOutputTokens',
  concurrency: 'tagger.concurrency',
  requestTimeoutSeconds: 'tagger.requestTimeoutSeconds',
  maxCost: 'tagger.maxCost',
  maxRequests: 'tagger.maxRequests',
  prices: 'tagger.prices',
  tagsField: 'tagger.tagsField',
  embeddingSource: 'embedding.source',
  embeddingBaseUrl: 'embedding.baseUrl',
  embeddingModel: 'embedding.model',
  embeddingFile: 'embedding.file',
  judgeBaseUrl: 'judge.baseUrl',
  judgeModel: 'judge.model',
  privacyScan: 'privacy.scan',
  isHoverEnabled: 'hover.enabled',
  mappings: 'mappings',
  journalLocation: 'journal.location',
  selectionSize: 'selection.size',
  maximumRemoteSizeMB: 'files.maximumRemoteSizeMB',
} as const;

export type SettingKey = (typeof settingKeys)[keyof typeof settingKeys];

export const extensionId = 'sft-lens.sft-lens';
export const configurationSection = 'sftLens';
/** Read-only documents of ours. */
export const documentScheme = 'sft-lens';
/** Hosts that the names of tags may be sent to. */
export const embeddingConsentKey = 'sftLens.embeddingConsent';
export const apiKeySecret = 'sftLens.apiKey';
/** Environment variables that hold a key, first found wins; OpenAI's goes to nobody else. */
export const apiKeyVariables = [
  { name: 'SFT_LENS_API_KEY', isFor: () => true },
  { name: 'OPENAI_API_KEY', isFor: isOpenaiHost },
] as const;
