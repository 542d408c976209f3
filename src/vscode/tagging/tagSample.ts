/** "Tag a Sample…": the first look at a dataset, over in half a minute, spread over its languages. */
import * as vscode from 'vscode';
import type { OpenDataset } from '../openSessions';
import { tagRows, type TaggingParts } from './tagRows';

/** The embedded tagger takes about half a minute for these on a slow machine; where every query may cost money, fewer. */
const usualCounts = { onThisMachine: 2_000, remote: 500 };

/** Asks how many rows unless `count` says so; the rows on screen come first, besides the sample. */
export async function tagSample(
  dataset: OpenDataset,
  parts: TaggingParts,
  first: readonly number[],
  count?: number,
): Promise<void> {
  const wanted = count ?? (await askCount(dataset, parts));
  if (wanted === undefined) return;
  await tagRows(dataset, { kind: 'sample', count: wanted, seed: 0, isStratified: true, first }, null, parts);
}

async function askCount({ session }: OpenDataset, { taggers }: TaggingParts): Promise<number | undefined> {
  const most = session.dataset.rowCount;
  const usual = taggers.summary().isRemote ? usualCounts.remote : usualCounts.onThisMachine;
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('Tag a Sample'),
    value: String(Math.min(usual, most)),
    prompt: vscode.l10n.t('Rows, drawn at random from every language; 1 to {0}.', most.toLocaleString()),
    validateInput: (value) => {
      const count = countOf(value);
      return Number.isSafeInteger(count) && count >= 1 ? null : vscode.l10n.t('A whole number of rows, at least 1.');
    },
  });
  return text === undefined ? undefined : countOf(text);
}

function countOf(text: string): number {
  return Number(text.replaceAll(/[\s,]/g, ''));
}
