/** What is asked before a selection is exported, besides which rows. */
import { access } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { RowFormat } from '../../core/export/rowFormats';
import { trainingStages, type TrainingStage, type WrittenColumns } from '../../core/export/writtenColumns';
import { plannedPaths, type BundleShape } from '../../node/export/exportBundle';
import { infoName } from '../../node/export/datasetInfoFile';
import { manifestPathOf } from '../../node/export/targetProblems';
import type { CurrentSelection } from '../../node/session/currentSelection';
import type { OpenDataset } from '../openSessions';

/** How rows are written, and what is written besides. */
export interface ExportForm {
  readonly format: RowFormat;
  readonly extras: ReadonlySet<Extra>;
  /** Of the rows, for validation; 0 without a split. */
  readonly share: number;
  /** Rows for any other way of training are left out. */
  readonly onlyStage?: TrainingStage;
}

export type Extra = 'tags' | 'split' | 'handOver' | 'card';

/** The third and the fourth question; null where one was left. */
export async function chooseForm(): Promise<ExportForm | null> {
  const format = await chooseFormat();
  if (format === null) return null;
  const extras = await chooseExtras(format);
  if (extras === null) return null;
  const share = extras.has('split') ? await chooseShare() : 0;
  return share === null ? null : { format, extras, share };
}

async function chooseFormat(): Promise<RowFormat | null> {
  const items: (vscode.QuickPickItem & { readonly format: RowFormat })[] = [
    { label: vscode.l10n.t('Source rows, byte for byte'), format: 'source' },
    { label: 'Alpaca', description: 'instruction, input, output', format: 'alpaca' },
    { label: 'ShareGPT', description: 'conversations', format: 'sharegpt' },
    { label: 'OpenAI messages', description: 'messages', format: 'messages' },
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Export Selection (3/5): format'),
    ignoreFocusOut: true,
  });
  return picked?.format ?? null;
}

/** What is written besides the rows; nothing is ticked, so that Enter goes on. */
async function chooseExtras(format: RowFormat): Promise<ReadonlySet<Extra> | null> {
  const items: (vscode.QuickPickItem & { readonly extra: Extra })[] = [
    {
      label: vscode.l10n.t('Split into train and validation'),
      description: vscode.l10n.t('so that every tag keeps its share; you choose how much'),
      extra: 'split',
    },
    {
      label: vscode.l10n.t('Dataset card'),
      description: vscode.l10n.t('README of the Hugging Face hub'),
      extra: 'card',
    },
  ];
  const converted: typeof items = [
    {
      label: vscode.l10n.t('Tags in every row'),
      description: vscode.l10n.t('a field with the normalized tags'),
      extra: 'tags',
    },
    {
      label: vscode.l10n.t('Files for training'),
      description: 'LLaMA-Factory, axolotl, FastChat',
      extra: 'handOver',
    },
  ];
  const picked = await vscode.window.showQuickPick(format === 'source' ? items : [...converted, ...items], {
    title: vscode.l10n.t('Export Selection (4/5): what else'),
    ignoreFocusOut: true,
    canPickMany: true,
    placeHolder: vscode.l10n.t('Tick what you want, or go on without'),
  });
  return picked === undefined ? null : new Set(picked.map(({ extra }) => extra));
}

const usualPercent = 10;

/** The share of the rows that goes to validation. */
async function chooseShare(): Promise<number | null> {
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('Export Selection (4/5): rows for validation, in percent'),
    ignoreFocusOut: true,
    value: String(usualPercent),
    validateInput: (value) => (isPercent(value) ? null : vscode.l10n.t('A number above 0 and below 100.')),
  });
  return text === undefined ? null : percentOf(text) / 100;
}

function percentOf(text: string): number {
  return Number(text.replace('%', '').trim());
}

function isPercent(text: string): boolean {
  return text.trim() !== '' && percentOf(text) > 0 && percentOf(text) < 100;
}

/** Lists stay lists unless asked otherwise: rows that span lines could not be copied byte for byte as JSON lines. */
export async function chooseTarget(
  { uri, session }: OpenDataset,
  { summary }: CurrentSelection,
  { format }: ExportForm,
): Promise<vscode.Uri | null> {
  const isList = session.dataset.container.kind.startsWith('json-');
  const base = path.basename(uri.fsPath).replace(/\.(jsonl|ndjson|json|parquet)?(\.(gz|zst))?$/i, '');
  const shape = format === 'source' ? '' : `.${format}`; // So that one selection in two formats is two files.
  const name = `${base}.${summary.settings.method}-${summary.selected}${shape}.${isList ? 'json' : 'jsonl'}`;
  const target = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Export Selection (5/5): where to'),
    defaultUri: vscode.Uri.joinPath(uri, '..', name),
    filters: isList ? { JSON: ['json'], JSONL: ['jsonl'] } : { JSONL: ['jsonl'], JSON: ['json'] },
  });
  return target ?? null;
}

/** Files that the save dialog did not ask about: true where there are none, or they may be replaced. */
export async function mayReplace(shape: BundleShape): Promise<boolean> {
  const planned = await plannedPaths(shape);
  if (planned.kind === 'refused') return true; // The export says it.
  const asked = [shape.target, manifestPathOf(shape.target)];
  const others = planned.paths.filter((file) => !asked.includes(file) && path.basename(file) !== infoName);
  const exist = await Promise.all(
    others.map((file) =>
      access(file).then(
        () => true,
        () => false,
      ),
    ),
  );
  const names = others.filter((_, at) => exist[at]).map((file) => path.basename(file));
  if (names.length === 0) return true;
  const replace = vscode.l10n.t('Replace');
  const detail = names.join('\n');
  const question = vscode.l10n.t('These files exist already. Replace them?');
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, replace)) === replace;
}

/** Trainers take rows of one kind: which, or all of them without files for training. */
export async function chooseStage(stages: WrittenColumns['stages'], form: ExportForm): Promise<ExportForm | null> {
  const labels = {
    sft: vscode.l10n.t('Only the plain rows'),
    dpo: vscode.l10n.t('Only the preference pairs'),
    kto: vscode.l10n.t('Only the rows with KTO labels'),
  };
  const items = trainingStages
    .filter((stage) => stages[stage] > 0)
    .map((stage) => ({
      label: labels[stage],
      description: vscode.l10n.t('{0} rows', stages[stage].toLocaleString()),
      form: { ...form, onlyStage: stage },
    }));
  const extras = new Set([...form.extras].filter((extra) => extra !== 'handOver'));
  const all = {
    label: vscode.l10n.t('All rows, without files for training'),
    description: '',
    form: { ...form, extras },
  };
  const picked = await vscode.window.showQuickPick([...items, all], {
    title: vscode.l10n.t('The selection mixes kinds of rows; a trainer takes one'),
    ignoreFocusOut: true,
  });
  return picked?.form ?? null;
}
