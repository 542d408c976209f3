/** What a run takes and sends, said before it starts; and the answer. */
import * as vscode from 'vscode';
import type { RunEstimate } from '../../core/tagging/costEstimate';
import { formatDollars, formatRough, formatSeconds } from '../../core/tagging/runFigures';
import type { ReadyTagger } from '../taggers/taggerChoice';

export type PreflightAnswer = 'run' | 'probe' | 'prompt' | 'cancel';

/** Queries of a probe. */
export const probeCount = 20;

export interface PreflightNotes {
  /** In place of the offer of a probe and of the budget. */
  readonly notes?: readonly string[];
  /** Queries left out because they are in a batch that is under way. */
  readonly batchedCount?: number;
}

export async function askPreflight(
  ready: ReadyTagger,
  estimate: RunEstimate,
  { notes = [], batchedCount = 0 }: PreflightNotes = {},
): Promise<PreflightAnswer> {
  const queries = estimate.requests;
  const run = vscode.l10n.t('Tag {0} Queries', queries.toLocaleString());
  const probe = vscode.l10n.t('Tag {0} First', probeCount);
  const prompt = vscode.l10n.t('Show the Exact Prompt');
  const offersProbe = notes.length === 0 && queries > probeCount && estimate.seconds === null;
  const batched = batchedCount === 0 ? [] : [batchedLine(batchedCount)];
  const picked = await vscode.window.showInformationMessage(
    summaryLine(ready, estimate),
    { modal: true, detail: [...batched, ...detailLines(ready, estimate, notes)].join('\n') },
    run,
    ...(offersProbe ? [probe] : []),
    ...(ready.template === null ? [] : [prompt]),
  );
  if (picked === run) return 'run';
  if (picked === probe) return 'probe';
  return picked === prompt ? 'prompt' : 'cancel';
}

/** `Tag 1,940 queries with gpt-4o-mini: about 1.2 M tokens, $0.21, 7 min.` */
function summaryLine({ tagger }: ReadyTagger, estimate: RunEstimate): string {
  const { requests, promptTokens, completionTokens, cost, seconds } = estimate;
  const figures = [
    vscode.l10n.t('about {0} tokens', formatRough(promptTokens + completionTokens)),
    ...(cost === null ? [] : [formatDollars(cost)]),
    ...(seconds === null ? [] : [formatSeconds(seconds)]),
  ];
  return vscode.l10n.t(
    'Tag {0} queries with {1}: {2}.',
    requests.toLocaleString(),
    tagger.identity.model,
    figures.join(', '),
  );
}

function privacyLine({ privacy }: ReadyTagger): string {
  switch (privacy) {
    case 'send':
      return '';
    case 'skip':
      return vscode.l10n.t('Queries in which keys, e-mail addresses, phone or card numbers are found are not sent.');
    case 'redact':
      return vscode.l10n.t(
        'Keys, e-mail addresses, phone and card numbers that are found are replaced before sending.',
      );
  }
}

function detailLines(ready: ReadyTagger, estimate: RunEstimate, notes: readonly string[]): string[] {
  const { terms, destination, template } = ready;
  return [
    vscode.l10n.t('The text of each query is sent to {0}, and nothing else of the dataset.', destination),
    privacyLine(ready),
    template === null ? '' : vscode.l10n.t('Prompt template: {0}.', template.id),
    tokenLine(estimate),
    priceLine(terms),
    ...(notes.length > 0 ? notes : [budgetLine(terms), timeLine(estimate)]),
  ].filter((line) => line !== '');
}

export function batchedLine(count: number): string {
  return vscode.l10n.t(
    '{0} queries are in a batch that is under way and left out: "SFT Lens: Collect a Batch…" takes their answers in.',
    count.toLocaleString(),
  );
}

function timeLine({ seconds }: RunEstimate): string {
  return seconds === null ? vscode.l10n.t('How long it takes is known after a first few queries.') : '';
}

function tokenLine({ requests, promptTokens, completionTokens, isFullyCounted }: RunEstimate): string {
  const source = isFullyCounted
    ? vscode.l10n.t("prompts counted with OpenAI's tokenizer")
    : vscode.l10n.t("prompts estimated from a sample with OpenAI's tokenizer");
  return vscode.l10n.t(
    '{0} requests, about {1} tokens sent and {2} received ({3}).',
    requests.toLocaleString(),
    formatRough(promptTokens),
    formatRough(completionTokens),
    source,
  );
}

export function priceLine({ price }: ReadyTagger['terms']): string {
  if (price === undefined)
    return vscode.l10n.t('No price is known for this model: a row in "sftLens.tagger.prices" adds one.');
  const date = price.asOf === '' ? '' : vscode.l10n.t(', as of {0}, not checked since', price.asOf);
  return vscode.l10n.t(
    'Price per million tokens: {0} sent, {1} received{2} (setting "sftLens.tagger.prices").',
    `$${price.promptPerMillion.toFixed(2)}`,
    `$${price.completionPerMillion.toFixed(2)}`,
    date,
  );
}

export function budgetLine({ budget, unpricedBudget }: ReadyTagger['terms']): string {
  const limits = [
    ...(budget?.maxCost === undefined ? [] : [formatDollars(budget.maxCost)]),
    ...(budget?.maxRequests === undefined ? [] : [vscode.l10n.t('{0} requests', budget.maxRequests.toLocaleString())]),
  ];
  const unkept =
    unpricedBudget === undefined
      ? ''
      : vscode.l10n.t('Without a price, the budget of {0} cannot be kept.', formatDollars(unpricedBudget));
  if (limits.length > 0)
    return [vscode.l10n.t('The run stops cleanly at {0}.', limits.join(vscode.l10n.t(' or '))), unkept]
      .join(' ')
      .trim();
  if (unkept !== '') return unkept;
  return vscode.l10n.t(
    'No budget limits this run (settings "sftLens.tagger.maxCost" and "sftLens.tagger.maxRequests").',
  );
}
