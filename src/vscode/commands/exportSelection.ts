/** "Export Selection…": which selector, how many rows, where to; byte-exact copies with a manifest. */
import path from 'node:path';
import * as vscode from 'vscode';
import { formatRecipe, recipeContent } from '../../core/normalize/recipe';
import type { RowFormat } from '../../core/export/rowFormats';
import { selectorInfo } from '../../core/select/selectorInfo';
import { selectorNames } from '../../core/select/selector';
import { usualSize } from '../../core/select/usualSize';
import { queryHash } from '../../core/tagging/queryHash';
import { exportBundle, type BundleRequest, type BundleResult } from '../../node/export/exportBundle';
import type { WriteRequest } from '../../node/export/writeSelection';
import { programVersion } from '../../node/programVersion';
import { candidateCount } from '../../node/session/selectionData';
import type { CurrentSelection } from '../../node/session/currentSelection';
import type { SelectionSettings } from '../../protocol/insights';
import type { InsightsWork } from '../insights/insightsWork';
import type { SelectionStore } from '../insights/selectionStore';
import type { OpenDataset } from '../openSessions';
import { readSettings } from '../settings';

export interface ExportServices {
  readonly work: InsightsWork;
  readonly selections: SelectionStore;
}

/** Offers the selection in force first, then every selector at a size of choice. */
export async function exportSelection(dataset: OpenDataset, services: ExportServices): Promise<void> {
  const { session } = dataset;
  await session.whenSurveyed();
  await session.normalization.whenSettled();
  if (session.normalization.current === null) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('This dataset has no tags yet. Tag its queries first, then export a selection.'),
    );
    return;
  }
  const selection = await chooseSelection(dataset, services);
  if (selection === null) return;
  const format = await chooseFormat();
  if (format === null) return;
  const extras = await chooseExtras(format);
  if (extras === null) return;
  const share = extras.has('split') ? await chooseShare() : 0;
  if (share === null) return;
  const target = await chooseTarget(dataset, selection);
  if (target === null) return;
  await write(dataset, selection, target, { format, extras, share });
}

async function chooseSelection(
  dataset: OpenDataset,
  { work, selections }: ExportServices,
): Promise<CurrentSelection | null> {
  const current = selections.of(dataset.uri);
  const inForce =
    current === null
      ? []
      : [
          {
            label: vscode.l10n.t('The selection in Insights'),
            description: vscode.l10n.t(
              '{0}, {1} rows',
              current.summary.label,
              current.summary.selected.toLocaleString(),
            ),
            method: null,
          },
        ];
  const fresh = selectorNames.map((method) => {
    const { label, source } = selectorInfo(method);
    return { label, description: source, method };
  });
  const picked = await vscode.window.showQuickPick([...inForce, ...fresh], {
    title: vscode.l10n.t('Export Selection (1/5): which rows'),
    matchOnDescription: true,
  });
  if (picked === undefined) return null;
  if (picked.method === null) return current;
  const n = await chooseSize(dataset, work);
  if (n === null) return null;
  const settings: SelectionSettings = { method: picked.method, n, seed: 0, isPadded: false, qualityPath: '' };
  await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Selecting {0} rows…', n.toLocaleString()),
      cancellable: true,
    },
    (_, token) => {
      const controller = new AbortController();
      token.onCancellationRequested(() => controller.abort());
      return work.select(dataset, settings, { signal: controller.signal });
    },
  );
  return selections.of(dataset.uri);
}

async function chooseSize({ uri, session }: OpenDataset, work: InsightsWork): Promise<number | null> {
  const most = session.dataset.rowCount;
  const data = await work.data(session, {});
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('Export Selection (2/5): how many rows'),
    value: String(usualSize(readSettings(uri).selectionSize, data === null ? most : candidateCount(data))),
    prompt: vscode.l10n.t('From 1 to {0}', most.toLocaleString()),
    validateInput: (value) => {
      const count = Number(value.replaceAll(/[\s,]/g, ''));
      return Number.isSafeInteger(count) && count >= 1 ? null : vscode.l10n.t('A whole number of rows, at least 1.');
    },
  });
  return text === undefined ? null : Number(text.replaceAll(/[\s,]/g, ''));
}

async function chooseFormat(): Promise<RowFormat | null> {
  const items: (vscode.QuickPickItem & { readonly format: RowFormat })[] = [
    { label: vscode.l10n.t('Source rows, byte for byte'), format: 'source' },
    { label: 'Alpaca', description: 'instruction, input, output', format: 'alpaca' },
    { label: 'ShareGPT', description: 'conversations', format: 'sharegpt' },
    { label: 'OpenAI messages', description: 'messages', format: 'messages' },
  ];
  const picked = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Export Selection (3/5): format') });
  return picked?.format ?? null;
}

type Extra = 'tags' | 'split' | 'handOver' | 'card';

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
    canPickMany: true,
    placeHolder: vscode.l10n.t('Tick what you want, or go on without'),
  });
  return picked === undefined ? null : new Set(picked.map(({ extra }) => extra));
}

/** How rows are written, and what is written besides. */
interface ExportForm {
  readonly format: RowFormat;
  readonly extras: ReadonlySet<Extra>;
  /** Of the rows, for validation; 0 without a split. */
  readonly share: number;
}

const usualPercent = 10;

/** The share of the rows that goes to validation. */
async function chooseShare(): Promise<number | null> {
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('Export Selection (4/5): rows for validation, in percent'),
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
async function chooseTarget({ uri, session }: OpenDataset, { summary }: CurrentSelection): Promise<vscode.Uri | null> {
  const isList = session.dataset.container.kind.startsWith('json-');
  const base = path.basename(uri.fsPath).replace(/\.(jsonl|ndjson|json|parquet)?(\.(gz|zst))?$/i, '');
  const name = `${base}.${summary.settings.method}-${summary.selected}.${isList ? 'json' : 'jsonl'}`;
  const target = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Export Selection (5/5): where to'),
    defaultUri: vscode.Uri.joinPath(uri, '..', name),
    filters: isList ? { JSON: ['json'], JSONL: ['jsonl'] } : { JSONL: ['jsonl'], JSON: ['json'] },
  });
  return target ?? null;
}

async function write(
  dataset: OpenDataset,
  selection: CurrentSelection,
  target: vscode.Uri,
  form: ExportForm,
): Promise<void> {
  const request = bundleRequest(dataset, selection, target.fsPath, form);
  const title = vscode.l10n.t('Writing {0} rows…', selection.summary.selected.toLocaleString());
  const result = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    (progress, token) => {
      const controller = new AbortController();
      token.onCancellationRequested(() => controller.abort());
      let told = 0;
      const onProgress = (done: number, total: number) => {
        const percent = (100 * done) / Math.max(1, total);
        progress.report({ increment: percent - told });
        told = percent;
      };
      return exportBundle(request, { cancellation: controller.signal, onProgress });
    },
  );
  if (result.kind === 'refused') {
    void vscode.window.showErrorMessage(result.message);
    return;
  }
  const open = vscode.l10n.t('Open');
  const manifest = vscode.l10n.t('Show the Manifest');
  const [first] = result.parts;
  if (first === undefined) return;
  const picked = await vscode.window.showInformationMessage(reportOf(result), open, manifest);
  if (picked === open) await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(first.path));
  if (picked === manifest) await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(first.manifestPath));
}

function reportOf({ parts, others, cautions }: BundleResult): string {
  const count = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0);
  const written = count(parts.map(({ manifest }) => manifest.selected));
  const refused = count(parts.map(({ manifest }) => manifest.refused.length));
  const names = [...parts.map(({ path: file }) => file), ...others].map((file) => path.basename(file)).join(', ');
  const lost =
    refused > 0
      ? vscode.l10n.t(' {0} rows do not fit the format; the manifest says why.', refused.toLocaleString())
      : '';
  const report = vscode.l10n.t('{0} rows written to {1}.{2}', written.toLocaleString(), names, lost);
  return [report, ...cautions].join(' ');
}

function bundleRequest(
  dataset: OpenDataset,
  current: CurrentSelection,
  target: string,
  { format, extras, share }: ExportForm,
): BundleRequest {
  const { tagsOf, ...request } = writeRequest(dataset, current, target, format);
  const normalized = dataset.session.normalization.current;
  const { seed } = current.selection;
  const split =
    normalized === null
      ? undefined
      : { share, seed, tags: normalized.rowTags, tagCount: normalized.result.vocabulary.names.length };
  return {
    ...request,
    ...(extras.has('tags') && tagsOf !== undefined ? { tagsOf } : {}),
    ...(extras.has('split') && split !== undefined ? { split } : {}),
    withHandOver: extras.has('handOver'),
    withCard: extras.has('card'),
  };
}

function writeRequest(
  { session }: OpenDataset,
  { selection, summary }: CurrentSelection,
  target: string,
  format: RowFormat,
): WriteRequest {
  const { method: _method, n: _n, seed: _seed, ...parameters } = summary.settings;
  const normalized = session.normalization.current;
  const { identity } = session.tags;
  return {
    dataset: session.dataset,
    rows: selection.rows,
    target,
    format,
    facts: {
      selector: selection.method,
      parameters: {
        ...parameters,
        pinnedRows: markedRows(session, 'pinned'),
        excludedRows: markedRows(session, 'excluded'),
        normalization: JSON.parse(formatRecipe(session.normalization.recipe)) as unknown,
      },
      requested: selection.requested,
      seed: selection.seed,
      shortfall: selection.shortfall,
      rounds: selection.rounds,
      coverage: summary.coverage,
      averageTags: summary.meanTags,
      notes: selection.notes,
      recipeHash: queryHash(recipeContent(session.normalization.recipe)),
      taggers: identity === null ? [] : [identity],
      version: programVersion,
    },
    readConversation: (bytes) => {
      const row = session.readBytes(bytes);
      return row.kind === 'row' ? row.conversation : null;
    },
    tagsOf: (row) => {
      if (normalized === null) return [];
      const { offsets, tagIds } = normalized.rowTags;
      return Array.from(
        tagIds.subarray(offsets[row], offsets[row + 1]),
        (id) => normalized.result.vocabulary.names[id]!,
      );
    },
  };
}

function markedRows({ marks }: OpenDataset['session'], wanted: 'pinned' | 'excluded'): number[] {
  return [...marks].filter(([, mark]) => mark === wanted).map(([row]) => row);
}
