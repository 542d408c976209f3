/** "Refine the Selected Rows with a Model…": TACOS's last step, written beside the originals into a new file. */
import path from 'node:path';
import * as vscode from 'vscode';
import type { RowFormat } from '../../core/export/rowFormats';
import { formatDollars, formatRough } from '../../core/tagging/runFigures';
import { problemWithTarget } from '../../node/export/targetProblems';
import { judgingCost } from '../../node/judging/judgeSelection';
import { planRefining, type RefiningPlan, type RefiningRequest } from '../../node/refining/planRefining';
import { createOpenaiRefiner, refineRows, type RefiningOutcome } from '../../node/refining/refineRows';
import { refiningJournalPath } from '../../node/refining/refiningJournal';
import { writeRefined, type WrittenRefinement } from '../../node/refining/writeRefined';
import { viewIds } from '../names';
import type { OpenDataset } from '../openSessions';
import { readSettings, type Settings } from '../settings';
import type { ReadyJudge } from '../taggers/taggerChoice';
import { budgetLine, priceLine } from '../tagging/askPreflight';
import { questionLimit, spendingOf } from './askJudging';
import type { JudgingParts } from './judgeRows';
import { withProgress } from './withProgress';

interface Work {
  readonly request: RefiningRequest;
  readonly plan: RefiningPlan;
  readonly ready: ReadyJudge;
  /** Questions that the budget allows. */
  readonly limit: number;
  readonly privacy: Settings['privacyScan'];
}

/** Resolves when the run has ended or was not started. */
export async function refineSelection(dataset: OpenDataset, parts: JudgingParts): Promise<void> {
  const selected = parts.selections.of(dataset.uri)?.selection.rows;
  if (selected === undefined || selected.length === 0)
    return void vscode.window.showInformationMessage(
      vscode.l10n.t('Select rows in Insights first; these are then refined.'),
    );
  const work = await planned(dataset, selected, parts);
  if (work === null || !(await agrees(work, parts))) return;
  const format = await chooseFormat();
  const target = format === null ? null : await chooseTarget(dataset);
  if (format === null || target === null) return;
  const outcome = await run(work);
  if (outcome.openCount > 0) return reportOpen(outcome);
  const { complete } = outcome;
  const written = await writeRefined({ ...work.request, complete, format, target: target.fsPath });
  await report(written, target);
}

async function planned({ uri, session }: OpenDataset, rows: Uint32Array, parts: JudgingParts): Promise<Work | null> {
  const settings = readSettings(uri);
  const ready = await parts.tagging.taggers.judge(settings);
  const request = {
    dataset: session.dataset,
    mapping: session.mapping,
    rows,
    model: ready.model,
    journalPath: refiningJournalPath(session.path),
    withPrivacyScan: settings.privacyScan !== 'off',
  };
  const plan = await withProgress(vscode.l10n.t('Reading the selected rows…'), (work) =>
    planRefining({ ...request, ...work }),
  );
  const limit = questionLimit(openOf(plan), ready.terms);
  if (plan.refinableCount > 0) return { request, plan, ready, limit, privacy: settings.privacyScan };
  const reason = plan.firstReason ?? '';
  void vscode.window.showErrorMessage(vscode.l10n.t('None of the selected rows can be refined. {0}', reason));
  return null;
}

function openOf({ requests, promptTokens, completionTokens }: RefiningPlan) {
  return { openCount: requests, promptTokens, completionTokens };
}

/** Says what is sent and what it costs; where every reply is known, only that a file is written. */
async function agrees(work: Work, { tagging }: JudgingParts): Promise<boolean> {
  const { plan, ready } = work;
  const rows = plan.refinableCount.toLocaleString();
  const run = plan.requests === 0 ? vscode.l10n.t('Write {0} Rows', rows) : vscode.l10n.t('Refine {0} Rows', rows);
  const prompt = vscode.l10n.t('Show the Exact Prompt');
  for (;;) {
    const picked = await vscode.window.showInformationMessage(
      summaryLine(work),
      { modal: true, detail: detailLines(work).join('\n') },
      run,
      ...(plan.firstPrompt === null ? [] : [prompt]),
    );
    if (picked === run) {
      tagging.consent.remember(ready.destination);
      return true;
    }
    if (picked !== prompt || plan.firstPrompt === null) return false;
    const { system, user } = plan.firstPrompt;
    await tagging.texts.show(vscode.l10n.t('Question to the model.txt'), `${system}\n\n${user}\n`);
  }
}

function summaryLine({ plan, ready }: Work): string {
  const cost = judgingCost(openOf(plan), ready.terms.price ?? null);
  const figures = [
    vscode.l10n.t('about {0} tokens', formatRough(plan.promptTokens + plan.completionTokens)),
    ...(cost === null ? [] : [formatDollars(cost)]),
  ];
  return vscode.l10n.t(
    'Refine {0} of {1} selected rows with {2}: {3} questions, {4}.',
    plan.refinableCount.toLocaleString(),
    plan.rowCount.toLocaleString(),
    ready.model,
    plan.requests.toLocaleString(),
    figures.join(', '),
  );
}

function detailLines({ plan, ready, limit, privacy }: Work): string[] {
  const { destination, terms } = ready;
  return [
    vscode.l10n.t(
      'Their queries and answers are sent to {0}: an answer is criticized and rewritten, then its query.',
      destination,
    ),
    vscode.l10n.t('The dataset is not changed: the refined rows go to a new file.'),
    vscode.l10n.t('Rows of several turns, preference pairs, thinking, tools and media stay as they are.'),
    privacy === 'off'
      ? ''
      : vscode.l10n.t(
          'Rows in which keys, e-mail addresses, phone or card numbers are found are not sent and stay as they are.',
        ),
    vscode.l10n.t('Tokens are estimated; replies are kept beside the dataset, so that a stopped run goes on later.'),
    priceLine(terms),
    budgetLine(terms),
    limit < plan.requests ? vscode.l10n.t('The budget allows {0} of them in this run.', limit.toLocaleString()) : '',
  ].filter((line) => line !== '');
}

async function chooseFormat(): Promise<RowFormat | null> {
  const items: (vscode.QuickPickItem & { readonly format: RowFormat })[] = [
    {
      label: vscode.l10n.t('Beside the original'),
      description: vscode.l10n.t('each row as it is, with the refined texts under the key "refined"'),
      format: 'source',
    },
    { label: 'Alpaca', description: 'instruction, input, output', format: 'alpaca' },
    { label: 'ShareGPT', description: 'conversations', format: 'sharegpt' },
    { label: 'OpenAI messages', description: 'messages', format: 'messages' },
  ];
  const title = vscode.l10n.t('How the refined rows are written');
  return (await vscode.window.showQuickPick(items, { title, ignoreFocusOut: true }))?.format ?? null;
}

/** Beside the dataset unless the user chooses otherwise; never the dataset or its journal. */
async function chooseTarget({ uri, session }: OpenDataset): Promise<vscode.Uri | null> {
  const base = path.basename(uri.fsPath).replace(/\.(jsonl|ndjson|json|parquet)?(\.(gz|zst))?$/i, '');
  const target = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Where the refined rows go'),
    defaultUri: vscode.Uri.joinPath(uri, '..', `${base}.refined.jsonl`),
    filters: { JSONL: ['jsonl'] },
  });
  if (target === undefined) return null;
  const problem = await problemWithTarget([session.path, session.tags.journal.path], target.fsPath);
  if (problem === null) return target;
  void vscode.window.showErrorMessage(problem);
  return null;
}

function run({ plan, request, ready, limit }: Work): Promise<RefiningOutcome> {
  return withProgress(vscode.l10n.t('Refining with {0}', ready.model), (work) => {
    const ask = createOpenaiRefiner({ ...ready.options, signal: work.signal, spending: spendingOf(ready.terms) });
    const { concurrency } = ready.terms;
    return refineRows(plan, ask, { ...request, concurrency, limit, ...work });
  });
}

function reportOpen({ openCount, openReason }: RefiningOutcome): void {
  void vscode.window.showWarningMessage(
    vscode.l10n.t(
      '{0} rows are still open and no file was written; the same command goes on with these. {1}',
      openCount.toLocaleString(),
      openReason,
    ),
  );
}

async function report(
  { refined, kept, failed, leftOut, problems }: WrittenRefinement,
  target: vscode.Uri,
): Promise<void> {
  const open = vscode.l10n.t('Open');
  const counts = [refined, kept, failed, leftOut].map((count) => count.toLocaleString());
  const told = vscode.l10n.t('{0} rows refined, {1} kept as they are, {2} failed and kept, {3} left out.', ...counts);
  const [first] = problems;
  const reason = first === undefined ? '' : ` ${vscode.l10n.t('Row {0}: {1}', first.row, first.message)}`;
  const show = failed + leftOut === 0 ? vscode.window.showInformationMessage : vscode.window.showWarningMessage;
  if ((await show(`${told}${reason}`, open)) === open)
    await vscode.commands.executeCommand('vscode.openWith', target, viewIds.datasetEditor);
}
