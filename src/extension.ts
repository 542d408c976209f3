/** The extension's two ends: everything is built and connected in `vscode/compose`. */
import type * as vscode from 'vscode';
import { compose } from './vscode/compose';
import type { ExtensionApi } from './vscode/extensionApi';

export function activate(context: vscode.ExtensionContext): ExtensionApi {
  const { disposables, api } = compose(context);
  context.subscriptions.push(...disposables);
  return api;
}

export function deactivate(): void {}
