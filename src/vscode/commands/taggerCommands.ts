/** Choosing a tagger step by step, and its key. */
import * as vscode from 'vscode';
import { endpointPresets, type EndpointPreset } from '../../core/tagging/endpointPresets';
import { checkTagger as check } from '../../node/tagging/endpointCheck';
import { commandIds, settingKeys } from '../names';
import { readSettings, writeSetting, type TaggerKind } from '../settings';
import { hostOf, type ApiKeys } from '../taggers/apiKeys';
import { askModel, trimmed } from '../taggers/askModel';
import type { TaggerChoice } from '../taggers/taggerChoice';
import type { SendingConsent } from '../tagging/sendingConsent';

type KindItem = vscode.QuickPickItem & { readonly taggerKind: TaggerKind };

/** Resolves to whether a tagger was chosen. */
export async function selectTagger(keys: ApiKeys): Promise<boolean> {
  const picked = await pickKind();
  if (picked === undefined || !(await configure(picked, keys))) return false;
  await writeSetting(settingKeys.taggerKind, picked);
  if (picked === 'openai' || picked === 'instagger') void offerCheck(picked);
  return true;
}

async function pickKind(): Promise<TaggerKind | undefined> {
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
  return picked?.taggerKind;
}

async function offerCheck(kind: TaggerKind): Promise<void> {
  const { model, baseUrl } = readSettings();
  const now = vscode.l10n.t('Check the Connection');
  const name = kind === 'instagger' ? `InsTagger ${model}` : model;
  const picked = await vscode.window.showInformationMessage(
    vscode.l10n.t('{0} at {1} tags from now on.', name, hostOf(baseUrl)),
    now,
  );
  if (picked === now) await vscode.commands.executeCommand(commandIds.checkTagger);
}

async function configure(kind: TaggerKind, keys: ApiKeys): Promise<boolean> {
  switch (kind) {
    case 'embedded':
    case 'languageModel':
      return true;
    case 'field':
      return configureField();
    case 'openai':
    case 'instagger':
      return configureEndpoint(kind, keys);
  }
}

async function configureField(): Promise<boolean> {
  const path = await vscode.window.showInputBox({
    title: vscode.l10n.t('Tags in a Field'),
    prompt: vscode.l10n.t('Path of the field that holds tags, such as tags or annotation.instag.content'),
    value: readSettings().tagsField,
    ignoreFocusOut: true,
  });
  if (path === undefined || path.trim() === '') return false;
  await writeSetting(settingKeys.tagsField, path.trim());
  return true;
}

/** Nothing is written before the last question is answered. */
async function configureEndpoint(kind: TaggerKind, keys: ApiKeys): Promise<boolean> {
  const preset = await pickPreset(kind);
  if (preset === undefined) return false;
  const baseUrl = await askBaseUrl(preset);
  if (baseUrl === undefined) return false;
  const isKeyMissing = preset.needsKey && (await keys.find(baseUrl)) === undefined;
  if (isKeyMissing && !(await askForKey(keys, baseUrl, preset.hint))) return false;
  const model = await askModel({ baseUrl, apiKey: await keys.find(baseUrl) }, preset.exampleModel);
  if (model === undefined) return false;
  await writeSetting(settingKeys.baseUrl, baseUrl);
  await writeSetting(settingKeys.model, model);
  return true;
}

type PresetChoice = Pick<EndpointPreset, 'baseUrl' | 'needsKey' | 'hint' | 'exampleModel'>;

async function pickPreset(kind: TaggerKind): Promise<PresetChoice | undefined> {
  const { baseUrl, model } = readSettings();
  const other: PresetChoice = { baseUrl, needsKey: false, hint: '', exampleModel: model };
  const presets = kind === 'instagger' ? endpointPresets.filter(({ needsKey }) => !needsKey) : endpointPresets;
  const items = [
    ...presets.map((preset) => ({ label: preset.name, description: preset.baseUrl, detail: preset.hint, preset })),
    { label: vscode.l10n.t('Another URL…'), description: '', preset: other },
  ];
  const title = kind === 'instagger' ? vscode.l10n.t('Server that runs InsTagger') : vscode.l10n.t('Endpoint');
  const picked = await vscode.window.showQuickPick(items, { title, matchOnDescription: true, matchOnDetail: true });
  return picked?.preset;
}

function askBaseUrl({ baseUrl, hint }: PresetChoice): Promise<string | undefined> {
  const placeholder = /<[^>]*>/.exec(baseUrl);
  return trimmed(
    vscode.window.showInputBox({
      title: vscode.l10n.t('Base URL'),
      prompt: hint === '' ? vscode.l10n.t('It usually ends in /v1.') : hint,
      value: baseUrl,
      ...(placeholder === null
        ? {}
        : { valueSelection: [placeholder.index, placeholder.index + placeholder[0].length] as [number, number] }),
      ignoreFocusOut: true,
      validateInput: urlProblem,
    }),
  );
}

export function urlProblem(text: string): string | null {
  const hole = /<[^>]*>/.exec(text);
  if (hole !== null) return vscode.l10n.t('Replace {0} by its name.', hole[0]);
  if (!URL.canParse(text.trim()) || !/^https?:$/.test(new URL(text.trim()).protocol))
    return vscode.l10n.t('An address like https://api.openai.com/v1 is needed.');
  return new URL(text.trim()).password === '' ? null : vscode.l10n.t('Keys do not belong into the address.');
}

/** Sends one harmless query and says what came of it. */
export async function checkTagger(taggers: TaggerChoice, consent: SendingConsent): Promise<void> {
  const { tagger, destination } = await taggers.open();
  if (!(await consent.holds(destination, tagger.label))) return;
  const found = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('Asking {0}…', tagger.label) },
    () => check(tagger),
  );
  if (found.kind === 'works') {
    const [tags, seconds] = [found.tags.join(', '), found.seconds.toFixed(1)];
    void vscode.window.showInformationMessage(
      vscode.l10n.t('{0} works: it answered in {1} s with the tags {2}.', tagger.label, seconds, tags),
    );
    return;
  }
  if (found.kind === 'unreadable') {
    void vscode.window.showWarningMessage(
      vscode.l10n.t('{0} answers, but not with tags that can be read: {1}', tagger.label, found.message),
    );
    return;
  }
  const setKey = vscode.l10n.t('Set the Key…');
  const isKey = found.reason === 'unauthorized';
  const picked = await vscode.window.showErrorMessage(found.message, ...(isKey ? [setKey] : []));
  if (picked === setKey) await vscode.commands.executeCommand(commandIds.setApiKey);
}

/** An empty answer leaves the key as it is: local servers need none. */
export async function storeApiKey(keys: ApiKeys): Promise<void> {
  await askForKey(keys, readSettings().baseUrl, '');
}

/** False where the question was closed. */
export async function askForKey(keys: ApiKeys, baseUrl: string, hint: string): Promise<boolean> {
  const kept = vscode.l10n.t('Kept in the secret storage of VS Code. Leave it empty for servers that need none.');
  const key = await vscode.window.showInputBox({
    title: vscode.l10n.t('API key for {0}', hostOf(baseUrl)),
    prompt: `${hint} ${kept}`.trim(),
    password: true,
    ignoreFocusOut: true,
  });
  if (key === undefined) return false;
  if (key.trim() !== '') await keys.store(baseUrl, key.trim());
  return true;
}

export async function removeApiKey(keys: ApiKeys): Promise<void> {
  const { baseUrl } = readSettings();
  await keys.remove(baseUrl);
  void vscode.window.showInformationMessage(vscode.l10n.t('The key for {0} is removed.', hostOf(baseUrl)));
}
