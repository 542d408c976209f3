/** The extension's two ends: everything is built and connected in `vscode/compose`. */
import type * as vscode from 'vscode';
import { compose } from './vscode/compose';

export function activate(context: vscode.ExtensionContext): void {
  context.subscriptions.push(...compose(context));
}

export function deactivate(): void {}
