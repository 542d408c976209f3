/** What the export says to people once it is written. */
import path from 'node:path';
import * as vscode from 'vscode';
import { percentText, type ExportCaution } from '../../core/export/exportCaution';
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
