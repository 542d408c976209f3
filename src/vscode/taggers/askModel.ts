/** Which model of an endpoint. */
import * as vscode from 'vscode';
import { listModels } from '../../node/tagging/endpointCheck';
import type { EndpointOptions } from '../../node/tagging/openaiTagger';
import { hostOf } from './apiKeys';

/** From the server's own list where it has one, the example first; undefined where the question was closed. */
export async function askModel(
  { baseUrl, apiKey }: Pick<EndpointOptions, 'baseUrl' | 'apiKey'>,
  example: string,
): Promise<string | undefined> {
  const listed = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Asking {0} for its models…', hostOf(baseUrl)),
    },
    () => listModels({ baseUrl, ...(apiKey === undefined ? {} : { apiKey }) }),
  );
  const title = vscode.l10n.t('Model');
  if (listed.kind === 'trouble' || listed.models.length === 0)
    return trimmed(
      vscode.window.showInputBox({
        title,
        prompt: listed.kind === 'trouble' ? listed.message : vscode.l10n.t('The server lists no models.'),
        value: /^</.test(example) ? '' : example,
        placeHolder: example,
        ignoreFocusOut: true,
      }),
    );
  const other = { label: vscode.l10n.t('$(edit) Another name…'), model: null };
  const models = listed.models.toSorted((a, b) => Number(b === example) - Number(a === example));
  const items = models.map((model) => ({ label: model, model }));
  const picked = await vscode.window.showQuickPick([...items, other], { title, ignoreFocusOut: true });
  if (picked?.model === null) return trimmed(vscode.window.showInputBox({ title, value: example }));
  return picked?.model;
}

/** The answer without the space around it; undefined where nothing is left. */
export async function trimmed(asked: Thenable<string | undefined>): Promise<string | undefined> {
  const text = (await asked)?.trim();
  return text === '' ? undefined : text;
}
