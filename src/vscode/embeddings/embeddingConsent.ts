/** Where the user lets the names of tags be sent; remembered by host. Servers on this machine need no consent. */
import * as vscode from 'vscode';
import { embeddingConsentKey } from '../names';
import { hostOf } from '../taggers/apiKeys';

const thisMachine = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/;

export class EmbeddingConsent {
  constructor(private readonly memory: vscode.Memento) {}

  isGiven(baseUrl: string): boolean {
    const host = hostOf(baseUrl);
    return thisMachine.test(host) || this.hosts().includes(host);
  }

  /** Says what leaves the machine and where to; true where the user agrees, now or before. */
  async ask(baseUrl: string, model: string): Promise<boolean> {
    if (this.isGiven(baseUrl)) return true;
    const host = hostOf(baseUrl);
    const send = vscode.l10n.t('Send the Names of Tags');
    const picked = await vscode.window.showInformationMessage(
      vscode.l10n.t('Embed tags with {0}?', model),
      {
        modal: true,
        detail: vscode.l10n.t(
          'The names of the tags of every dataset that you open are sent to {0}, now and whenever new tags appear. Queries and answers are not.',
          host,
        ),
      },
      send,
    );
    if (picked !== send) return false;
    await this.memory.update(embeddingConsentKey, [...this.hosts(), host]);
    return true;
  }

  private hosts(): readonly string[] {
    return this.memory.get<readonly string[]>(embeddingConsentKey) ?? [];
  }
}
