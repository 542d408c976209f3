/** "Export Selection…": which selector, how many rows, where to; byte-exact copies with a manifest. */
import * as vscode from 'vscode';
import { formatRecipe, recipeContent } from '../../core/normalize/recipe';
import { fileToMend } from '../../core/export/exportTrouble';
import type { RowFormat } from '../../core/export/rowFormats';
import { selectorInfo } from '../../core/select/selectorInfo';
import { selectorNames } from '../../core/select/selector';
import { usualSize } from '../../core/select/usualSize';
import { queryHash } from '../../core/tagging/queryHash';
import { exportBundle, type BundleRequest, type BundleResult, type BundleShape } from '../../node/export/exportBundle';
import type { SourceHashes } from '../../node/export/sourceHashes';
import type { WriteRefusal, WriteRequest } from '../../node/export/writeSelection';
import { programVersion } from '../../node/programVersion';
import { candidateCount } from '../../node/session/selectionData';
import type { CurrentSelection } from '../../node/session/currentSelection';
import type { SelectionSettings } from '../../protocol/insights';
import type { InsightsWork } from '../insights/insightsWork';
import type { SelectionStore } from '../insights/selectionStore';
import type { OpenDataset } from '../openSessions';
import { readSettings } from '../settings';
import { chooseForm, chooseStage, chooseTarget, mayReplace, type ExportForm } from './exportChoices';
import { cautionText, exportReport, troubleText } from './exportTexts';

export interface ExportServices {
  readonly work: InsightsWork;
  readonly selections: SelectionStore;
  readonly sourceHashes: SourceHashes;
}

/** Offers the selection in force first, then every selector at a size of choice. */
export async function exportSelection(dataset: OpenDataset, services: ExportServices): Promise<void> {
  const leaving = new AbortController();
  // The manifest needs the hash; the questions take longer to answer.
  services.sourceHashes.begin(dataset.session.dataset.path, leaving.signal);
  try {
    await askAndWrite(dataset, services);
  } finally {
    leaving.abort();
  }
}

async function askAndWrite(dataset: OpenDataset, services: ExportServices): Promise<void> {
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
  const form = await chooseForm();
  if (form === null) return;
  const target = await chooseTarget(dataset, selection, form);
  if (target === null || !(await mayReplace(shapeOf(target.fsPath, form)))) return;
  await write({ dataset, selection, target: target.fsPath, hashes: services.sourceHashes }, form);
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
    ignoreFocusOut: true,
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
    ignoreFocusOut: true,
    value: String(usualSize(readSettings(uri).selectionSize, data === null ? most : candidateCount(data))),
    prompt: vscode.l10n.t('From 1 to {0}', most.toLocaleString()),
    validateInput: (value) => {
      const count = Number(value.replaceAll(/[\s,]/g, ''));
      return Number.isSafeInteger(count) && count >= 1 && count <= most
        ? null
        : vscode.l10n.t('A whole number of rows, from 1 to {0}.', most.toLocaleString());
    },
  });
  return text === undefined ? null : Number(text.replaceAll(/[\s,]/g, ''));
}

/** What is exported, and where to. */
interface ExportJob {
  readonly dataset: OpenDataset;
  readonly selection: CurrentSelection;
  readonly target: string;
  readonly hashes: SourceHashes;
}

async function write(job: ExportJob, form: ExportForm): Promise<void> {
  const request = bundleRequest(job, form);
  const title = vscode.l10n.t('Writing {0} rows…', job.selection.summary.selected.toLocaleString());
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
  if (result.kind === 'mixed') {
    const chosen = await chooseStage(result.stages, form);
    return chosen === null ? undefined : write(job, chosen);
  }
  if (result.kind === 'refused') await tellRefusal(result);
  else await tell(result, job.selection.selection.shortfall);
}

async function tellRefusal({ trouble }: WriteRefusal): Promise<void> {
  const open = vscode.l10n.t('Open');
  const file = fileToMend(trouble);
  const picked = await vscode.window.showErrorMessage(troubleText(trouble), ...(file === undefined ? [] : [open]));
  if (picked === open && file !== undefined) await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(file));
}

/** With its cautions, as a warning where there are any: of two messages, one would be folded away. */
async function tell(result: BundleResult, shortfall: number): Promise<void> {
  const open = vscode.l10n.t('Open');
  const manifest = vscode.l10n.t('Show the Manifest');
  const [first] = result.parts;
  if (first === undefined) return;
  const { showInformationMessage, showWarningMessage } = vscode.window;
  const show = result.cautions.length > 0 ? showWarningMessage : showInformationMessage;
  const text = [exportReport(result, shortfall), ...result.cautions.map(cautionText)].join(' ');
  const picked = await show<string>(text, open, manifest);
  if (picked === open) await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(first.path));
  if (picked === manifest) await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(first.manifestPath));
}

function shapeOf(target: string, { format, extras }: ExportForm): BundleShape {
  return {
    target,
    format,
    isSplit: extras.has('split'),
    withHandOver: extras.has('handOver'),
    withCard: extras.has('card'),
  };
}

function bundleRequest({ dataset, selection: current, target, hashes }: ExportJob, form: ExportForm): BundleRequest {
  const { format, extras, share, onlyStage } = form;
  const { tagsOf, ...request } = writeRequest(dataset, current, target, format);
  const normalized = dataset.session.normalization.current;
  const { seed } = current.selection;
  const split =
    normalized === null
      ? undefined
      : { share, seed, tags: normalized.rowTags, tagCount: normalized.result.vocabulary.names.length };
  return {
    ...request,
    hashes,
    ...(onlyStage === undefined ? {} : { onlyStage }),
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
    inputPaths: [session.tags.journal.path],
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
