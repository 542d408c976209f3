/** Choosing where vectors of tag names come from. */
import * as vscode from 'vscode';
import { openFileEmbedder } from '../../node/embedding/fileEmbedder';
import type { ChosenEmbedders } from '../embeddings/chosenEmbedders';
import type { EmbeddingConsent } from '../embeddings/embeddingConsent';
import { settingKeys } from '../names';
import { readSettings, writeSetting, type EmbeddingSource } from '../settings';
import { hostOf, type ApiKeys } from '../taggers/apiKeys';
import { askForKey, urlProblem } from './taggerCommands';

export interface EmbeddingParts {
  readonly vectors: ChosenEmbedders;
  readonly consent: EmbeddingConsent;
  readonly keys: ApiKeys;
}

/** Asks for a source, tries it, and only then writes the settings; every open dataset is then normalized anew. */
export async function chooseEmbeddings(parts: EmbeddingParts): Promise<void> {
  const source = await pickSource();
  if (source === undefined) return;
  const isReady = source === 'embedded' || (source === 'file' ? await configureFile() : await configureEndpoint(parts));
  if (!isReady) return;
  await writeSetting(settingKeys.embeddingSource, source);
  parts.vectors.reset();
  await tryOut(parts);
}

async function pickSource(): Promise<EmbeddingSource | undefined> {
  const now = readSettings().embeddingSource;
  const item = (label: string, detail: string, source: EmbeddingSource) => ({
    label,
    detail,
    ...(source === now ? { description: vscode.l10n.t('now') } : {}),
    source,
  });
  const items = [
    item(vscode.l10n.t('Embedded'), vscode.l10n.t('all-MiniLM-L6-v2, offline, on this machine'), 'embedded'),
    item(
      vscode.l10n.t('Endpoint…'),
      vscode.l10n.t('/embeddings of any OpenAI-compatible server; the names of tags are sent there'),
      'endpoint',
    ),
    item(
      vscode.l10n.t('Vectors from a File…'),
      vscode.l10n.t('NAME.json with the names of tags and NAME.f32 with their vectors'),
      'file',
    ),
  ];
  const picked = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Embeddings of Tags') });
  return picked?.source;
}

async function configureFile(): Promise<boolean> {
  const [file] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Vectors of Tags'),
      filters: { [vscode.l10n.t('Names or vectors')]: ['json', 'f32'] },
    })) ?? [];
  if (file === undefined) return false;
  const prefix = file.fsPath.replace(/\.(json|f32)$/iu, '');
  await openFileEmbedder(prefix);
  await writeSetting(settingKeys.embeddingFile, prefix);
  return true;
}

/** Nothing is written before the last question is answered. */
async function configureEndpoint({ consent, keys }: EmbeddingParts): Promise<boolean> {
  const { embeddingBaseUrl, embeddingModel } = readSettings();
  const baseUrl = await asked({
    title: vscode.l10n.t('Base URL'),
    prompt: vscode.l10n.t('It usually ends in /v1.'),
    value: embeddingBaseUrl,
    validateInput: urlProblem,
  });
  if (baseUrl === undefined) return false;
  const model = await asked({ title: vscode.l10n.t('Embedding Model'), value: embeddingModel });
  if (model === undefined) return false;
  if ((await keys.find(baseUrl)) === undefined && !(await askForKey(keys, baseUrl, ''))) return false;
  if (!(await consent.ask(baseUrl, model))) return false;
  await writeSetting(settingKeys.embeddingBaseUrl, baseUrl);
  await writeSetting(settingKeys.embeddingModel, model);
  return true;
}

async function asked(question: vscode.InputBoxOptions): Promise<string | undefined> {
  const text = (await vscode.window.showInputBox({ ...question, ignoreFocusOut: true }))?.trim();
  return text === '' ? undefined : text;
}

/** A wrong address, key or model is told at once. */
async function tryOut({ vectors }: EmbeddingParts): Promise<void> {
  const { embeddingSource, embeddingBaseUrl } = readSettings();
  const title =
    embeddingSource === 'endpoint'
      ? vscode.l10n.t('Asking {0}…', hostOf(embeddingBaseUrl))
      : vscode.l10n.t('Opening the embeddings…');
  const opened = await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title }, () =>
    vectors.open(),
  );
  void vscode.window.showInformationMessage(
    vscode.l10n.t('Tags are embedded by {0} from now on ({1} numbers each).', vectors.label, opened.width),
  );
}
