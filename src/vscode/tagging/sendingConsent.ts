/** Asked before text leaves the machine for a place for the first time in this window. */
import * as vscode from 'vscode';

export class SendingConsent {
  private readonly given = new Set<string>();

  remember(destination: string): void {
    this.given.add(destination);
  }

  /** True where nothing leaves the machine, where the user has agreed before, and where they agree now. */
  async holds(destination: string, label: string): Promise<boolean> {
    if (destination === '' || this.given.has(destination)) return true;
    const send = vscode.l10n.t('Send');
    const picked = await vscode.window.showInformationMessage(
      vscode.l10n.t('Tag with {0}?', label),
      {
        modal: true,
        detail: vscode.l10n.t(
          'The text of the query is sent to {0}. Single queries are sent without asking again until this window is closed.',
          destination,
        ),
      },
      send,
    );
    if (picked === send) this.remember(destination);
    return picked === send;
  }
}
