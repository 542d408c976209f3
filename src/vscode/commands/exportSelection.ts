/** "Export Selection…": which selector, how many rows, where to; byte-exact copies with a manifest. */
import path from 'node:path';
import * as vscode from 'vscode';
import { recipeContent } from '../../core/normalize/recipe';
import type { RowFormat } from '../../core/export/rowFormats';
import { selectorInfo } from '../../core/select/selectorInfo';
import { selectorNames } from '../../core/select/selector';
import { queryHash } from '../../core/tagging/queryHash';
import { writeSelection, type WriteRequest } from '../../node/export/writeSelection';
import { programVersion } from '../../node/programVersion';
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
  const target = await chooseTarget(dataset, selection);
  if (target === null) return;
  await write(dataset, selection, target, format);
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
    title: vscode.l10n.t('Export Selection (1/4): which rows'),
    matchOnDescription: true,
  });
  if (picked === undefined) return null;
  if (picked.method === null) return current;
  const n = await chooseSize(dataset);
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
      return work.select(dataset, settings, controller.signal);
    },
  );
  return selections.of(dataset.uri);
}

async function chooseSize({ uri, session }: OpenDataset): Promise<number | null> {
  const most = session.dataset.rowCount;
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('Export Selection (2/4): how many rows'),
    value: String(Math.min(readSettings(uri).selectionSize, most)),
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
  const picked = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Export Selection (3/4): format') });
  return picked?.format ?? null;
}

async function chooseTarget({ uri }: OpenDataset, { summary }: CurrentSelection): Promise<vscode.Uri | null> {
  const base = path.basename(uri.fsPath).replace(/\.(jsonl|ndjson|json|parquet)?(\.(gz|zst))?$/i, '');
  const name = `${base}.${summary.settings.method}-${summary.selected}.jsonl`;
  const target = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Export Selection (4/4): where to'),
    defaultUri: vscode.Uri.joinPath(uri, '..', name),
    filters: { JSONL: ['jsonl'], JSON: ['json'] },
  });
  return target ?? null;
}

async function write(
  dataset: OpenDataset,
  selection: CurrentSelection,
  target: vscode.Uri,
  format: RowFormat,
): Promise<void> {
  const request = writeRequest(dataset, selection, target.fsPath, format);
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
      return writeSelection(request, { cancellation: controller.signal, onProgress });
    },
  );
  if (result.kind === 'refused') {
    void vscode.window.showErrorMessage(result.message);
    return;
  }
  const open = vscode.l10n.t('Open');
  const manifest = vscode.l10n.t('Show the Manifest');
  const refused = result.manifest.refused.length;
  const lost =
    refused > 0
      ? vscode.l10n.t(' {0} rows do not fit the format; the manifest says why.', refused.toLocaleString())
      : '';
  const picked = await vscode.window.showInformationMessage(
    vscode.l10n.t(
      '{0} rows written to {1}.{2}',
      result.manifest.selected.toLocaleString(),
      path.basename(result.path),
      lost,
    ),
    open,
    manifest,
  );
  if (picked === open) await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(result.path));
  if (picked === manifest) await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(result.manifestPath));
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
      parameters: { ...parameters },
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
