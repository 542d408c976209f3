/** Read-only documents that the extension shows: prompts, comparisons. */
import * as vscode from 'vscode';
import { documentScheme } from '../names';

const mostTexts = 20;
/** Plain text whose long lines are wrapped: see `configurationDefaults`. */
const promptLanguage = 'sft-lens-prompt';

export class ShownTexts implements vscode.TextDocumentContentProvider {
  private readonly texts = new Map<string, string>();
  private count = 0;

  register(): vscode.Disposable {
    return vscode.workspace.registerTextDocumentContentProvider(documentScheme, this);
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.toString()) ?? '';
  }

  /** Opens a text beside what is open; `.md` names open as rendered Markdown. */
  async show(name: string, text: string): Promise<void> {
    const uri = vscode.Uri.from({ scheme: documentScheme, path: `/${++this.count}/${name}` });
    this.texts.set(uri.toString(), text);
    const [oldest] = this.texts.keys();
    if (this.texts.size > mostTexts && oldest !== undefined) this.texts.delete(oldest);
    if (name.endsWith('.md')) {
      await vscode.commands.executeCommand('markdown.showPreviewToSide', uri);
      return;
    }
    const opened = await vscode.workspace.openTextDocument(uri);
    const document = await vscode.languages.setTextDocumentLanguage(opened, promptLanguage);
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preview: true });
  }
}
