/** Choosing a tagger step by step, and its key. */
import * as vscode from 'vscode';
import { endpointPresets } from '../../core/tagging/endpointPresets';
import { settingKeys } from '../names';
import { readSettings, writeSetting, type TaggerKind } from '../settings';
import { hostOf, type ApiKeys } from '../taggers/apiKeys';

type KindItem = vscode.QuickPickItem & { readonly taggerKind: TaggerKind };

export async function selectTagger(keys: ApiKeys): Promise<void> {
  const items: KindItem[] = [
    {
      label: vscode.l10n.t('$(vm) Embedded'),
      description: vscode.l10n.t('offline, no key; preview quality'),
      taggerKind: 'embedded',
    },
    {
      label: vscode.l10n.t('$(cloud) OpenAI-compatible endpoint…'),
      description: vscode.l10n.t('OpenAI, OpenRouter, Ollama, LM Studio, vLLM, llama.cpp…'),
      taggerKind: 'openai',
    },
    {
      label: vscode.l10n.t('$(server) InsTagger…'),
      description: vscode.l10n.t('/v1/completions of vLLM, llama.cpp, Ollama'),
      taggerKind: 'instagger',
    },
    {
      label: vscode.l10n.t("$(sparkle) The editor's language models"),
      description: vscode.l10n.t('asks for consent on first use'),
      taggerKind: 'languageModel',
    },
    {
      label: vscode.l10n.t('$(symbol-field) Tags in a field of the rows…'),
      description: vscode.l10n.t('nothing is run'),
      taggerKind: 'field',
    },
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Choose a Tagger'),
    matchOnDescription: true,
  });
  if (picked === undefined) return;
  const isDone = await configure(picked.taggerKind, keys);
  if (isDone) await writeSetting(settingKeys.taggerKind, picked.taggerKind);
}

async function configure(kind: TaggerKind, keys: ApiKeys): Promise<boolean> {
  switch (kind) {
    case 'embedded':
    case 'languageModel':
      return true;
    case 'field':
      return askFor(
        settingKeys.tagsField,
        vscode.l10n.t('Path of the field that holds tags, such as tags or annotation.instag.content'),
        readSettings().tagsField,
      );
    case 'openai':
    case 'instagger':
      return configureEndpoint(keys);
  }
}

async function configureEndpoint(keys: ApiKeys): Promise<boolean> {
  const items = [
    ...endpointPresets.map(({ name, baseUrl, hint }) => ({ label: name, description: baseUrl, detail: hint, baseUrl })),
    { label: vscode.l10n.t('Another URL…'), description: '', detail: '', baseUrl: readSettings().baseUrl },
  ];
  const preset = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Endpoint') });
  if (preset === undefined) return false;
  if (!(await askFor(settingKeys.baseUrl, vscode.l10n.t('Base URL'), preset.baseUrl))) return false;
  if (!(await askFor(settingKeys.model, vscode.l10n.t('Model'), readSettings().model))) return false;
  await storeApiKey(keys);
  return true;
}

async function askFor(
  key: (typeof settingKeys)[keyof typeof settingKeys],
  prompt: string,
  value: string,
): Promise<boolean> {
  const text = await vscode.window.showInputBox({ prompt, value, ignoreFocusOut: true });
  if (text === undefined || text.trim() === '') return false;
  await writeSetting(key, text.trim());
  return true;
}

/** An empty answer leaves the key as it is: local servers need none. */
export async function storeApiKey(keys: ApiKeys): Promise<void> {
  const { baseUrl } = readSettings();
  const key = await vscode.window.showInputBox({
    title: vscode.l10n.t('API key for {0}', hostOf(baseUrl)),
    prompt: vscode.l10n.t('Kept in the secret storage of VS Code. Leave it empty for servers that need none.'),
    password: true,
    ignoreFocusOut: true,
  });
  if (key !== undefined && key.trim() !== '') await keys.store(baseUrl, key.trim());
}

export async function removeApiKey(keys: ApiKeys): Promise<void> {
  const { baseUrl } = readSettings();
  await keys.remove(baseUrl);
  void vscode.window.showInformationMessage(vscode.l10n.t('The key for {0} is removed.', hostOf(baseUrl)));
}
