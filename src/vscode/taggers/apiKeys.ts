/** Keys of endpoints: in SecretStorage by host, or in the environment; never in settings, logs or errors. */
import type * as vscode from 'vscode';
import { apiKeySecret, apiKeyVariables } from '../names';

export class ApiKeys {
  constructor(private readonly secrets: vscode.SecretStorage) {}

  /** The key stored for the endpoint's host, else the environment's. */
  async find(baseUrl: string): Promise<string | undefined> {
    const stored = await this.secrets.get(secretOf(baseUrl));
    if (stored !== undefined && stored !== '') return stored;
    return apiKeyVariables
      .filter(({ isFor }) => isFor(hostOf(baseUrl)))
      .map(({ name }) => process.env[name])
      .find((value) => value !== undefined && value !== '');
  }

  store(baseUrl: string, key: string): Thenable<void> {
    return this.secrets.store(secretOf(baseUrl), key);
  }

  remove(baseUrl: string): Thenable<void> {
    return this.secrets.delete(secretOf(baseUrl));
  }
}

function secretOf(baseUrl: string): string {
  return `${apiKeySecret}:${hostOf(baseUrl)}`;
}

/** Host and port of an endpoint; the text itself where it is not a URL. */
export function hostOf(baseUrl: string): string {
  return URL.canParse(baseUrl) ? new URL(baseUrl).host : baseUrl;
}
