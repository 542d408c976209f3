import { copyFileSync, existsSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { requiredVariable } from '../../support/editor/server';
import { fiftyReplies, taggedLines } from './realReplies';

const alpacaRowCount = 52_002;

/** Names of the datasets in the workspace that the journeys open. */
export const datasets = {
  /** 52,002 rows, a JSON array, no tags. */
  alpaca: 'alpaca_data.json',
  /** The same under another name, for the journey that leaves it and comes back. */
  left: 'left.json',
  /** Rows that carry a tagger's raw replies in a field. */
  tagged: 'tagged.jsonl',
  /** Fifty rows without tags, to be tagged through an endpoint. */
  fifty: 'fifty.jsonl',
} as const;

/** Writes all datasets of the journeys into a folder. */
export function writeWorkspace(folder: string): void {
  writeAlpaca(path.join(folder, datasets.alpaca));
  copyFileSync(path.join(folder, datasets.alpaca), path.join(folder, datasets.left));
  writeLines(
    path.join(folder, datasets.tagged),
    taggedLines().map(({ line }) => line),
  );
  writeLines(
    path.join(folder, datasets.fifty),
    fiftyReplies().map(({ query }) => JSON.stringify({ instruction: query, input: '', output: 'An answer.' })),
  );
}

const writeLines = (file: string, lines: readonly string[]): void => writeFileSync(file, `${lines.join('\n')}\n`);

/** The real Alpaca file where this machine has it; else one of the same form and row count. */
function writeAlpaca(file: string): void {
  const real = path.join(requiredVariable('SFT_LENS_ROOT'), '..', 'shared', 'data', 'alpaca', 'alpaca_data.json');
  if (existsSync(real)) copyFileSync(real, file);
  else writeFileSync(file, JSON.stringify(alpacaRows(), null, 4));
}

/** Rows that differ from each other, a few with the oddities of the real file: empty output, other scripts. */
function alpacaRows(): readonly object[] {
  const tasks = ['Explain', 'Summarize', 'Translate', 'Write a function for', 'Classify'];
  return Array.from({ length: alpacaRowCount }, (_, row) => ({
    instruction: `${tasks[row % tasks.length]} item ${row}${row % 97 === 0 ? ' 你好 🌍' : ''}`,
    input: row % 3 === 0 ? `Input number ${row}.` : '',
    output: row % 1_857 === 0 ? '' : `Answer number ${row}.\n\n${'It has several lines. '.repeat(row % 20)}`,
  }));
}
