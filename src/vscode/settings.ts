/** The only reader of configuration: one frozen object, and an event when it changes. */
import * as vscode from 'vscode';
import { configurationSection, settingKeys, type SettingKey } from './names';

export type TaggerKind = 'embedded' | 'openai' | 'instagger' | 'languageModel' | 'field';

/** Where vectors of tag names come from. */
export type EmbeddingSource = 'embedded' | 'endpoint' | 'file';

/** Money per million tokens. */
export interface ModelPrice {
  readonly inputPerMillion: number;
  readonly outputPerMillion: number;
  /** When the price was looked up. */
  readonly asOf?: string;
}

/** One server of a fleet. */
export interface Endpoint {
  readonly baseUrl: string;
  /** The setting's model where absent. */
  readonly model?: string;
  /** Share of the requests relative to the others; 1 where absent. */
  readonly weight?: number;
}

export interface Settings {
  readonly taggerKind: TaggerKind;
  readonly baseUrl: string;
  readonly model: string;
  /** Several servers in place of `baseUrl`; empty for one. */
  readonly endpoints: readonly Endpoint[];
  readonly prompt: string;
  readonly temperature: number;
  readonly maxOutputTokens: number;
  readonly concurrency: number;
  readonly requestTimeoutSeconds: number;
  /** 0 means no limit. */
  readonly maxCost: number;
  readonly maxRequests: number;
  readonly prices: Readonly<Record<string, ModelPrice>>;
  readonly tagsField: string;
  readonly embeddingSource: EmbeddingSource;
  readonly embeddingBaseUrl: string;
  readonly embeddingModel: string;
  /** Prefix of the two files of vectors; empty for none. */
  readonly embeddingFile: string;
  /** Empty: as the tagger's. */
  readonly judgeBaseUrl: string;
  readonly judgeModel: string;
  readonly privacyScan: 'off' | 'skip' | 'redact';
  readonly isHoverEnabled: boolean;
  readonly mappings: Readonly<Record<string, string>>;
  readonly journalLocation: 'besideDataset' | 'extensionStorage';
  readonly selectionSize: number;
  readonly maximumRemoteSizeMB: number;
}

/** The settings in force for a file. Defaults stand in package.json alone. */
export function readSettings(scope?: vscode.Uri): Settings {
  const configuration = vscode.workspace.getConfiguration(configurationSection, scope ?? null);
  const entries = Object.entries(settingKeys).map(([name, key]) => [name, configuration.get(key)]);
  return Object.freeze(Object.fromEntries(entries) as Settings);
}

/** Told when any setting of ours changes. */
export function onDidChangeSettings(listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((change) => {
    if (change.affectsConfiguration(configurationSection)) listener();
  });
}

/** Writes one setting: restricted ones to the user's settings, so that no workspace can redirect a tagger. */
export async function writeSetting(key: SettingKey, value: unknown, target = targetInForce(key)): Promise<void> {
  await vscode.workspace.getConfiguration(configurationSection).update(key, value, target);
}

/** The value where `writeSetting` writes it, without what other places add; undefined where it is not set there. */
export function readOwnSetting<T>(key: SettingKey): T | undefined {
  const set = vscode.workspace.getConfiguration(configurationSection).inspect<T>(key);
  return targetInForce(key) === vscode.ConfigurationTarget.Global ? set?.globalValue : set?.workspaceValue;
}

/** The user's settings, unless the workspace sets it: there the user's would change nothing. */
function targetInForce(key: SettingKey): vscode.ConfigurationTarget {
  const set = vscode.workspace.getConfiguration(configurationSection).inspect(key);
  return set?.workspaceValue === undefined ? vscode.ConfigurationTarget.Global : vscode.ConfigurationTarget.Workspace;
}
