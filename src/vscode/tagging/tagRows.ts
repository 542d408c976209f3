/** Starting a tagging run from the editor: which queries, what it takes, consent. What happened stands in the tagging bar. */
import * as vscode from 'vscode';
import { preflight } from '../../node/session/preflight';
import type { RunPaces } from '../../node/session/runPaces';
import { countQueries, leftOutOf, rowsOfScope, type LeftOut } from '../../node/session/taggingScope';
import { tagTargets } from '../../node/session/tagTargets';
import { batchedQueries } from '../../node/tagging/batchedQueries';
import { tokenCounterOf } from '../../node/tagging/taggerTokens';
import type { TagRunReport } from '../../node/tagging/tagRun';
import type { TagScope } from '../../protocol/datasetEditor';
import { isCancelled } from '../../protocol/cancelSource';
import type { OpenDataset } from '../openSessions';
import { readSettings, type Settings } from '../settings';
import type { ReadyTagger, TaggerChoice } from '../taggers/taggerChoice';
import { askPreflight, batchedLine, probeCount } from './askPreflight';
import type { SendingConsent } from './sendingConsent';
import type { ShownTexts } from './shownTexts';

export interface TaggingParts {
  readonly taggers: TaggerChoice;
  readonly paces: RunPaces;
  readonly consent: SendingConsent;
  readonly texts: ShownTexts;
}

/** Queries, and who tags them. */
export interface Work {
  readonly dataset: OpenDataset;
  readonly ready: ReadyTagger;
  readonly rows: readonly number[];
  readonly isLeftOut: LeftOut;
  /** Queries in a batch of this tagger that is under way: they are left out. */
  readonly batchedCount: number;
}

/** So few queries of rows that the user points at are sent without an estimate. */
const mostWithoutPreflight = 3;

/** Resolves when the run has ended or was not started. `settings` differ from those in force for one run only. */
export async function tagRows(
  dataset: OpenDataset,
  scope: TagScope,
  rowsInView: readonly number[] | null,
  parts: TaggingParts,
  settings: Settings = readSettings(),
): Promise<void> {
  const { tagging } = dataset;
  if (tagging.isRunning) return say(vscode.l10n.t('A tagging run is under way. Stop it before starting another.'));
  if (settings.taggerKind === 'field') return readTagsField(dataset);
  const { label } = parts.taggers.summary(settings);
  tagging.announce(label);
  try {
    const ready = await parts.taggers.open(settings);
    await tagWith(await workOf(dataset, scope, rowsInView, ready), scope, parts);
  } catch (error) {
    if (isCancelled(error) || error instanceof vscode.CancellationError) return tagging.dismiss();
    tagging.refuse(label, error instanceof Error ? error.message : String(error));
  }
}

/** Rows, and which of their queries are left to send. */
export async function workOf(
  dataset: OpenDataset,
  scope: TagScope,
  rowsInView: readonly number[] | null,
  ready: ReadyTagger,
): Promise<Work> {
  const { session } = dataset;
  const survey = scope.kind === 'rows' ? session.survey : await session.whenSurveyed();
  const { rowCount } = session.dataset;
  const rows = rowsOfScope(scope, { rowCount, rowsInView, strata: survey?.columns.language });
  const { journal } = session.tags;
  const { identity } = ready.tagger;
  const batched = await batchedQueries(journal.path, identity);
  const isLeftOut = leftOutOf(scope, identity, journal.store, batched.has);
  return { dataset, ready, rows, isLeftOut, batchedCount: batched.size };
}

async function tagWith(work: Work, scope: TagScope, parts: TaggingParts): Promise<void> {
  const { dataset, ready } = work;
  const isPointedAt = scope.kind === 'rows' && remaining(work) <= mostWithoutPreflight;
  if (remaining(work) === 0) {
    dataset.tagging.dismiss();
    return say(nothingLeft(work, scope));
  }
  const agrees = isPointedAt
    ? await parts.consent.holds(ready.destination, ready.tagger.label)
    : !ready.tagger.isRemote || (await passesPreflight(work, parts));
  if (!agrees) return dataset.tagging.dismiss();
  await run(work, parts, { isExclusive: !isPointedAt, keepsLayer: scope.kind === 'failed' });
}

function nothingLeft({ ready, batchedCount }: Work, scope: TagScope): string {
  if (batchedCount > 0) return batchedLine(batchedCount);
  if (scope.kind === 'failed') return vscode.l10n.t('No failed query is left to retry.');
  return vscode.l10n.t('Every query there has tags by {0} already.', ready.tagger.label);
}

/** Queries left: by the survey's columns where they are there, else by rows. */
function remaining({ dataset, rows, isLeftOut }: Work): number {
  const columns = dataset.session.survey?.columns;
  return columns === undefined ? rows.length : countQueries(columns, rows, isLeftOut);
}

/** Asks until the run is agreed to or given up; a probe and a look at the prompt come back to the question. */
async function passesPreflight(work: Work, parts: TaggingParts): Promise<boolean> {
  for (;;) {
    const estimate = await estimateOf(work, parts);
    work.dataset.tagging.dismiss();
    const answer = await askPreflight(work.ready, estimate, { batchedCount: work.batchedCount });
    switch (answer) {
      case 'cancel':
        return false;
      case 'prompt':
        await showPrompt(work, parts);
        if (!(await goesOn())) return false;
        break;
      case 'probe': {
        parts.consent.remember(work.ready.destination);
        const report = await run(work, parts, { isExclusive: true, keepsLayer: false, limit: probeCount });
        if (report.ending !== 'complete' || remaining(work) === 0) return false;
        break;
      }
      case 'run':
        parts.consent.remember(work.ready.destination);
        return true;
    }
  }
}

/** While a prompt is read, the question waits at the window's edge. */
export async function goesOn(): Promise<boolean> {
  const back = vscode.l10n.t('Go On…');
  const shown = vscode.l10n.t('This is what is sent for the first of the queries. Nothing has been sent yet.');
  return (await vscode.window.showInformationMessage(shown, back)) === back;
}

/** What tagging the rest would take. */
export function estimateOf(work: Work, { paces }: TaggingParts): ReturnType<typeof preflight> {
  const { tagger, terms, promptOf } = work.ready;
  return preflight({
    queryCount: remaining(work),
    targets: targetsOf(work),
    promptOf,
    openCounter: () => tokenCounterOf(tagger.identity),
    price: terms.price,
    pace: paces.of(tagger.identity),
  });
}

/** Shows exactly what is sent for the first query that is left. */
export async function showPrompt(work: Work, { texts }: Pick<TaggingParts, 'texts'>): Promise<void> {
  for await (const { text } of targetsOf(work)) {
    return texts.show(vscode.l10n.t('Prompt of a row.txt'), work.ready.promptOf(text));
  }
}

/** The queries that are left, with their texts. */
export function targetsOf({ dataset, rows, isLeftOut }: Work): ReturnType<typeof tagTargets> {
  const { session } = dataset;
  const { decode, mapping } = session;
  return tagTargets({ dataset: session.dataset, decode, mapping, rows, isKnown: isLeftOut });
}

interface RunManner {
  readonly isExclusive: boolean;
  /** Failed queries are filled into the tags that are shown, so these stay. */
  readonly keepsLayer: boolean;
  readonly limit?: number;
}

async function run(work: Work, { paces }: TaggingParts, manner: RunManner): Promise<TagRunReport> {
  const { dataset, ready, rows, isLeftOut } = work;
  const { session, tagging } = dataset;
  const { isExclusive, keepsLayer, limit } = manner;
  const { journal } = session.tags;
  session.tags.useJournal();
  const total = Math.min(remaining(work), limit ?? Infinity);
  const { tagger, terms } = ready;
  const shown = keepsLayer ? (journal.store.layer ?? tagger.identity) : tagger.identity;
  const finished = tagging.start({
    tagger,
    rows,
    total,
    isLeftOut,
    isExclusive,
    ...terms,
    ...(limit === undefined ? {} : { limit }),
  });
  journal.chooseLayer(shown);
  const report = await finished;
  paces.learn(tagger.identity, report);
  return report;
}

async function readTagsField({ session, tagging }: OpenDataset): Promise<void> {
  const path = readSettings(vscode.Uri.file(session.path)).tagsField;
  if (path === '')
    return tagging.refuse(
      'field',
      vscode.l10n.t('Name the field that holds tags in the setting "sftLens.tagger.tagsField".'),
    );
  tagging.announce(vscode.l10n.t('field "{0}"', path));
  const read = await session.tags.useField(path);
  if (read.table.tagIds.length === 0)
    return tagging.refuse(path, vscode.l10n.t('No row has tags in the field "{0}".', path));
  tagging.dismiss();
}

function say(message: string): void {
  void vscode.window.showInformationMessage(message);
}
