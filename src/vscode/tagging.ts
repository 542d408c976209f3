/** Starting a tagging run from the editor: which rows, what it costs, consent, and what is said at the end. */
import * as vscode from 'vscode';
import { randomOf, shuffle } from '../core/select/random';
import type { TagScope } from '../protocol/datasetEditor';
import { isCancelled } from '../protocol/cancelSource';
import { hostOf } from './taggers/apiKeys';
import type { TaggerChoice } from './taggers/taggerChoice';
import type { OpenDataset } from './openSessions';
import { readSettings } from './settings';

/** Resolves when the run has ended or was not started; what happened stands in the editor's tagging bar. */
export async function tagRows(
  dataset: OpenDataset,
  scope: TagScope,
  rowsInView: readonly number[] | null,
  taggers: TaggerChoice,
): Promise<void> {
  const { session, tagging } = dataset;
  if (tagging.isRunning) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('A tagging run is under way. Stop it before starting another.'),
    );
    return;
  }
  if (readSettings().taggerKind === 'field') return readTagsField(dataset);
  const { label, isRemote } = taggers.summary();
  tagging.announce(label);
  try {
    const rows = await rowsOfScope(dataset, scope, rowsInView);
    const isAgain = scope.kind === 'rows' && scope.isAgain === true;
    const isKnown = isAgain ? () => false : knownQueries(dataset, scope);
    const total = await countQueries(dataset, rows, isKnown);
    if (isRemote && !(await consents(label, total))) return tagging.dismiss();
    const tagger = await taggers.open();
    session.tags.useJournal();
    const finished = tagging.start({ tagger, rows, total, isKnown, ...taggers.terms() });
    session.tags.journal.chooseLayer(tagger.identity);
    await finished;
  } catch (error) {
    if (isCancelled(error) || error instanceof vscode.CancellationError) return tagging.dismiss();
    tagging.refuse(label, error instanceof Error ? error.message : String(error));
  }
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

async function rowsOfScope(
  dataset: OpenDataset,
  scope: TagScope,
  rowsInView: readonly number[] | null,
): Promise<readonly number[]> {
  const { session } = dataset;
  if (scope.kind === 'rows') return scope.rows;
  const survey = await session.whenSurveyed();
  const every = () => Array.from({ length: session.dataset.rowCount }, (_, row) => row);
  switch (scope.kind) {
    case 'view':
    case 'failed':
      return rowsInView ?? every();
    case 'all':
      return every();
    case 'sample':
      return sampleRows(
        rowsInView ?? every(),
        scope.count,
        scope.seed,
        scope.isStratified ? survey?.columns.language : undefined,
      );
  }
}

/** A seeded sample without repeats, in row order; stratified by language where its codes are given. */
function sampleRows(rows: readonly number[], count: number, seed: number, strata: Uint8Array | undefined): number[] {
  const random = randomOf(seed);
  const groups = new Map<number, number[]>();
  for (const row of rows) {
    const group = groups.get(strata?.[row] ?? 0) ?? [];
    groups.set(strata?.[row] ?? 0, group);
    group.push(row);
  }
  const share = Math.min(1, count / Math.max(1, rows.length));
  const drawn = [...groups.values()].flatMap((group) =>
    Array.from(shuffle(Uint32Array.from(group), random).subarray(0, Math.max(1, Math.round(group.length * share)))),
  );
  return drawn.toSorted((a, b) => a - b);
}

/** Queries that are not sent again: tagged ones; where failed ones are meant, everything that has not failed. */
function knownQueries({ session }: OpenDataset, scope: TagScope): (hash: string) => boolean {
  const { tags } = session;
  if (scope.kind === 'failed') return (hash) => !['unreadable', 'refused'].includes(tags.journalState(hash));
  return (hash) => tags.journalState(hash) === 'tagged';
}

/** Distinct queries left, from the survey's columns where they are there, else by rows. */
async function countQueries(
  { session }: OpenDataset,
  rows: readonly number[],
  isKnown: (hash: string) => boolean,
): Promise<number> {
  const columns = session.survey?.columns;
  if (columns === undefined) return rows.length;
  const seen = new Set<string>();
  for (const row of rows) {
    for (let query = columns.queryOffsets[row]!; query < columns.queryOffsets[row + 1]!; query++) {
      const hash = hexadecimal(columns.queryHashHigh[query]!) + hexadecimal(columns.queryHashLow[query]!);
      if (!isKnown(hash)) seen.add(hash);
    }
  }
  return seen.size;
}

function hexadecimal(half: number): string {
  return half.toString(16).padStart(8, '0');
}

/** Says what leaves the machine, and where to, before it leaves. */
async function consents(label: string, total: number): Promise<boolean> {
  const { baseUrl, maxCost, model, prices } = readSettings();
  const send = vscode.l10n.t('Tag {0} Queries', total.toLocaleString());
  const budget =
    maxCost > 0 && prices[model] !== undefined ? vscode.l10n.t(' The run stops at a cost of {0}.', maxCost) : '';
  const picked = await vscode.window.showInformationMessage(
    vscode.l10n.t('Tag {0} queries with {1}?', total.toLocaleString(), label),
    { modal: true, detail: vscode.l10n.t('The text of each query is sent to {0}.{1}', hostOf(baseUrl), budget) },
    send,
  );
  return picked === send;
}
