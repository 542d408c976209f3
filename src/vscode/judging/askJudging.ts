/** What judging takes and sends, said before it starts; and the answer. */
import * as vscode from 'vscode';
import { formatDollars, formatRough } from '../../core/tagging/runFigures';
import { Spending } from '../../core/tagging/spending';
import { judgingCost, type JudgingPlan, type OpenQuestions } from '../../node/judging/judgeSelection';
import type { TaggerTerms } from '../taggers/taggerChoice';
import { budgetLine, priceLine } from '../tagging/askPreflight';

/** A judge as it is before it is asked. */
export interface JudgeTerms {
  readonly model: string;
  /** Host that rows are sent to. */
  readonly destination: string;
  readonly terms: TaggerTerms;
}

export type JudgingAnswer = 'run' | 'prompt' | 'cancel';

export async function askJudging(judge: JudgeTerms, plan: JudgingPlan, limit: number): Promise<JudgingAnswer> {
  const asked = Math.min(plan.openCount, limit);
  const run = vscode.l10n.t('Ask {0} Questions', asked.toLocaleString());
  const prompt = vscode.l10n.t('Show the Exact Prompt');
  const picked = await vscode.window.showInformationMessage(
    summaryLine(judge, plan),
    { modal: true, detail: detailLines(judge, plan, limit).join('\n') },
    run,
    prompt,
  );
  if (picked === run) return 'run';
  return picked === prompt ? 'prompt' : 'cancel';
}

/** Questions that the budget allows, by the estimate of what one costs. */
export function questionLimit(plan: OpenQuestions, { budget, price }: TaggerTerms): number {
  const { maxRequests = Infinity, maxCost = Infinity } = budget ?? {};
  const cost = judgingCost(plan, price ?? null);
  const affordable = cost === null || cost === 0 ? Infinity : Math.floor((maxCost / cost) * plan.openCount);
  return Math.min(maxRequests, affordable);
}

/** Counts what a run really costs, and ends it before the budget is exceeded. */
export function spendingOf({ budget, price }: TaggerTerms): Spending {
  const maxCost = budget?.maxCost;
  return new Spending(price === undefined || maxCost === undefined ? null : { maxCost, price });
}

/** `Compare rows with gpt-4o-mini: 5,120 questions, about 1.2 M tokens, $0.21.` */
function summaryLine({ model, terms }: JudgeTerms, plan: JudgingPlan): string {
  const cost = judgingCost(plan, terms.price ?? null);
  const figures = [
    vscode.l10n.t('about {0} tokens', formatRough(plan.promptTokens + plan.completionTokens)),
    ...(cost === null ? [] : [formatDollars(cost)]),
  ];
  return vscode.l10n.t(
    'Judge rows with {0}: {1} questions, {2}.',
    model,
    plan.openCount.toLocaleString(),
    figures.join(', '),
  );
}

function detailLines({ destination, terms }: JudgeTerms, plan: JudgingPlan, limit: number): string[] {
  const rows = new Set(plan.open.slice(0, limit).flatMap((task) => [...task.rows])).size;
  return [
    vscode.l10n.t('The queries and answers of {0} rows are sent to {1}.', rows.toLocaleString(), destination),
    plan.known.size === 0
      ? ''
      : vscode.l10n.t('{0} questions were answered before and are not asked again.', plan.known.size.toLocaleString()),
    vscode.l10n.t('Tokens are estimated; answers are kept beside the dataset, so that a stopped run goes on later.'),
    priceLine(terms),
    budgetLine(terms),
    limit < plan.openCount ? vscode.l10n.t('The budget allows {0} of them in this run.', limit.toLocaleString()) : '',
  ].filter((line) => line !== '');
}
