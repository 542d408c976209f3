/** Retries what one tagger could not tag with another: another model of the same endpoint, or another tagger. */
import * as vscode from 'vscode';
import { selectTagger } from '../commands/taggerCommands';
import type { OpenDataset } from '../openSessions';
import { readSettings, type Settings } from '../settings';
import type { ApiKeys } from '../taggers/apiKeys';
import { askModel } from '../taggers/askModel';
import { tagRows, type TaggingParts } from './tagRows';

/** The tags fill the gaps of those that are shown; the settings stay unless another tagger is chosen. */
export async function retryFailedWith(dataset: OpenDataset, keys: ApiKeys, parts: TaggingParts): Promise<void> {
  const settings = await pickSettings(keys, parts);
  if (settings !== undefined) await tagRows(dataset, { kind: 'failed' }, null, parts, settings);
}

async function pickSettings(keys: ApiKeys, { taggers }: TaggingParts): Promise<Settings | undefined> {
  const settings = readSettings();
  const isEndpoint = settings.taggerKind === 'openai' || settings.taggerKind === 'instagger';
  const another = { label: vscode.l10n.t('Another Model…'), description: settings.baseUrl, isModel: true };
  const items = [
    ...(isEndpoint ? [another] : []),
    { label: vscode.l10n.t('Another Tagger…'), description: '', isModel: false },
  ];
  const picked = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Retry Failed Queries With') });
  if (picked === undefined) return undefined;
  if (!picked.isModel) return (await selectTagger(keys)) ? readSettings() : undefined;
  const [endpoint] = await taggers.endpoints(settings);
  const model = endpoint === undefined ? undefined : await askModel(endpoint.options, settings.model);
  return model === undefined ? undefined : { ...settings, model };
}
