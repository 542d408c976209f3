/** Recipes and vocabularies as files. */
import path from 'node:path';
import * as vscode from 'vscode';
import { formatRecipe, parseRecipe } from '../../core/normalize/recipe';
import { formatVocabulary, type VocabularyFormat } from '../../core/normalize/vocabularyFormats';
import { writeText } from '../../node/files/writeText';
import { programVersion } from '../../node/programVersion';
import type { OpenDataset } from '../openSessions';

export async function saveRecipe({ uri, session }: OpenDataset): Promise<void> {
  const target = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Save the Recipe'),
    defaultUri: vscode.Uri.joinPath(uri, '..', `${path.basename(uri.fsPath)}.recipe.json`),
    filters: { JSON: ['json'] },
  });
  if (target === undefined) return;
  await writeText(
    target.fsPath,
    formatRecipe({ ...session.normalization.recipe, program: `sft-lens ${programVersion}` }),
  );
}

/** Asks for a recipe file and applies it; why one is refused is said once. */
export async function openRecipe({ session }: OpenDataset): Promise<void> {
  const [file] =
    (await vscode.window.showOpenDialog({ title: vscode.l10n.t('Apply a Recipe'), filters: { JSON: ['json'] } })) ?? [];
  if (file === undefined) return;
  const reading = parseRecipe(new TextDecoder().decode(await vscode.workspace.fs.readFile(file)));
  if (reading.kind === 'refused') {
    void vscode.window.showErrorMessage(`${path.basename(file.fsPath)}: ${reading.message}`);
    return;
  }
  await session.normalization.apply(reading.recipe);
  if (reading.warnings.length > 0) void vscode.window.showWarningMessage(reading.warnings.join(' '));
}

export async function exportVocabulary({ uri, session }: OpenDataset): Promise<void> {
  const vocabulary = session.normalization.current?.result.vocabulary;
  if (vocabulary === undefined) return;
  const items: (vscode.QuickPickItem & { readonly format: VocabularyFormat; readonly extension: string })[] = [
    { label: vscode.l10n.t('List'), description: vscode.l10n.t('one tag a line'), format: 'list', extension: 'txt' },
    { label: 'TSV', description: vscode.l10n.t('tag, queries, raw variants'), format: 'tsv', extension: 'tsv' },
    {
      label: vscode.l10n.t('JSON array'),
      description: vscode.l10n.t('most frequent first, as MIG reads it'),
      format: 'array',
      extension: 'json',
    },
  ];
  const picked = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Export the Vocabulary') });
  if (picked === undefined) return;
  const target = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.joinPath(uri, '..', `${path.basename(uri.fsPath)}.vocabulary.${picked.extension}`),
  });
  if (target !== undefined) await writeText(target.fsPath, formatVocabulary(vocabulary, picked.format));
}
