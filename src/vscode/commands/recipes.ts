/** Recipes and vocabularies as files. */
import path from 'node:path';
import * as vscode from 'vscode';
import { fixedVocabularyOf } from '../../core/normalize/fixedVocabulary';
import { formatRecipe, parseRecipe, type FixedTag, type Recipe } from '../../core/normalize/recipe';
import { formatVocabulary, parseVocabulary, type VocabularyFormat } from '../../core/normalize/vocabularyFormats';
import { writeText } from '../../node/files/writeText';
import { modelProblem } from '../../node/session/normalizePool';
import { programVersion } from '../../node/programVersion';
import type { OpenDataset } from '../openSessions';

/** With the vocabulary it made, where asked for: other datasets are then seen through the same tags. */
export async function saveRecipe({ uri, session }: OpenDataset): Promise<void> {
  const { normalization } = session;
  const vocabulary = await vocabularyToSave(normalization);
  if (vocabulary === 'cancelled') return;
  const target = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Save the Recipe'),
    defaultUri: vscode.Uri.joinPath(uri, '..', `${path.basename(uri.fsPath)}.recipe.json`),
    filters: { JSON: ['json'] },
  });
  if (target === undefined) return;
  const { vocabulary: _kept, ...recipe } = normalization.recipe;
  const embeddingModel = normalization.current?.embeddingModel;
  await writeText(
    target.fsPath,
    formatRecipe({
      ...recipe,
      ...(embeddingModel === undefined ? {} : { embeddingModel }),
      ...(vocabulary === undefined ? {} : { vocabulary }),
      program: `sft-lens ${programVersion}`,
    }),
  );
}

/** A recipe whose vocabulary is in force is saved with it; otherwise the user says which kind is wanted. */
async function vocabularyToSave({
  recipe,
  current,
}: OpenDataset['session']['normalization']): Promise<readonly FixedTag[] | undefined | 'cancelled'> {
  if (recipe.vocabulary !== undefined) return recipe.vocabulary;
  if (current === null) return undefined;
  const { vocabulary } = current.result;
  const items = [
    {
      label: vscode.l10n.t('Parameters and decisions'),
      detail: vscode.l10n.t('Other data are normalized by the same steps and get a vocabulary of their own.'),
      isFixed: false,
    },
    {
      label: vscode.l10n.t('With this vocabulary of {0} tags', vocabulary.names.length.toLocaleString()),
      detail: vscode.l10n.t('Other data are seen through exactly these tags, as needed to compare datasets.'),
      isFixed: true,
    },
  ];
  const picked = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Save the Recipe') });
  if (picked === undefined) return 'cancelled';
  return picked.isFixed ? fixedVocabularyOf(vocabulary) : undefined;
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
  const warnings = [...reading.warnings, ...warningsAfter(session.normalization, reading.recipe)];
  if (warnings.length > 0) void vscode.window.showWarningMessage(warnings.join(' '));
}

/** What the recipe asked for and this dataset or machine does not have. */
function warningsAfter({ current }: OpenDataset['session']['normalization'], recipe: Recipe): string[] {
  if (current === null) return [];
  const warnings: string[] = [];
  const problem =
    current.embeddingModel === undefined ? current.semanticProblem : modelProblem(recipe, current.embeddingModel);
  if (problem !== undefined) warnings.push(problem);
  const unused = current.result.unusedDecisions.length;
  if (unused > 0)
    warnings.push(
      vscode.l10n.t('{0} decisions of the recipe name tags that this dataset does not have.', unused.toLocaleString()),
    );
  return warnings;
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

/** Sees the dataset through a vocabulary from a file, in the place of the four steps; undo brings them back. */
export async function importVocabulary({ uri, session }: OpenDataset): Promise<void> {
  const [file] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Use a Vocabulary'),
      defaultUri: vscode.Uri.joinPath(uri, '..'),
      filters: { [vscode.l10n.t('List, TSV or JSON array')]: ['txt', 'tsv', 'json'] },
    })) ?? [];
  if (file === undefined) return;
  const reading = parseVocabulary(new TextDecoder().decode(await vscode.workspace.fs.readFile(file)));
  if (reading.kind === 'refused') {
    void vscode.window.showErrorMessage(`${path.basename(file.fsPath)}: ${reading.message}`);
    return;
  }
  const { normalization } = session;
  await normalization.apply({ ...normalization.recipe, vocabulary: reading.tags });
  const counts = normalization.current?.result.vocabulary.counts;
  const used = counts?.reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0) ?? 0;
  void vscode.window.showInformationMessage(
    vscode.l10n.t(
      '{0}: {1} tags, of which {2} occur in this dataset.',
      path.basename(file.fsPath),
      reading.tags.length.toLocaleString(),
      used.toLocaleString(),
    ),
  );
}
