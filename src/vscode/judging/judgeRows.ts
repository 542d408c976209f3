/** "Judge Rows with a Model…": TACOS's comparisons and its ablations, or scores of single rows as a quality column. */
import * as vscode from 'vscode';
import { guardedJudge, redactedText } from '../../core/select/guardedJudge';
import { judgePrompt } from '../../core/select/judgePrompt';
import { judgedColumn, type JudgingChoice } from '../../core/select/judgingChoice';
import type { SelectionData } from '../../core/select/selector';
import { judgeRows as askJudge, type JudgingOutcome, type JudgingPlan } from '../../node/judging/judgeSelection';
import { createOpenaiJudge, judgeId } from '../../node/judging/openaiJudge';
import type { JudgedRequest, JudgedScores } from '../../node/session/judgedScores';
import { selectionRequest } from '../../node/session/makeSelection';
import type { SelectionSettings } from '../../protocol/insights';
import type { InsightsWork } from '../insights/insightsWork';
import type { SelectionStore } from '../insights/selectionStore';
import type { OpenDataset } from '../openSessions';
import { readSettings, type Settings } from '../settings';
import type { ReadyJudge, TaggerChoice } from '../taggers/taggerChoice';
import type { SendingConsent } from '../tagging/sendingConsent';
import type { ShownTexts } from '../tagging/shownTexts';
import { askJudging, questionLimit, spendingOf } from './askJudging';
import { withProgress } from './withProgress';

export interface JudgingParts {
  readonly work: InsightsWork;
  readonly selections: SelectionStore;
  readonly tagging: { readonly taggers: TaggerChoice; readonly consent: SendingConsent; readonly texts: ShownTexts };
}

interface Work {
  readonly dataset: OpenDataset;
  readonly data: SelectionData;
  readonly judged: JudgedScores;
  readonly request: JudgedRequest;
  readonly ready: ReadyJudge;
  readonly privacy: Settings['privacyScan'];
}

type Kind = Omit<JudgingChoice, 'judge'> & { readonly isColumn: boolean };

/** Resolves when the run has ended or was not started. */
export async function judgeRows(dataset: OpenDataset, parts: JudgingParts): Promise<void> {
  const kind = await chooseKind();
  if (kind === null) return;
  const work = await workOf(dataset, kind, parts);
  const plan = await planned(work);
  if (plan === null) return;
  const limit = questionLimit(plan, work.ready.terms);
  if (plan.openCount > 0 && !(await agrees(work, plan, limit, parts))) return;
  const outcome = plan.openCount === 0 ? null : await run(work, plan, limit);
  work.judged.forget();
  await putInForce(work, kind, parts);
  report(outcome);
}

async function chooseKind(): Promise<Kind | null> {
  const items: (vscode.QuickPickItem & { readonly judging: Kind })[] = [
    {
      label: vscode.l10n.t('TACOS: compare rows in pairs within clusters'),
      description: vscode.l10n.t('as published; each pair in both orders'),
      judging: { mode: 'pairs', clustering: 'k-means', isColumn: false },
    },
    {
      label: vscode.l10n.t('TACOS without comparison: score each row alone'),
      description: vscode.l10n.t('ablation'),
      judging: { mode: 'single', clustering: 'k-means', isColumn: false },
    },
    {
      label: vscode.l10n.t('TACOS without clusters: compare pairs of all rows'),
      description: vscode.l10n.t('ablation'),
      judging: { mode: 'pairs', clustering: 'off', isColumn: false },
    },
    {
      label: vscode.l10n.t('Quality column: score every row alone'),
      description: vscode.l10n.t('for all selectors'),
      judging: { mode: 'single', clustering: 'off', isColumn: true },
    },
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('What should the model judge?'),
    // The panel takes the focus back when the palette closes.
    ignoreFocusOut: true,
  });
  return picked?.judging ?? null;
}

async function workOf(dataset: OpenDataset, kind: Kind, { work, selections, tagging }: JudgingParts): Promise<Work> {
  const { session, uri } = dataset;
  await session.whenSurveyed();
  await session.normalization.whenSettled();
  const data = await work.data(session, { methods: ['tacos'] });
  if (data === null) throw new Error(vscode.l10n.t('This dataset has no tags yet. Tag its queries first.'));
  const settings = readSettings(uri);
  const ready = await tagging.taggers.judge(settings);
  const { mode, clustering } = kind;
  const choice = { judge: judgeId(ready.model), mode, clustering };
  const current = selections.of(uri)?.settings;
  const constraints =
    kind.isColumn || current === undefined ? undefined : selectionRequest(current, data, session.marks).constraints;
  const request = { choice, seed: kind.isColumn ? 0 : (current?.seed ?? 0), ...(constraints && { constraints }) };
  return { dataset, data, judged: work.judged(session), request, ready, privacy: settings.privacyScan };
}

async function planned({ judged, data, request }: Work): Promise<JudgingPlan | null> {
  const plan = await withProgress(vscode.l10n.t('Counting what is to be judged…'), (work) =>
    judged.plan(data, request, work),
  );
  if (!('problems' in plan)) return plan;
  void vscode.window.showErrorMessage(plan.problems.join(' '));
  return null;
}

async function agrees(work: Work, plan: JudgingPlan, limit: number, { tagging }: JudgingParts): Promise<boolean> {
  for (;;) {
    const answer = await askJudging(work.ready, plan, limit);
    if (answer === 'cancel') return false;
    if (answer === 'run') {
      tagging.consent.remember(work.ready.destination);
      return true;
    }
    await tagging.texts.show(vscode.l10n.t('Prompt of a row.txt'), await firstPrompt(work, plan));
  }
}

/** Exactly what the first open question sends. */
async function firstPrompt({ judged, data, request, privacy }: Work, plan: JudgingPlan): Promise<string> {
  const { readText } = judged.requestOf(data, request);
  const texts = await Promise.all((plan.open[0]?.rows ?? []).map(readText));
  const { system, user } = judgePrompt(privacy === 'redact' ? texts.map(redactedText) : texts);
  return `${system}\n\n${user}\n`;
}

/** Rejects where the user stopped it: what was answered is kept. */
async function run(work: Work, plan: JudgingPlan, limit: number): Promise<JudgingOutcome> {
  const { judged, data, request, ready, privacy } = work;
  const title = vscode.l10n.t('Judging with {0}', ready.model);
  return withProgress(title, async (progress) => {
    const judge = createOpenaiJudge({ ...ready.options, signal: progress.signal, spending: spendingOf(ready.terms) });
    const options = judged.requestOf(data, request, progress);
    const { concurrency } = ready.terms;
    return askJudge(plan, guardedJudge(judge, privacy === 'off' ? 'send' : privacy), {
      ...options,
      ...(Number.isFinite(limit) ? { limit } : {}),
      ...(concurrency === undefined ? {} : { concurrency }),
    });
  }).catch((error: unknown) => {
    judged.forget();
    throw error;
  });
}

/** The selection follows: TACOS by these verdicts, or the selection in force with the scores as its quality. */
async function putInForce({ dataset, request }: Work, kind: Kind, { work, selections }: JudgingParts): Promise<void> {
  const current: SelectionSettings = selections.of(dataset.uri)?.settings ?? {
    method: 'tacos',
    n: Math.max(1, Math.min(readSettings(dataset.uri).selectionSize, dataset.session.dataset.rowCount)),
    seed: request.seed,
    isPadded: false,
    qualityPath: '',
  };
  const settings: SelectionSettings = kind.isColumn
    ? { ...current, qualityPath: judgedColumn(request.choice.judge) }
    : { ...current, method: 'tacos', judging: request.choice };
  await work.select(dataset, settings, { signal: new AbortController().signal });
}

function report(outcome: JudgingOutcome | null): void {
  if (outcome === null)
    return void vscode.window.showInformationMessage(
      vscode.l10n.t('Every question was answered before; nothing was sent.'),
    );
  const { answered, openCount: open, failures, stopReason = '' } = outcome;
  if (open === 0)
    return void vscode.window.showInformationMessage(
      vscode.l10n.t('{0} questions answered.', answered.toLocaleString()),
    );
  const reason =
    failures[0] === undefined
      ? ` ${stopReason}`.trimEnd()
      : vscode.l10n.t(' The first that failed: {0}', failures[0].message);
  void vscode.window.showWarningMessage(
    vscode.l10n.t(
      '{0} questions answered, {1} still open; the same command goes on with these.{2}',
      answered.toLocaleString(),
      open.toLocaleString(),
      reason,
    ),
  );
}
