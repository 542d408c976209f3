/** What the export says to people once it is written. */
import path from 'node:path';
import * as vscode from 'vscode';
import { percentText, type ExportCaution } from '../../core/export/exportCaution';
import type { ExportTrouble } from '../../core/export/exportTrouble';
import type { BundleResult } from '../../node/export/exportBundle';

/** One sentence on the rows, one on the files beside them. */
export function exportReport({ parts, others }: BundleResult, shortfall: number): string {
  const count = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0);
  const written = count(parts.map(({ manifest }) => manifest.selected));
  const refused = count(parts.map(({ manifest }) => manifest.refused.length));
  const names = parts.map((part) => path.basename(part.path)).join(', ');
  return [
    vscode.l10n.t('{0} rows written to {1}.', written.toLocaleString(), names),
    ...(others.length === 0
      ? []
      : [vscode.l10n.t('Beside them: {0}.', others.map((file) => path.basename(file)).join(', '))]),
    ...(refused === 0 ? [] : [leftOutText(refused)]),
    ...(shortfall > 0 ? [shortfallText(shortfall)] : []),
  ].join(' ');
}

function leftOutText(count: number): string {
  if (count === 1) return vscode.l10n.t('One row is left out; the manifest says why.');
  return vscode.l10n.t('{0} rows are left out; the manifest says why.', count.toLocaleString());
}

function shortfallText(count: number): string {
  if (count === 1) return vscode.l10n.t('That is one row fewer than asked for: the selector takes no more.');
  return vscode.l10n.t('That is {0} rows fewer than asked for: the selector takes no more.', count.toLocaleString());
}

export function cautionText(caution: ExportCaution): string {
  switch (caution.kind) {
    case 'toolRows':
      return vscode.l10n.t(
        '{0} of {1} rows hold tool calls; LLaMA-Factory skips them in OpenAI messages. Export as ShareGPT to train on them.',
        caution.count.toLocaleString(),
        caution.rows.toLocaleString(),
      );
    case 'imageRows':
      return vscode.l10n.t(
        '{0} of {1} rows hold images in a list of parts; LLaMA-Factory and axolotl expect text there.',
        caution.count.toLocaleString(),
        caution.rows.toLocaleString(),
      );
    case 'noValidation':
      return vscode.l10n.t(
        '{0} % of {1} rows leaves none for validation, so there is no validation part. Choose a larger share.',
        percentText(caution.share),
        caution.rows.toLocaleString(),
      );
    case 'noAxolotl':
      return caution.stage === 'kto'
        ? vscode.l10n.t('axolotl has no loader for KTO labels in this format, so there is no file for it.')
        : vscode.l10n.t(
            'axolotl has no loader for preference pairs in Alpaca, so there is no file for it. Export as ShareGPT or messages.',
          );
    case 'renamed':
      return vscode.l10n.t(
        'dataset_info.json has an entry {0} for another file already; this dataset is named {1} there.',
        caution.wanted,
        caution.name,
      );
  }
}

/** As `exportTroubleText`, in the editor's language. */
export function troubleText(trouble: ExportTrouble): string {
  switch (trouble.kind) {
    case 'isSource':
      return vscode.l10n.t('{0} is the dataset itself; it is never written to. Choose another name.', trouble.path);
    case 'isInput':
      return vscode.l10n.t('{0} is read here and never written to. Choose another name.', trouble.path);
    case 'isFolder':
      return vscode.l10n.t('{0} is a folder; name a file in it.', trouble.path);
    case 'noFolder':
      return vscode.l10n.t('The folder {0} does not exist; create it or choose another.', trouble.path);
    case 'lockedFolder':
      return vscode.l10n.t('The folder {0} cannot be written to; choose another.', trouble.path);
    case 'diskFull':
      return vscode.l10n.t('The disk is full; {0} was not written. Free some space and export again.', trouble.path);
    case 'longName':
      return vscode.l10n.t('The name {0} is too long; choose a shorter one.', trouble.path);
    case 'notWritable':
      return vscode.l10n.t('{0} cannot be written ({1}); choose another folder.', trouble.path, trouble.code);
    case 'sourceHandOver':
      return vscode.l10n.t('Trainers read Alpaca, ShareGPT or messages; choose one of these formats.');
    case 'unreadableInfo':
      return vscode.l10n.t('{0} cannot be read ({1}). Mend or move it, then export again.', trouble.path, trouble.code);
    case 'damagedInfo':
      return vscode.l10n.t(
        '{0} is damaged at byte {1}: {2}. Mend or move it, then export again.',
        trouble.path,
        trouble.byte,
        trouble.reason,
      );
    case 'noneFits':
      return vscode.l10n.t(
        'None of the {0} rows can be written as {1}; row {2}: {3}.',
        trouble.count.toLocaleString(),
        trouble.format,
        trouble.row,
        trouble.reason,
      );
    case 'onlyRows':
      return vscode.l10n.t('The rows are written, but not the files beside them. {0}', troubleText(trouble.cause));
    case 'missingRow':
      return trouble.message;
  }
}
